"""Whether a plan is what the track asks for: an independent check.

It reads the track, the standards and the modules as they are written, and shares no code with the
problem, the model or the solver. A plan is written only when this finds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

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
    def rows(self) -> list[Row]:
        """Return the sessions that have a known module and stand in a slot, in order of time."""
        found = []
        for number, session in enumerate(self.sessions):
            place = (session.week, WEEKDAYS.index(session.day), session.start)
            slot, module = self.expected.get(place), self.modules.get(session.module)
            if slot is not None and module is not None:
                found.append(Row(number, session, module, slot, 7 * (place[0] - 1) + place[1]))
        return sorted(found, key=lambda row: (row.day, row.session.start))

    def of(self, module: str) -> list[Row]:
        """Return the sessions of a module, in order of time."""
        return [row for row in self.rows if row.module.id == module]

    def meets(self, entry: int) -> list[Row]:
        """Return what someone who enters in a week of the cycle meets, each session once."""
        weeks = self.track.front.weeks
        stay = min(self.track.front.stay, weeks)
        order = {(entry - 1 + step) % weeks + 1: step for step in range(stay)}
        rows = [row for row in self.rows if row.week in order]
        return sorted(rows, key=lambda row: (order[row.week], row.day, row.session.start))


def verify(
    track: Track,
    standards: Mapping[str, Standard],
    modules: Mapping[str, Module],
    sessions: Sequence[PlannedSession],
    *,
    from_week: int = 1,
    skip: Collection[str] = (),
) -> tuple[Violation, ...]:
    """Return everything in which a plan is not what the track, standards and modules ask for.

    `from_week` leaves out what concerns past weeks only. `skip` names kinds of rules to leave
    out, for the test that each of them is needed.
    """
    case = Case(track, standards, modules, sessions, from_week)
    checks: Iterable[Callable[[Case], Iterator[Violation]]] = CHECKS
    found = (one for check in checks for one in check(case) if one.kind not in skip)
    return tuple(found)


def _places(case: Case) -> Iterator[Violation]:
    """Each session stands in a slot, each slot has one, and the module fits it."""
    seen: dict[tuple[int, int, str], int] = {}
    for number, session in enumerate(case.sessions):
        if session.week < case.from_week:
            seen[session.week, WEEKDAYS.index(session.day), session.start] = number
            continue
        place = (session.week, WEEKDAYS.index(session.day), session.start)
        where = f"week {session.week}, {session.day} {session.start}"
        slot, module = case.expected.get(place), case.modules.get(session.module)
        if slot is None:
            yield case.violation("slot", f"{where}: the track has no slot there", "slots", session=number)  # fmt: skip
            continue
        if place in seen:
            yield case.violation("slot", f"{where}: two sessions at once", "slots", session=number)
        seen[place] = number
        if session.minutes not in slot.minutes:
            message = f"{where}: the slot is not {session.minutes} minutes long"
            yield case.violation("length", message, "slots", session=number)
        if session.room != slot.room:
            message = f"{where}: the slot's room is {slot.room or 'not named'}"
            yield case.violation("room", message, "slots", session=number)
        if module is None:
            message = f"{where}: there is no module '{session.module}'"
            yield case.violation("module", message, "slots", session=number)
            continue
        wanted = "family" if slot.service == "family" else "group"
        if module.front.format != wanted:
            message = f"{where}: {module.id} is for {module.front.format}, not {wanted}"
            yield case.violation("format", message, "slots", session=number)
        least = sum(segment.least for segment in module.segments)
        most = sum(segment.most for segment in module.segments)
        if not least <= session.minutes <= most:
            message = f"{where}: {module.id} takes {least} to {most} minutes, not {session.minutes}"
            yield case.violation("length", message, "slots", session=number)
    for place in sorted(set(case.expected) - set(seen)):
        if place[0] >= case.from_week:
            message = f"week {place[0]}, {WEEKDAYS[place[1]]} {place[2]}: nothing is planned"
            yield case.violation("slot", message, "slots")


def _once_a_week(case: Case) -> Iterator[Violation]:
    for (module, week), many in Counter((row.module.id, row.week) for row in case.rows).items():
        if many > 1 and week >= case.from_week:
            message = f"{module} comes {many} times in week {week}; once a week is the most"
            yield case.violation("once-a-week", message, "slots")


def _modules(case: Case) -> Iterator[Violation]:
    """What modules need: a second leader, a size of group, and what comes first."""
    group = case.track.front.group
    for row in case.rows:
        if row.week < case.from_week:
            continue
        where = f"{row.module.id} in week {row.week} on {row.session.day}"
        front, path = row.module.front, row.module.path
        if front.staff.co_leader and row.slot.leaders < 2:  # noqa: PLR2004
            yield Violation(
                "co-leader", f"{where} has one leader only", path, ("staff",), row.number
            )
        least, most = front.people
        if row.slot.service == "group" and (group.least < least or group.most > most):
            message = f"{where}: works for {least} to {most} people"
            yield Violation("module-size", message, path, ("group_size",), row.number)
    if isinstance(case.track.front.admission, Rolling):
        return
    for first, then, route in _needs(case):
        yield from _ordered(case, "prerequisite", first, then, case.modules[then].path, route)


def _needs(case: Case) -> Iterator[tuple[str, str, Route]]:
    """Yield the hard prerequisites that are met in groups: what, of what, and where it says so."""
    for module in case.modules.values():
        for index, need in enumerate(module.front.prerequisites):
            first = case.modules.get(need.module)
            if need.kind == "hard" and first is not None and first.front.format != "individual":
                yield need.module, module.id, ("prerequisites", index)


def _ordered(
    case: Case, kind: str, first: str, then: str, path: str, route: Route, within: int | None = None
) -> Iterator[Violation]:
    for row in case.of(then):
        earlier = [
            one
            for one in case.of(first)
            if (one.day, one.session.start) < (row.day, row.session.start)
            and (within is None or row.day - one.day <= within)
        ]
        if not earlier and row.week >= case.from_week:
            near = "" if within is None else f" within {within} days"
            message = f"{then} in week {row.week} has no {first} before it{near}"
            yield Violation(kind, message, path, route, row.number)


def catch_ups(case: Case, entry: int) -> list[tuple[str, str]]:
    """Return what someone who enters in that week must catch up on: (missed, needed by)."""
    met: set[str] = set()
    pairs = [(first, then) for first, then, _ in _needs(case)]
    for line in case.track.front.requirements:
        if line.kind == "order":
            pairs += list(zip(line.modules, line.modules[1:], strict=False))
    missed = []
    for row in case.meets(entry):
        missed += [(a, b) for a, b in pairs if b == row.module.id and a not in met]
        met.add(row.module.id)
    return list(dict.fromkeys(missed))


def _admission(case: Case) -> Iterator[Violation]:
    """What a cycle owes to whoever enters in any week."""
    admission = case.track.front.admission
    if not isinstance(admission, Rolling):
        return
    for entry in range(1, case.track.front.weeks + 1):
        met = case.meets(entry)
        topics = {row.topic for row in met}
        for index, topic in enumerate(admission.core_topics):
            if topic not in topics:
                message = f"who enters in week {entry} never meets '{topic}'"
                yield case.violation("core-topic", message, "admission", "core_topics", index)
        missed = catch_ups(case, entry)
        if len(missed) > admission.catch_ups:
            names = ", ".join(f"{first} before {then}" for first, then in missed)
            message = f"who enters in week {entry} needs {len(missed)} catch-ups: {names}"
            yield case.violation("catch-ups", message, "admission", "catch_ups")
        places = sorted(place for place in case.expected if place[0] == entry)
        first = set(places[: admission.first_sessions])
        for row in met:
            module = row.module
            hard = any(need.kind == "hard" for need in module.front.prerequisites)
            at = (row.week, row.day % 7, row.session.start)
            if at in first and (hard or module.front.intensity == "high") and at[0] >= case.from_week:  # fmt: skip
                message = f"{module.id} does not suit a newcomer, at the start of week {entry}"
                yield case.violation("first-sessions", message, "admission", "first_sessions", session=row.number)  # fmt: skip


def _requirements(case: Case) -> Iterator[Violation]:
    for index, line in enumerate(case.track.front.requirements):
        check = REQUIREMENTS[line.kind]
        for message in check(case, line):
            yield case.violation(line.kind, message, "requirements", index)


def _include(case: Case, line: Any) -> Iterator[str]:
    for module in line.modules:
        if isinstance(case.track.front.admission, Rolling):
            for entry in range(1, case.track.front.weeks + 1):
                if module not in {row.module.id for row in case.meets(entry)}:
                    yield f"who enters in week {entry} never meets {module}"
        elif not case.of(module):
            yield f"{module} does not come"


def _exclude(case: Case, line: Any) -> Iterator[str]:
    for row in case.rows:
        if row.module.id in line.modules and row.week >= case.from_week:
            yield f"{row.module.id} comes in week {row.week}"


def _topic(case: Case, line: Any) -> Iterator[str]:
    topics = [line.topic] if line.topic else sorted({row.topic for row in case.rows})
    span: dict[str, Callable[[Row], int]] = {
        "day": lambda row: row.day,
        "week": lambda row: row.week,
        "plan": lambda _: 0,
    }
    weeks = sorted({place[0] for place in case.expected})
    for topic in topics:
        counts = Counter(span[line.per](row) for row in case.rows if row.topic == topic)
        wanted = {"day": set(counts), "week": set(weeks), "plan": {0}}[line.per] | set(counts)
        for at in sorted(wanted):
            week = {"day": at // 7 + 1, "week": at, "plan": case.from_week}[line.per]
            many, name = counts[at], {"day": f"week {at // 7 + 1}, {WEEKDAYS[at % 7]}", "week": f"week {at}", "plan": "the plan"}[line.per]  # fmt: skip
            past_only = week < case.from_week
            if not past_only and (
                many < line.least or (line.most is not None and many > line.most)
            ):
                yield f"'{topic}' has {many} sessions in {name}"


def _spread(case: Case, line: Any) -> Iterator[str]:
    weeks = {row.week for row in case.rows if row.topic == line.topic}
    if len(weeks) < line.weeks:
        yield f"'{line.topic}' comes in {len(weeks)} weeks"


def _order(case: Case, line: Any) -> Iterator[str]:
    if isinstance(case.track.front.admission, Rolling):
        return
    for first, then in zip(line.modules, line.modules[1:], strict=False):
        for one in _ordered(case, "order", first, then, "", (), line.within_days):
            yield one.message


def _apart(case: Case, one: int, two: int) -> int:
    """Return how many days or weeks lie between two, around the cycle if there is one."""
    return abs(one - two)


def _spacing(case: Case, line: Any) -> Iterator[str]:
    rows = [row for row in case.rows if row.module.id in line.modules]
    cycle = 7 * case.track.front.weeks
    for index, one in enumerate(rows):
        for two in rows[index + 1 :]:
            days = two.day - one.day
            if isinstance(case.track.front.admission, Rolling):
                days = min(days, cycle - days)
            if days < line.least_days and two.week >= case.from_week:
                yield f"{one.module.id} and {two.module.id} are {days} days apart"


def _intensity(case: Case, line: Any) -> Iterator[str]:
    counts: Counter[int] = Counter()
    for row in case.rows:
        if row.module.front.intensity == "high":
            counts[row.day if line.per == "day" else row.week] += 1
    for at, many in sorted(counts.items()):
        week = at // 7 + 1 if line.per == "day" else at
        if many > line.most and week >= case.from_week:
            yield f"{many} modules of high intensity on one {line.per} in week {week}"


def _repeats(case: Case, line: Any) -> Iterator[str]:
    weeks: dict[str, list[int]] = defaultdict(list)
    for row in case.rows:
        if line.modules is None or row.module.id in line.modules:
            weeks[row.module.id].append(row.week)
    total = case.track.front.weeks
    for module, came in sorted(weeks.items()):
        if line.most is not None and len(came) > line.most and came[-1] >= case.from_week:
            yield f"{module} comes {len(came)} times"
        for index, one in enumerate(came):
            for two in came[index + 1 :]:
                apart = two - one
                if isinstance(case.track.front.admission, Rolling):
                    apart = min(apart, total - apart)
                if line.after_weeks and apart < line.after_weeks and two >= case.from_week:
                    yield f"{module} comes in week {one} and again in week {two}"


def _pin(case: Case, line: Any) -> Iterator[str]:
    at = any(
        (row.week, row.session.day) == (line.week, line.day)
        and line.start in (None, row.session.start)
        for row in case.of(line.module)
    )
    if not at and line.week >= case.from_week:
        yield f"{line.module} does not come on {line.day} of week {line.week}"


def _only(case: Case, line: Any) -> Iterator[str]:
    for row in case.rows:
        outside = (line.weeks is not None and row.week not in line.weeks) or (
            line.days is not None and row.session.day not in line.days
        )
        if row.module.id in line.modules and outside and row.week >= case.from_week:
            yield f"{row.module.id} comes in week {row.week} on {row.session.day}"


def _one_leader(case: Case, line: Any) -> Iterator[str]:
    for row in case.rows:
        away = (line.weeks is None or row.week in line.weeks) and (
            line.days is None or row.session.day in line.days
        )
        if away and row.module.front.staff.co_leader and row.week >= case.from_week:
            yield f"{row.module.id} in week {row.week} on {row.session.day} needs a co-leader"


REQUIREMENTS: dict[str, Callable[[Case, Any], Iterator[str]]] = {
    "include": _include,
    "exclude": _exclude,
    "topic": _topic,
    "spread": _spread,
    "order": _order,
    "spacing": _spacing,
    "intensity": _intensity,
    "repeats": _repeats,
    "pin": _pin,
    "only": _only,
    "one-leader": _one_leader,
}
"""The check of each kind of requirement."""


def _standards(case: Case) -> Iterator[Violation]:
    # Imported here, since that file needs `Case` from this one.
    from curriculumkit.assemble.verify_standards import check_standards  # noqa: PLC0415

    yield from check_standards(case)


CHECKS: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    _places,
    _once_a_week,
    _modules,
    _admission,
    _requirements,
    _standards,
)
"""All checks, in order."""


def first_day(start: date) -> date:
    """Return the Monday of the first week."""
    return start - timedelta(days=start.weekday())
