"""The library: its settings, topics and references, and all that was read of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.base import Id, LanguageCode, Line, LocalText, Many, Model
from curriculumkit.model.handout import Handout, Substance
from curriculumkit.model.module import Module
from curriculumkit.model.picture import PictureFault
from curriculumkit.model.plan import Plan
from curriculumkit.model.review import Review
from curriculumkit.model.terms import TermList
from curriculumkit.model.trace import Trace
from curriculumkit.source import NOWHERE, Places, SourceText

Phone = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 -]*$")]


Limits = Annotated[tuple[float, float], Field(strict=False)]
"""Two limits: past the first is a warning, past the second an error."""


class HelpLine(Model):
    """A place to get help, printed on every handout."""

    name: LocalText = Field(description="What it is called, by language.")
    call: Phone | None = Field(default=None, description="The number to call.")
    text: Phone | None = Field(default=None, description="The number to send a text message to.")
    web: Line | None = Field(default=None, description="A web address, without `https://`.")
    note: LocalText | None = Field(
        default=None, description="When to use it or what else to know, by language."
    )


class Contact(Model):
    """The program's own contact block; what is left out is printed as a blank to fill in."""

    name: Line | None = Field(default=None, description="The program's name.")
    call: Phone | None = Field(default=None, description="The program's number in office hours.")
    after_hours: Phone | None = Field(default=None, description="The number at other hours.")


class ReadingLimits(Model):
    """How hard the prose of handouts may be in one language; each pair is a warning, an error.

    English is held to grades, which must not be exceeded. Spanish is held to the reading ease of
    Fernández-Huerta and of Szigriszt-Pazos, which must not be fallen short of.
    """

    flesch_kincaid: Limits | None = Field(
        default=None, description="English: the highest US school grade, as `[6, 8]`."
    )
    smog: Limits | None = Field(
        default=None, description="English: the highest SMOG grade, as `[6, 8]`."
    )
    fernandez_huerta: Limits | None = Field(
        default=None, description="Spanish: the lowest Fernández-Huerta score, as `[70, 60]`."
    )
    szigriszt_pazos: Limits | None = Field(
        default=None, description="Spanish: the lowest INFLESZ score, as `[65, 55]`."
    )


class LibrarySettings(Model):
    """`curriculum/library.yaml`: the settings of one library."""

    name: LocalText = Field(description="The library's name, by language.")
    languages: Many[LanguageCode] = Field(
        min_length=1,
        description="The languages of handouts; the first is the one that they are written in.",
    )
    paper: Literal["letter", "a4"] = Field(description="The paper that prints are made for.")
    slots: Many[Annotated[int, Field(ge=15, le=480)]] = Field(
        min_length=1, description="Lengths in minutes that every module must fit."
    )
    license: Line = Field(description="The license of the content, printed on every document.")
    address: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")] | None = Field(
        default=None,
        description="Where the folder `patient` of the build is to be found on the web, as "
        "`https://example.org/groups`. Handouts then carry a code that leads to their page.",
    )
    help_lines: Many[HelpLine] = Field(
        min_length=1, description="Where to get help now, in the order to print them."
    )
    contact: Contact = Field(description="The program's own contact block.")
    safety: Mapping[Substance, LocalText] = Field(
        description="What handouts say where a substance comes up, by substance and language."
    )
    readability: Mapping[LanguageCode, ReadingLimits] = Field(
        default_factory=dict,
        description="How hard handouts may be to read, by language; the manual states what holds "
        "where nothing is said.",
    )
    most_talk: Annotated[int, Field(ge=0, le=100)] = Field(
        default=50,
        description="The highest share of teaching, in percent of the minutes for teaching, "
        "practice, activity, planning and discussion.",
    )
    review_months: Annotated[int, Field(ge=1, le=120)] = Field(
        default=24, description="After how many months a sign-off should be renewed."
    )


class Topic(Model):
    """One of the library's themes."""

    id: Id = Field(description="The name that modules and handouts use, and their folder's name.")
    title: LocalText = Field(description="The title that readers see, by language.")
    summary: LocalText = Field(description="One plain sentence about the topic, by language.")


class Topics(Model):
    """`curriculum/topics.yaml`: the themes in their order."""

    topics: Many[Topic] = Field(min_length=1, description="The themes, in the order to show them.")


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of `curriculum/references.bib`: its fields, and the line on which it stands."""

    key: str
    kind: str
    fields: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class Library:
    """Everything that was read of a library, and the problems met while reading it.

    A file that could not be read as its model is not among the documents but its problems are.
    `signed` holds the digests of documents whose present text a licensed person has signed off;
    `today` is the day of the check, or None where nobody asked what is overdue; `traces` hold what
    is left of the prose of documents that are kept without it, by path;
    `known_ids` holds the ids of these too, so that one broken file is not reported again wherever
    it is named.
    """

    settings: LibrarySettings | None = None
    settings_places: Places = NOWHERE
    topics: tuple[Topic, ...] = ()
    topics_places: Places = NOWHERE
    references: Mapping[str, Reference] = field(default_factory=dict)
    modules: tuple[Module, ...] = ()
    handouts: tuple[Handout, ...] = ()
    plans: tuple[Plan, ...] = ()
    images: frozenset[str] = frozenset()
    picture_faults: tuple[PictureFault, ...] = ()
    signed: frozenset[str] = frozenset()
    terms: Mapping[str, TermList] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    traces: Mapping[str, Trace] = field(default_factory=dict)
    today: date | None = None
    known_ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, SourceText] = field(default_factory=dict)

    @property
    def documents(self) -> tuple[Module | Handout, ...]:
        """Return the modules, then the handouts."""
        return (*self.modules, *self.handouts)

    def module(self, id_: str) -> Module | None:
        """Return the module of that id, if it was read."""
        return self._modules_by_id.get(id_)

    @cached_property
    def _modules_by_id(self) -> dict[str, Module]:
        return {one.id: one for one in reversed(self.modules)}

    def handout(self, id_: str, language: str) -> Handout | None:
        """Return the handout of that id in that language, if it was read."""
        return self._handouts_by_name.get((id_, language))

    @cached_property
    def _handouts_by_name(self) -> dict[tuple[str, str], Handout]:
        return {(one.id, one.language): one for one in reversed(self.handouts)}

    def handouts_of(self, module: Module) -> tuple[Handout, ...]:
        """Return the handouts that a session gives out, in the language they are written in."""
        found = (self.handout(id_, self.main_language) for id_ in module.handout_ids)
        return tuple(one for one in found if one)

    def is_draft(self, document: Module | Handout) -> bool:
        """Tell whether no licensed person has signed off the document as it is now."""
        return document.source.digest not in self.signed

    @property
    def main_language(self) -> str:
        """Return the language that handouts are written in."""
        return self.settings.languages[0] if self.settings else "en"
