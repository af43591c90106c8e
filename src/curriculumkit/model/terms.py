"""Terms: words that hurt, and what to say instead, as data with their sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field, model_validator

from curriculumkit.model.base import Id, Line, Many, Model
from curriculumkit.source import Places


class Term(Model):
    """A word or phrase to avoid, in all its forms, and what to say instead."""

    avoid: Many[Line] = Field(
        min_length=1,
        description="The forms to avoid, the plain one first. Plurals in -s and possessives are "
        "found by themselves; a space also stands for a hyphen. An abbreviation in capitals is "
        "found only as written.",
    )
    say: Line = Field(description="What to say instead.")
    level: Literal["error", "warning", "note"] = Field(
        default="warning",
        description="How grave it is; a term without a source can only be a note.",
    )
    source: Id | None = Field(
        default=None, description="The key of one of the `sources` of this file that says so."
    )
    why: Line | None = Field(default=None, description="Why the term hurts, in one sentence.")

    @model_validator(mode="after")
    def _sourced(self) -> "Term":
        if self.source is None and self.level != "note":
            raise ValueError(f"the term '{self.avoid[0]}' has no source, so it can only be a note")
        return self


class Terms(Model):
    """`curriculum/terms/<language>.yaml`: the terms of one language."""

    sources: Mapping[Id, Line] = Field(
        description="Who says so: a key, and the title, the publisher and the address."
    )
    allow: Many[Line] = Field(
        default=(), description="Phrases in which a term may stand, such as names of agencies."
    )
    terms: Many[Term] = Field(description="The terms to avoid.")

    @model_validator(mode="after")
    def _known_sources(self) -> "Terms":
        for term in self.terms:
            if term.source and term.source not in self.sources:
                raise ValueError(
                    f"the term '{term.avoid[0]}' names the source '{term.source}', which is not "
                    "among the sources of the file"
                )
        return self


@dataclass(frozen=True, slots=True)
class TermList:
    """The terms of one language as read, with their places."""

    path: str
    places: Places
    front: Terms
