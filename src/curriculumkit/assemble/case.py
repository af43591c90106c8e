"""A plan beside all that it is held to, for the check that is independent of the solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import count
from typing import NamedTuple

from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.slots import Slot
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Rolling, Track
from curriculumkit.source import Route

Place = tuple[int, int, str]
"""A week, a weekday from 0, and a start on the 24-hour clock."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: its kind, what is wrong, and the line that asks for it.

    `path` and `route` lead to that line; `session` is the number of the plan's session at which a
    reader would look: the one that is wrong, the later of two, or the one before a gap.
    """

    kind: str
    message: str
    path: str
    route: Route
    session: int | None = None


@dataclass(slots=True)
class Row:
    """A session with what it means: its module and slot, and its day from 0 (week 1, Monday).

    `number` is its place among the plan's sessions; `week` and `topic` are what session and module
    say, at hand since every rule asks for them. `counted` are the minutes that are no break, were
    the module's breaks as long as they may be.
    """

    number: int
    session: PlannedSession
    module: Module
    slot: Slot
    day: int
    week: int
    topic: str
    counted: int


class Broken(NamedTuple):
    """In what a line is broken, and the session at which a reader would look, if there is one."""

    message: str
    row: Row | None = None

    @property
    def session(self) -> int | None:
        """Return the number of that session in the plan."""
        return None if self.row is None else self.row.number


@dataclass(frozen=True)
class Case:
    """A plan with all that it is held to. Weeks before `from_week` are past: facts."""

    track: Track
    standards: Mapping[str, Standard]
    modules: Mapping[str, Module]
    sessions: Sequence[PlannedSession]
    from_week: int = 1

    def violation(
        self, kind: str, message: str, *route: str | int, session: int | None = None
    ) -> Violation:
        """Return a violation of a line of the track."""
        return Violation(kind, message, self.track.path, route, session)

    @cached_property
    def expected(self) -> dict[Place, Slot]:
        """Return every place that must hold a session."""
        front = self.track.front
        slots = [(slot, WEEKDAYS.index(slot.day)) for slot in front.slots]
        usual = {
            (week, weekday, slot.start): slot
            for week in range(1, front.weeks + 1)
            for slot, weekday in slots
            if slot.weeks is None or week in slot.weeks
        }
        if front.start is None or isinstance(front.admission, Rolling):
            return usual
        return self._dated(usual, front.start)

    def _dated(self, usual: dict[Place, Slot], start: date) -> dict[Place, Slot]:
        """Return the places of a cohort: none before its start, none closed, and the make-ups."""
        front = self.track.front
        first, monday = start.weekday(), start - timedelta(days=start.weekday())
        for place in [one for one in usual if one[0] == 1 and one[1] < first] if first else ():
            del usual[place]
        made_up: dict[Place, Slot] = {}
        for shut in front.closed:
            day = (shut.date - monday).days
            for slot in front.slots:
                place = (day // 7 + 1, day % 7, slot.start)
                if slot.day != WEEKDAYS[day % 7] or usual.pop(place, None) is None:
                    continue
                if shut.make_up is not None:
                    away = (shut.make_up - monday).days
                    if 0 <= away < 7 * front.weeks:
                        hour, minute = map(int, slot.start.split(":"))
                        late = min(max(hour * 60 + minute + shut.shift_minutes, 0), 1439)
                        begins = f"{late // 60:02d}:{late % 60:02d}"
                        made_up[away // 7 + 1, away % 7, begins] = slot
        return usual | made_up

    @cached_property
    def weeks(self) -> list[int]:
        """Return the weeks that have a slot, closed or not."""
        front = self.track.front
        first = 0
        if front.start is not None and not isinstance(front.admission, Rolling):
            first = front.start.weekday()
        return [
            week
            for week in range(1, front.weeks + 1)
            if any(
                (slot.weeks is None or week in slot.weeks)
                and (week > 1 or WEEKDAYS.index(slot.day) >= first)
                for slot in front.slots
            )
        ]

    @cached_property
    def rows(self) -> list[Row]:
        """Return the sessions that have a known module and stand in a slot, in order of time."""
        found = []
        slots, modules, times = self.expected, self.modules, self.times
        in_time = sorted(zip(self.places, count(), self.sessions, strict=False))
        for place, number, session in in_time:
            slot, module = slots.get(place), modules.get(session.module)
            if slot is not None and module is not None:
                week, weekday, _ = place
                day, topic = 7 * (week - 1) + weekday, module.front.topic
                counted, pause = session.minutes, times[session.module][2]
                if pause or slot.break_minutes:
                    counted = max(0, counted - max(pause, slot.break_minutes))
                found.append(Row(number, session, module, slot, day, week, topic, counted))
        return found

    @cached_property
    def times(self) -> dict[str, tuple[int, int, int]]:
        """Return of each module of the plan its least and most minutes, and those of its breaks."""
        found = {}
        for id_ in {session.module for session in self.sessions}:
            least = most = pause = 0
            for segment in self.modules[id_].segments if id_ in self.modules else ():
                least += segment.least
                most += segment.most
                if segment.kind == "break":
                    pause += segment.most
            found[id_] = (least, most, pause)
        return found

    @cached_property
    def places(self) -> list[Place]:
        """Return where each session of the plan stands, in the plan's order."""
        weekdays = {day: number for number, day in enumerate(WEEKDAYS)}
        return [(one.week, weekdays[one.day], one.start) for one in self.sessions]

    @cached_property
    def by_module(self) -> dict[str, list[Row]]:
        """Return the sessions of each module that has any, in order of time."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.session.module, []).append(row)
        return found

    def of(self, module: str) -> list[Row]:
        """Return the sessions of a module, in order of time."""
        return self.by_module.get(module, [])

    @cached_property
    def by_topic(self) -> dict[str, list[Row]]:
        """Return the sessions of each topic that has any, in order of time."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.topic, []).append(row)
        return found

    @cached_property
    def by_week(self) -> dict[int, dict[int, list[Row]]]:
        """Return the sessions of each week by weekday (from 0), in order of time."""
        found: dict[int, dict[int, list[Row]]] = {}
        for row in self.rows:
            found.setdefault(row.week, {}).setdefault(row.day % 7, []).append(row)
        return found

    @cached_property
    def _met(self) -> dict[int, list[Row]]:
        weeks = self.track.front.weeks
        stay = min(self.track.front.stay, weeks)
        return {
            entry: [
                row
                for step in range(stay)
                for rows in self.by_week.get((entry - 1 + step) % weeks + 1, {}).values()
                for row in rows
            ]
            for entry in range(1, weeks + 1)
        }

    def meets(self, entry: int) -> list[Row]:
        """Return what someone who enters in a week of the cycle meets, each session once."""
        return self._met[entry]
