"""Tracks: what a director asks for."""

from dataclasses import dataclass
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from curriculumkit.model.base import Id, Line, LocalText, Many, Model
from curriculumkit.model.requirement import Requirement
from curriculumkit.model.slots import Closed, IsoDate, OutsideService, Service, Slot, Week
from curriculumkit.model.wish import Wish
from curriculumkit.source import Places, SourceText


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            "no such time zone; name one of the IANA list, as America/New_York"
        ) from None
    return value


class Cohort(Model):
    """Everyone starts in week 1."""

    kind: Literal["cohort"] = Field(description="Everyone starts in week 1.")


class Rolling(Model):
    """People join in any week of a plan that cycles."""

    kind: Literal["rolling"] = Field(description="People join in any week; the plan cycles.")
    stay_weeks: Week = Field(description="How many weeks a patient usually attends.")
    core_topics: Many[Id] = Field(
        default=(), description="Topics that every patient must meet within the stay."
    )
    first_sessions: Annotated[int, Field(ge=0, le=20)] = Field(
        description="How many sessions at the start of each week must suit a newcomer: modules "
        "without a hard prerequisite and not of high intensity."
    )
    catch_ups: Annotated[int, Field(ge=0, le=50)] = Field(
        description="The most individual catch-ups, for hard prerequisites not yet met, that "
        "anyone may need, whatever the entry week."
    )


class GroupSize(Model):
    """How many people are in a group."""

    least: Annotated[int, Field(ge=1, le=200)] = Field(description="The fewest patients.")
    most: Annotated[int, Field(ge=1, le=200)] = Field(description="The most patients.")

    @model_validator(mode="after")
    def _in_order(self) -> "GroupSize":
        if self.least > self.most:
            raise ValueError(f"the least ({self.least}) is above the most ({self.most})")
        return self


class StandardUse(Model):
    """A standard to satisfy."""

    standard: Id = Field(description="The id of a file in `curriculum/standards/`.")
    weeks: Many[Week] | None = Field(
        default=None, description="The weeks that it holds for; left out, all."
    )


class Subject(Model):
    """How a subject that a standard demands is covered."""

    subject: Id = Field(description="The subject, as the standard calls it.")
    modules: Many[Id] = Field(default=(), description="Modules, any one of which covers it.")
    service: Service | None = Field(
        default=None,
        description="One of `services`, outside the groups, in which it is covered instead.",
    )

    @model_validator(mode="after")
    def _one_way(self) -> "Subject":
        if bool(self.modules) == (self.service is not None):
            raise ValueError("name either modules or a service")
        return self


class TrackFront(Model):
    """`curriculum/tracks/<id>.yaml`: what a director asks for."""

    title: LocalText = Field(description="The track's title, by language. Public.")
    weeks: Week = Field(description="How many weeks the plan has; a rolling plan then starts over.")
    admission: Annotated[Cohort | Rolling, Field(discriminator="kind")] = Field(
        description="Whether everyone starts in week 1, or people join in any week."
    )
    start: IsoDate | None = Field(
        default=None,
        description="The first day. Week 1 is the week, from Monday, that holds it.",
    )
    time_zone: Annotated[Line, AfterValidator(_known_zone)] = Field(
        description="The time zone of its clock times, as `America/New_York`."
    )
    group: GroupSize = Field(description="How many patients are in a group.")
    slots: Many[Slot] = Field(min_length=1, max_length=40, description="The slots of the week.")
    services: Many[OutsideService] = Field(
        default=(), max_length=20, description="Services outside the groups."
    )
    standards: Many[StandardUse] = Field(
        default=(), max_length=20, description="The standards to satisfy."
    )
    subjects: Many[Subject] = Field(
        default=(), max_length=100, description="How subjects that a standard demands are covered."
    )
    closed: Many[Closed] = Field(
        default=(), max_length=200, description="Dates on which the program is closed."
    )
    requirements: Many[Requirement] = Field(
        default=(), max_length=500, description="What must hold."
    )
    wishes: Many[Wish] = Field(
        default=(), max_length=20, description="What should hold as far as it can, with weights."
    )

    @property
    def stay(self) -> int:
        """Return how many weeks a patient attends: the stay, or all weeks of a cohort."""
        return self.admission.stay_weeks if isinstance(self.admission, Rolling) else self.weeks

    @property
    def is_rolling(self) -> bool:
        """Tell whether people join in any week."""
        return isinstance(self.admission, Rolling)


@dataclass(frozen=True)
class Track:
    """A track as read."""

    id: str
    source: SourceText
    places: Places
    front: TrackFront

    @property
    def path(self) -> str:
        """Return the file's path, relative to the library."""
        return self.source.path
