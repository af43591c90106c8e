"""Plans: which module runs in which slot of which week."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from curriculumkit.model.base import (
    WEEKDAYS,
    ClockTime,
    Id,
    Line,
    LocalText,
    Many,
    Model,
    Weekday,
)
from curriculumkit.source import Places, Route, SourceText, Span

Digest = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
"""The digest of a file's bytes."""


class PlannedSession(Model):
    """One cell of a plan: a module in a slot of a week."""

    week: Annotated[int, Field(ge=1, le=104)] = Field(description="The week, from 1.")
    day: Weekday = Field(description="The day of the week, as `mon`.")
    start: ClockTime = Field(description="When the slot starts, on the 24-hour clock.")
    minutes: Annotated[int, Field(ge=15, le=480)] = Field(description="How long the slot is.")
    module: Id = Field(description="The id of the module that runs.")
    room: Line | None = Field(default=None, description="Where it takes place.")

    @property
    def place(self) -> tuple[int, int, str]:
        """Return the week, the ISO weekday from 0, and the start: its place in time."""
        return (self.week, WEEKDAYS.index(self.day), self.start)


class Proof(Model):
    """What the solver said of a plan when it was written."""

    answer: Literal["best", "nearest", "good"] = Field(
        description="`best`: no plan has a lower price. `nearest`: none moves fewer sessions of "
        "the plan before, and of those none has a lower price. `good`: the time ran out first."
    )
    price: Annotated[int, Field(ge=0)] = Field(description="The price of the wishes given up.")
    at_least: Annotated[int, Field(ge=0)] = Field(
        description="The price that no plan (`nearest`: none so near) can be below, as proved."
    )


class PlanDigests(Model):
    """The files that a plan was made from; when one changes, the plan is stale."""

    track: Digest = Field(description="The digest of the track's file.")
    standards: Mapping[Id, Digest] = Field(
        default_factory=dict, description="The digest of each standard, by id."
    )
    modules: Mapping[Id, Digest] = Field(description="The digest of each module used, by id.")


class PlanFront(Model):
    """`curriculum/tracks/<id>.lock.yaml`: the plan of a track."""

    version: Literal[1] = Field(description="The version of this format.")
    title: LocalText = Field(description="The track's title, by language. Public.")
    proof: Proof | None = Field(
        default=None, description="What the solver said; absent in a plan made by hand."
    )
    digests: PlanDigests | None = Field(
        default=None, description="What it was made from; absent in a plan made by hand."
    )
    sessions: Many[PlannedSession] = Field(
        min_length=1, max_length=4200, description="The sessions, in the order of time."
    )


@dataclass(frozen=True)
class Plan:
    """A plan as read."""

    id: str
    source: SourceText
    places: Places
    front: PlanFront

    @property
    def path(self) -> str:
        """Return the file's path, relative to the library."""
        return self.source.path


def in_time(plan: Plan) -> Plan:
    """Return a plan with its sessions in the order of time, in which a hand may not leave them."""
    sessions = plan.front.sessions
    order = sorted(range(len(sessions)), key=lambda number: sessions[number].place)
    if order == list(range(len(sessions))):
        return plan
    front = plan.front.model_copy(update={"sessions": tuple(sessions[one] for one in order)})
    now = {then: number for number, then in enumerate(order)}

    def moved(spans: Mapping[Route, Span]) -> dict[Route, Span]:
        return {
            (route[0], now[int(route[1])], *route[2:])
            if route[:1] == ("sessions",) and route[1:]
            else route: span
            for route, span in spans.items()
        }

    places = Places(moved(plan.places.values), moved(plan.places.keys))
    return replace(plan, front=front, places=places)
