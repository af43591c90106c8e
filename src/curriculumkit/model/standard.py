"""Standards: a state's, payer's or accreditor's rules for a week of treatment, as data."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from curriculumkit.model.base import Id, Line, Many, Model, Prose
from curriculumkit.model.slots import Service
from curriculumkit.source import Places, SourceText

Hours = Annotated[float, Field(gt=0, le=168, strict=False)]


class Source(Model):
    """Where a figure comes from, and how sure the library is of it."""

    title: Line = Field(description="The document: who said it, what it is called, and when.")
    basis: Literal["read", "not-confirmed"] = Field(
        description="`read`: someone read the figure in a public copy of the document. "
        "`not-confirmed`: it is from general knowledge, or from a summary, and needs a look at "
        "the source before anyone relies on it."
    )


class Rule(Model):
    """What every rule of a standard carries."""

    source: Source = Field(description="Where the figure comes from.")


class WeeklyHours(Rule):
    """How many counted hours each week has."""

    kind: Literal["weekly-hours"] = Field(description="Counted hours of each week.")
    least: Hours | None = Field(default=None, description="The fewest hours.")
    most: Hours | None = Field(default=None, description="The most hours.")

    @model_validator(mode="after")
    def _says_something(self) -> "WeeklyHours":
        if self.least is None and self.most is None:
            raise ValueError("give `least`, `most` or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"the least ({self.least:g}) is above the most ({self.most:g})")
        return self


class DayHours(Rule):
    """How many counted hours a day has, and on how many days of each week."""

    kind: Literal["day-hours"] = Field(description="Counted hours of a day.")
    least: Hours = Field(description="The fewest hours of such a day.")
    days: Annotated[int, Field(ge=1, le=7)] | None = Field(
        default=None, description="On how many days a week; left out, on every day with a slot."
    )


class ServiceDays(Rule):
    """On how many days of each week there is a counted service, however long."""

    kind: Literal["service-days"] = Field(description="Days of a week with a counted service.")
    least: Annotated[int, Field(ge=1, le=7)] = Field(description="The fewest days.")


class Gap(Rule):
    """How many days in a row may be without a service."""

    kind: Literal["gap"] = Field(description="Days in a row without a service.")
    most_days: Annotated[int, Field(ge=0, le=30)] = Field(description="The most days.")
    holidays_aside: bool = Field(description="Whether closed dates are left out of the count.")


class Length(Rule):
    """How long treatment lasts."""

    kind: Literal["length"] = Field(description="How long a patient attends.")
    least_days: Annotated[int, Field(ge=1, le=730)] | None = Field(
        default=None, description="The fewest days."
    )
    most_days: Annotated[int, Field(ge=1, le=730)] | None = Field(
        default=None, description="The most days."
    )

    @model_validator(mode="after")
    def _says_something(self) -> "Length":
        if self.least_days is None and self.most_days is None:
            raise ValueError("give `least_days`, `most_days` or both")
        return self


class DailyGroup(Rule):
    """A group on every day that has a service."""

    kind: Literal["daily-group"] = Field(description="A group on every day with a service.")


class Size(Rule):
    """How many people a group has."""

    kind: Literal["group-size"] = Field(description="How many patients a group has.")
    services: Many[Literal["group", "family", "education"]] = Field(
        min_length=1, description="The services that it holds for."
    )
    least: Annotated[int, Field(ge=1, le=500)] | None = Field(
        default=None, description="The fewest patients."
    )
    most: Annotated[int, Field(ge=1, le=500)] | None = Field(
        default=None, description="The most patients."
    )

    @model_validator(mode="after")
    def _says_something(self) -> "Size":
        if self.least is None and self.most is None:
            raise ValueError("give `least`, `most` or both")
        return self


class Frequency(Rule):
    """How often a service comes."""

    kind: Literal["frequency"] = Field(description="How often a service comes.")
    service: Service = Field(description="The service.")
    every_weeks: Annotated[int, Field(ge=1, le=52)] = Field(
        description="It comes at least once in so many weeks."
    )
    least_minutes: Annotated[int, Field(ge=1, le=480)] | None = Field(
        default=None, description="The fewest minutes each time."
    )
    random: bool = Field(default=False, description="Whether the days must be drawn at random.")


class Subjects(Rule):
    """Subjects that must be taught."""

    kind: Literal["subjects"] = Field(description="Subjects that must be taught.")
    subjects: Many[Id] = Field(min_length=1, description="The subjects.")


StandardRule = Annotated[
    WeeklyHours | DayHours | ServiceDays | Gap | Length | DailyGroup | Size | Frequency | Subjects,
    Field(discriminator="kind"),
]


class Counting(Rule):
    """Which services count towards the hours. Breaks never do."""

    services: Many[Service] = Field(min_length=1, description="The services whose minutes count.")


class StandardFront(Model):
    """`curriculum/standards/<id>.yaml`: rules of a state, payer or accreditor."""

    title: Line = Field(description="What the standard is called.")
    note: Prose | None = Field(default=None, description="What else one must know.")
    counts: Counting = Field(description="Which services count towards its hours.")
    rules: Many[StandardRule] = Field(min_length=1, max_length=50, description="Its rules.")


@dataclass(frozen=True)
class Standard:
    """A standard as read."""

    id: str
    source: SourceText
    places: Places
    front: StandardFront

    @property
    def path(self) -> str:
        """Return the file's path, relative to the library."""
        return self.source.path
