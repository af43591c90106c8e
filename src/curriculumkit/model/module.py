"""Modules: the front matter of a facilitator's guide, and its segments and blocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from curriculumkit.model.base import Id, Ignores, LanguageCode, Line, Many, Model, Prose
from curriculumkit.model.document import Block, Body
from curriculumkit.source import Places, SourceText, Span

Format = Literal["group", "family", "individual"]
Intensity = Literal["low", "moderate", "high"]
SegmentKind = Literal[
    "check-in",
    "review",
    "teach",
    "demonstrate",
    "practice",
    "activity",
    "discuss",
    "plan",
    "break",
    "close",
]
AdaptKind = Literal[
    "telehealth",
    "large-group",
    "small-group",
    "low-literacy",
    "co-occurring",
    "mandated",
    "family-present",
]


class Prerequisite(Model):
    """A module that comes before this one."""

    module: Id = Field(description="The id of the module that comes first.")
    kind: Literal["soft", "hard"] = Field(
        description="`soft`: reading the recap aloud is enough. `hard`: it must really come first."
    )


class Staff(Model):
    """Who is needed to lead the session."""

    co_leader: bool = Field(description="Whether a second leader is required in the room.")


class PublicLines(Model):
    """What patients read of a module in a schedule, in another language."""

    title: Line = Field(description="The title, in this language. Public.")
    for_patients: Line = Field(description="The plain sentence, in this language. Public.")


class ModuleFront(Model):
    """The front matter of a module."""

    title: Line = Field(description="The title, in title case. Public: patients see it.")
    topic: Id = Field(description="The id of a topic of `curriculum/topics.yaml`.")
    format: Format = Field(description="Who is in the room: a group, families, or one person.")
    summary: Line = Field(description="What the session does, in one sentence, for staff.")
    for_patients: Line = Field(
        description="One plain sentence that a patient reads in the schedule. Public."
    )
    translations: Mapping[LanguageCode, PublicLines] = Field(
        default_factory=dict,
        description="The title and the sentence for patients in other languages of the library, by "
        "language. Public.",
    )
    objectives: Many[Line] = Field(
        min_length=2,
        max_length=4,
        description="Two to four things that a person can do at the end, each beginning with a "
        "verb for something that can be observed, such as name, list, practice or choose.",
    )
    sources: Many[Id] = Field(
        min_length=1, description="Keys of `curriculum/references.bib` that the session rests on."
    )
    intensity: Intensity = Field(
        description="How much the session stirs up. `high` requires a `watch` block."
    )
    group_size: Annotated[str, StringConstraints(pattern=r"^\d{1,2}(-\d{1,2})?$")] = Field(
        description="How many people it works for, as `4-12`; `1` for one person."
    )
    prerequisites: Many[Prerequisite] = Field(
        default=(), description="Modules that come before this one."
    )
    recap: Prose | None = Field(
        default=None,
        description="Read aloud to whoever missed the prerequisites; required when there are any.",
    )
    materials: Many[Line] = Field(
        default=(),
        description="What to bring, besides the handouts, which are listed by themselves.",
    )
    staff: Staff = Field(description="Who is needed to lead the session.")
    telehealth: bool = Field(description="Whether the session can be held by video.")
    ignore: Ignores = Field(
        default_factory=dict,
        description="Rules that this file may break, each with the reason; not rules of safety "
        "and privacy.",
    )

    @field_validator("group_size")
    @classmethod
    def _in_order(cls, size: str) -> str:
        least, _, most = size.partition("-")
        if int(least) > int(most or least):
            raise ValueError(f"the least people ({least}) are more than the most ({most})")
        return size

    @property
    def people(self) -> tuple[int, int]:
        """Return the least and the most people that the session works for."""
        least, _, most = self.group_size.partition("-")
        return int(least), int(most or least)


@dataclass(frozen=True, slots=True)
class Segment:
    """A timed part of a module: minutes from `least` to `most`; a least of 0 is cut first."""

    kind: SegmentKind
    title: str
    least: int
    most: int
    span: Span
    end_line: int
    blocks: tuple[Block, ...]

    @property
    def is_treatment(self) -> bool:
        """Tell whether the minutes count as treatment; a break does not."""
        return self.kind != "break"


@dataclass(frozen=True, slots=True)
class BadSegment:
    """A heading of level 2 that is no segment: where, and what is wrong with it."""

    span: Span
    message: str
    hint: str


@dataclass(frozen=True)
class Module:
    """A module as read: front matter, segments, and the Markdown around them."""

    id: str
    source: SourceText
    places: Places
    front: ModuleFront
    body: Body
    segments: tuple[Segment, ...]
    bad_segments: tuple[BadSegment, ...]

    @property
    def path(self) -> str:
        """Return the file's path, relative to the library."""
        return self.source.path

    @property
    def least_minutes(self) -> int:
        """Return the shortest slot that the module fits, in minutes."""
        return sum(segment.least for segment in self.segments)

    @property
    def most_minutes(self) -> int:
        """Return the longest slot that the module fits, in minutes."""
        return sum(segment.most for segment in self.segments)

    @property
    def handout_ids(self) -> tuple[str, ...]:
        """Return the ids of the handouts that the session gives out, in order, each once."""
        ids = (block.argument for block in self.body.blocks if block.name == "handout")
        return tuple(dict.fromkeys(ids))

    def fits(self, minutes: int) -> bool:
        """Tell whether the module can fill a slot of so many minutes."""
        return self.least_minutes <= minutes <= self.most_minutes
