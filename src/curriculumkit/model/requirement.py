"""What a director requires of a plan: one class a kind of line."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from curriculumkit.model.base import ClockTime, Id, Many, Model, Weekday
from curriculumkit.model.slots import Week


class Include(Model):
    """Modules that must come; in a rolling track within every stay."""

    kind: Literal["include"] = Field(description="These modules must come.")
    modules: Many[Id] = Field(min_length=1, description="The modules.")


class Exclude(Model):
    """Modules that must not come."""

    kind: Literal["exclude"] = Field(description="These modules must not come.")
    modules: Many[Id] = Field(min_length=1, description="The modules.")


class TopicCount(Model):
    """How many sessions a topic has."""

    kind: Literal["topic"] = Field(description="How many sessions a topic has.")
    topic: Id | None = Field(default=None, description="The topic; left out, each topic.")
    least: Annotated[int, Field(ge=0, le=2000)] = Field(default=0, description="The fewest.")
    most: Annotated[int, Field(ge=0, le=2000)] | None = Field(default=None, description="The most.")
    per: Literal["day", "week", "plan"] = Field(description="In a day, a week or all the plan.")

    @model_validator(mode="after")
    def _in_order(self) -> "TopicCount":
        if self.most is not None and self.least > self.most:
            raise ValueError(f"the least ({self.least}) is above the most ({self.most})")
        if self.least and (self.per == "day" or self.topic is None):
            raise ValueError("`least` needs one `topic`, and `week` or `plan`")
        return self


class SpreadTopic(Model):
    """In how many different weeks a topic comes."""

    kind: Literal["spread"] = Field(description="In how many weeks a topic comes.")
    topic: Id = Field(description="The topic.")
    weeks: Week = Field(description="The fewest different weeks.")


class Order(Model):
    """Modules that come one after the other."""

    kind: Literal["order"] = Field(description="Each module needs the one before it first.")
    modules: Many[Id] = Field(min_length=2, max_length=50, description="The modules in order.")
    within_days: Annotated[int, Field(ge=0, le=700)] | None = Field(
        default=None,
        description="How many days back the one before may lie at most (cohort tracks only).",
    )


class Spacing(Model):
    """Modules that keep their distance from each other."""

    kind: Literal["spacing"] = Field(description="Any two sessions of these keep their distance.")
    modules: Many[Id] = Field(min_length=2, description="The modules.")
    least_days: Annotated[int, Field(ge=1, le=700)] = Field(
        description="The fewest days between them; 1: not on one day."
    )


class Intensity(Model):
    """How many modules of high intensity may come together."""

    kind: Literal["intensity"] = Field(description="How many modules of high intensity may come.")
    most: Annotated[int, Field(ge=0, le=50)] = Field(description="The most.")
    per: Literal["day", "week"] = Field(description="In a day or in a week.")


class Repeats(Model):
    """Whether and when modules come again. No module comes twice in one week, ever."""

    kind: Literal["repeats"] = Field(description="Whether and when modules come again.")
    modules: Many[Id] | None = Field(default=None, description="Which modules; left out, all.")
    most: Annotated[int, Field(ge=1, le=104)] | None = Field(
        default=None, description="How often a module may come at most; 1: never again."
    )
    after_weeks: Week | None = Field(
        default=None, description="How many weeks later it may come again at the earliest."
    )

    @model_validator(mode="after")
    def _says_something(self) -> "Repeats":
        if self.most is None and self.after_weeks is None:
            raise ValueError("give `most`, `after_weeks` or both")
        return self


class Pin(Model):
    """A module that must come at one place."""

    kind: Literal["pin"] = Field(description="This module must come here.")
    module: Id = Field(description="The module.")
    week: Week = Field(description="The week, from 1.")
    day: Weekday = Field(description="The day of the week.")
    start: ClockTime | None = Field(default=None, description="The slot's start, if it matters.")


class Only(Model):
    """Modules that may come in some weeks or on some days only."""

    kind: Literal["only"] = Field(description="These modules may come here only.")
    modules: Many[Id] = Field(min_length=1, description="The modules.")
    weeks: Many[Week] | None = Field(default=None, description="The weeks; left out, any.")
    days: Many[Weekday] | None = Field(default=None, description="The days; left out, any.")


class StaffAway(Model):
    """A time with a single leader: no module that needs a co-leader."""

    kind: Literal["one-leader"] = Field(description="There is no co-leader then.")
    weeks: Many[Week] | None = Field(default=None, description="The weeks; left out, every week.")
    days: Many[Weekday] | None = Field(default=None, description="The days; left out, every day.")


Requirement = Annotated[
    Include
    | Exclude
    | TopicCount
    | SpreadTopic
    | Order
    | Spacing
    | Intensity
    | Repeats
    | Pin
    | Only
    | StaffAway,
    Field(discriminator="kind"),
]
"""A line that must hold."""
