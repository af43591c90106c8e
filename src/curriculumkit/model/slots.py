"""What a week of a track is made of: slots, services outside the groups, and closed dates."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from curriculumkit.model.base import ClockTime, Line, Many, Model, Weekday


def _as_date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("write a date as year-month-day, such as 2027-01-18") from None
    return value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, int) and not isinstance(value, bool) else value


def _of_our_time(value: date) -> date:
    if value.year not in YEARS:
        raise ValueError(f"write a year from {YEARS.start} to {YEARS.stop - 1}")
    return value


YEARS = range(1900, 2200)
"""The years that a date may lie in."""

IsoDate = Annotated[date, BeforeValidator(_as_date), AfterValidator(_of_our_time)]
"""A date, written as ``2027-01-18``."""

Week = Annotated[int, Field(ge=1, le=104)]
"""A week of a plan, counted from 1."""

SlotMinutes = Annotated[int, Field(ge=15, le=480)]

Service = Literal[
    "group",
    "family",
    "education",
    "individual",
    "medication",
    "testing",
    "plan-review",
    "mutual-help",
    "meal",
    "recreation",
]
"""What kind of treatment, or of time that is none, an hour holds."""


class Slot(Model):
    """A place in the week where one module can run."""

    day: Weekday = Field(description="The day of the week, as `mon`.")
    start: ClockTime = Field(description="When it starts, on the 24-hour clock.")
    minutes: Annotated[Many[SlotMinutes], BeforeValidator(_as_list)] = Field(
        min_length=1,
        max_length=6,
        description="How long it is: one length, or several of which the plan picks one.",
    )
    service: Literal["group", "family", "education"] = Field(
        description="What it holds. A family slot takes family modules, the others group modules."
    )
    leaders: Annotated[int, Field(ge=1, le=6)] = Field(
        description="How many leaders are in the room. A module that needs a co-leader needs two."
    )
    break_minutes: Annotated[int, Field(ge=0, le=60)] = Field(
        default=0,
        description="Minutes of break inside the slot, which no standard counts; breaks between "
        "slots are not part of any slot. A module's own break is left out as well: the longer of "
        "the two is not counted.",
    )
    room: Line | None = Field(default=None, description="Where it takes place.")
    weeks: Many[Week] | None = Field(
        default=None, description="The weeks that have this slot; left out, every week."
    )


class OutsideService(Model):
    """A service outside the groups, such as individual counseling."""

    service: Service = Field(description="What kind of service it is.")
    minutes: Annotated[int, Field(ge=1, le=480)] = Field(description="Minutes each time.")
    times: Annotated[int, Field(ge=1, le=7)] = Field(description="How many times in each period.")
    every_weeks: Annotated[int, Field(ge=1, le=52)] = Field(
        description="How many weeks a period has: 1 for weekly, 4 for every four weeks."
    )
    days: Many[Weekday] | None = Field(
        default=None, description="The days it is held on; left out, by appointment."
    )
    random: bool = Field(default=False, description="Whether the days are drawn at random.")


class Closed(Model):
    """A date on which the program is closed, and what happens then."""

    date: IsoDate = Field(description="The date.")
    reason: Line = Field(description="Why, as it stands in calendars. Public.")
    then: Literal["skip", "make-up"] = Field(
        description="`skip`: the day's sessions are left out. `make-up`: they are held another day."
    )
    make_up: IsoDate | None = Field(default=None, description="The day on which they are held.")
    shift_minutes: Annotated[int, Field(ge=-1200, le=1200)] = Field(
        default=0,
        description="How much later than usual they start on that day; negative: earlier.",
    )

    @model_validator(mode="after")
    def _make_up_named(self) -> "Closed":
        if (self.then == "make-up") != (self.make_up is not None):
            raise ValueError("name the day in `make_up` if, and only if, `then` is `make-up`")
        return self
