"""A plan beside all that it is held to, for the check that is independent of the solver."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Rolling, Slot, Track
from curriculumkit.source import Route


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: its kind, what is wrong, and the line that asks for it.

    `path` and `route` lead to that line; `session` is the number of the plan's session, if it is
    about one.
    """

    kind: str
    message: str
    path: str
    route: Route
    session: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A session with what it means: its module and slot, and its day from 0 (week 1, Monday)."""

    number: int
    session: PlannedSession
    module: Module
    slot: Slot
    day: int

    @property
    def week(self) -> int:
        """Return the week."""
        return self.session.week

    @property
    def topic(self) -> str:
        """Return the module's topic."""
        return self.module.front.topic


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
    def expected(self) -> dict[tuple[int, int, str], Slot]:
        """Return every place (week, weekday from 0, start) that must hold a session."""
        front = self.track.front
        places: dict[tuple[int, int, str], Slot] = {}
        for week in range(1, front.weeks + 1):
            for slot in front.slots:
                if slot.weeks is not None and week not in slot.weeks:
                    continue
                weekday = WEEKDAYS.index(slot.day)
                for place in self._dated(week, weekday, slot):
                    places[place] = slot
        return places

    def _dated(self, week: int, weekday: int, slot: Slot) -> Iterator[tuple[int, int, str]]:
        front = self.track.front
        if front.start is None or isinstance(front.admission, Rolling):
            yield week, weekday, slot.start
            return
        first = front.start - timedelta(days=front.start.weekday())
        day = first + timedelta(days=7 * (week - 1) + weekday)
        if day < front.start:
            return
        closed = next((one for one in front.closed if one.date == day), None)
        if closed is None:
            yield week, weekday, slot.start
        elif closed.make_up is not None:
            away = (closed.make_up - first).days
            if 0 <= away < 7 * front.weeks:
                hour, minute = map(int, slot.start.split(":"))
                late = min(max(hour * 60 + minute + closed.shift_minutes, 0), 1439)
                yield away // 7 + 1, away % 7, f"{late // 60:02d}:{late % 60:02d}"

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
        for number, session in enumerate(self.sessions):
            place = (session.week, WEEKDAYS.index(session.day), session.start)
            slot, module = self.expected.get(place), self.modules.get(session.module)
            if slot is not None and module is not None:
                found.append(Row(number, session, module, slot, 7 * (place[0] - 1) + place[1]))
        return sorted(found, key=lambda row: (row.day, row.session.start))

    @cached_property
    def _by_module(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.module.id, []).append(row)
        return found

    def of(self, module: str) -> list[Row]:
        """Return the sessions of a module, in order of time."""
        return self._by_module.get(module, [])

    @cached_property
    def _met(self) -> dict[int, list[Row]]:
        weeks = self.track.front.weeks
        stay = min(self.track.front.stay, weeks)
        by_week: dict[int, list[Row]] = {}
        for row in self.rows:
            by_week.setdefault(row.week, []).append(row)
        return {
            entry: [
                row
                for step in range(stay)
                for row in by_week.get((entry - 1 + step) % weeks + 1, ())
            ]
            for entry in range(1, weeks + 1)
        }

    def meets(self, entry: int) -> list[Row]:
        """Return what someone who enters in a week of the cycle meets, each session once."""
        return self._met[entry]
