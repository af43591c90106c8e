"""Handouts: the documents that patients get."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from curriculumkit.model.base import Id, Ignores, Line, Many, Model
from curriculumkit.model.document import Body
from curriculumkit.source import Places, SourceText

HandoutKind = Literal["worksheet", "fact-sheet", "plan", "card", "diary"]
Substance = Literal["opioids", "alcohol", "benzodiazepines"]


class HandoutFront(Model):
    """The front matter of a handout."""

    title: Line = Field(description="The title that the patient reads.")
    kind: HandoutKind = Field(description="What sort of page it is.")
    topic: Id = Field(description="The id of a topic of `curriculum/topics.yaml`.")
    purpose: Line = Field(description="One sentence that tells the patient what the page is for.")
    sources: Many[Id] = Field(
        default=(), description="Keys of `curriculum/references.bib` that its facts come from."
    )
    safety: Many[Substance] = Field(
        default=(),
        description="Substances that come up; the library's safety text for each is added.",
    )
    translates: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")] | None = Field(
        default=None,
        description="Only in a translation: the digest of the original that it translates.",
    )
    ignore: Ignores = Field(
        default_factory=dict,
        description="Rules that this file may break, each with the reason; not rules of safety "
        "and privacy.",
    )


@dataclass(frozen=True)
class Handout:
    """A handout as read, in one language."""

    id: str
    language: str
    source: SourceText
    places: Places
    front: HandoutFront
    body: Body

    @property
    def path(self) -> str:
        """Return the file's path, relative to the library."""
        return self.source.path
