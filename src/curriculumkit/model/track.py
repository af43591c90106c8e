"""Tracks: what a director asks for."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from curriculumkit.model.base import ClockTime, Id, Line, LocalText, Many, Model, Weekday
from curriculumkit.source import Places, SourceText


def _as_date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("write a date as year-month-day, such as 2027-01-18") from None
    return value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, int) and not isinstance(value, bool) else value


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            "no such time zone; name one of the IANA list, as America/New_York"
        ) from None
    return value


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

Weight = Annotated[int, Field(ge=1, le=100)]


class SpreadTopics(Model):
    """Prefer weeks in which each topic comes once: a price for each further session."""

    kind: Literal["spread-topics"] = Field(description="Prefer each topic once a week.")
    weight: Weight = Field(description="The price of each further session of a topic in a week.")


class Phase(Model):
    """A phase of recovery: its topics, and the weeks it has."""

    topics: Many[Id] = Field(min_length=1, description="The topics of this phase.")
    weeks: Many[Week] | None = Field(
        default=None, description="Its weeks; left out in every phase, equal shares in order."
    )


class FollowPhases(Model):
    """Prefer topics in the weeks of their phase: a price for each week away from it."""

    kind: Literal["phases"] = Field(description="Prefer topics in the weeks of their phase.")
    weight: Weight = Field(description="The price of each week that a session lies outside.")
    phases: Many[Phase] = Field(min_length=2, max_length=12, description="The phases in order.")

    @model_validator(mode="after")
    def _weeks_for_all_or_none(self) -> "FollowPhases":
        if len({phase.weeks is None for phase in self.phases}) > 1:
            raise ValueError("give `weeks` for every phase or for none")
        return self


class PreferSignedOff(Model):
    """Prefer modules that a licensed person has signed off."""

    kind: Literal["signed-off"] = Field(description="Prefer modules that are signed off.")
    weight: Weight = Field(description="The price of each session of a draft.")


class FewRepeats(Model):
    """Prefer modules that have not come yet."""

    kind: Literal["few-repeats"] = Field(description="Prefer modules that have not come yet.")
    weight: Weight = Field(description="The price of each time a module comes again.")


class FewCatchUps(Model):
    """Prefer plans that need few individual catch-ups (rolling tracks)."""

    kind: Literal["few-catch-ups"] = Field(description="Prefer few individual catch-ups.")
    weight: Weight = Field(description="The price of each, over all entry weeks.")


Wish = Annotated[
    SpreadTopics | FollowPhases | PreferSignedOff | FewRepeats | FewCatchUps,
    Field(discriminator="kind"),
]


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
