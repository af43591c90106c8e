"""Whether a plan is what the track asks for: an independent check.

It reads the track, the standards and the modules as they are written, and shares no code with the
problem, the model or the solver. A plan is written only when this finds nothing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from curriculumkit.assemble.case import Case, Place, Violation
from curriculumkit.assemble.verify_requirements import check_requirements, out_of_order
from curriculumkit.assemble.verify_standards import check_standards
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Rolling, Track
from curriculumkit.source import Route


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
    found = (one for check in CHECKS for one in check(case) if one.kind not in skip)
    return tuple(found)


def _places(case: Case) -> Iterator[Violation]:
    """Each session stands in a slot, and each slot has one."""
    places, slots = case.places, case.expected
    if len(case.rows) < len(places) or len(set(places)) < len(places):
        yield from _astray(case)
    for place in sorted(slots.keys() - set(places)):
        if place[0] >= case.from_week:
            message = f"week {place[0]}, {WEEKDAYS[place[1]]} {place[2]}: nothing is planned"
            yield case.violation("slot", message, "slots", session=_before(case, place))


def _before(case: Case, place: Place) -> int | None:
    """Return the number of the session before an empty place."""
    return max(
        (number for number, one in enumerate(case.places) if one < place),
        key=lambda number: case.places[number],
        default=None,
    )


def _astray(case: Case) -> Iterator[Violation]:
    """Yield the sessions that stand in no slot or in one that is taken, and unknown modules."""
    seen: set[Place] = set()
    for number, (session, place) in enumerate(zip(case.sessions, case.places, strict=True)):
        found: tuple[tuple[str, str], ...] = ()
        if place not in case.expected:
            found = (("slot", "the track has no slot there"),)
        elif session.module not in case.modules:
            found = (("module", f"there is no module '{session.module}'"),)
        if place in seen:
            found = (*found, ("slot", "two sessions at once"))
        seen.add(place)
        for kind, message in found if session.week >= case.from_week else ():
            yield _misplaced(case, number, kind, message)


def _misplaced(case: Case, number: int, kind: str, message: str) -> Violation:
    session = case.sessions[number]
    where = f"week {session.week}, {session.day} {session.start}"
    return case.violation(kind, f"{where}: {message}", "slots", session=number)


def _fitting(case: Case) -> Iterator[Violation]:
    """Each module fits its slot: the format, the length and the room."""
    from_week, times = case.from_week, case.times
    for row in case.rows:
        if row.week < from_week:
            continue
        session, slot = row.session, row.slot
        minutes, format_ = session.minutes, row.module.front.format
        least, most, _ = times[session.module]
        wanted = "family" if slot.service == "family" else "group"
        if minutes not in slot.minutes:
            message = f"the slot is not {minutes} minutes long"
            yield _misplaced(case, row.number, "length", message)
        if session.room != slot.room:
            message = f"the slot's room is {slot.room or 'not named'}"
            yield _misplaced(case, row.number, "room", message)
        if format_ != wanted:
            message = f"{session.module} is for {format_}, not {wanted}"
            yield _misplaced(case, row.number, "format", message)
        if not least <= minutes <= most:
            message = f"{session.module} takes {least} to {most} minutes, not {minutes}"
            yield _misplaced(case, row.number, "length", message)


def _once_a_week(case: Case) -> Iterator[Violation]:
    for module, rows in case.by_module.items():
        if len(rows) > 1:
            last = {row.week: row.number for row in rows}
            for week, many in Counter(row.week for row in rows).items():
                if many > 1 and week >= case.from_week:
                    message = f"{module} comes {many} times in week {week}; once a week is the most"
                    yield case.violation("once-a-week", message, "slots", session=last[week])


def _modules(case: Case) -> Iterator[Violation]:
    """Check what modules need: a second leader, a size of group, and what comes first."""
    fits: dict[str, bool] = {}
    for module, rows in case.by_module.items():
        front = rows[0].module.front
        size, needs_two = front.group_size, front.staff.co_leader
        if size not in fits:
            fits[size] = _fits_group(case, size)
        for row in rows if needs_two or not fits[size] else ():
            if row.week < case.from_week:
                continue
            where, path = f"{module} in week {row.week} on {row.session.day}", row.module.path
            if needs_two and row.slot.leaders < 2:  # noqa: PLR2004
                message = f"{where} has one leader only"
                yield Violation("co-leader", message, path, ("staff",), row.number)
            if not fits[size] and row.slot.service == "group":
                message = f"{where}: works for {size} people"
                yield Violation("module-size", message, path, ("group_size",), row.number)
    if isinstance(case.track.front.admission, Rolling):
        return
    for first, then, route in _needs(case):
        path = case.modules[then].path
        for one in out_of_order(case, first, then):
            yield Violation("prerequisite", one.message, path, route, one.session)


def _fits_group(case: Case, size: str) -> bool:
    """Tell whether the track's groups are within a module's size of group, such as ``4-12``."""
    least, _, most = size.partition("-")
    group = case.track.front.group
    return int(least) <= group.least and group.most <= int(most or least)


def _needs(case: Case) -> Iterator[tuple[str, str, Route]]:
    """Yield the hard prerequisites that are met in groups: what, of what, and where it says so."""
    for then, rows in case.by_module.items():
        for index, need in enumerate(rows[0].module.front.prerequisites):
            first = case.modules.get(need.module)
            if need.kind == "hard" and first is not None and first.front.format != "individual":
                yield need.module, then, ("prerequisites", index)


def catch_ups(case: Case, entry: int) -> list[tuple[str, str]]:
    """Return what someone who enters in that week must catch up on: (missed, needed by)."""
    return _missed(case, entry, _firsts(case))


def _firsts(case: Case) -> dict[str, list[str]]:
    """Return what each module needs first: by its own prerequisites, or by the track's orders."""
    firsts: dict[str, list[str]] = {}
    for first, then, _ in _needs(case):
        firsts.setdefault(then, []).append(first)
    for line in case.track.front.requirements:
        if line.kind == "order":
            for first, then in zip(line.modules, line.modules[1:], strict=False):
                firsts.setdefault(then, []).append(first)
    return firsts


def _missed(case: Case, entry: int, firsts: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    met: set[str] = set()
    missed = []
    for row in case.meets(entry):
        then = row.session.module
        missed += [(first, then) for first in firsts.get(then, ()) if first not in met]
        met.add(then)
    return list(dict.fromkeys(missed))


def _admission(case: Case) -> Iterator[Violation]:
    """Check what a cycle owes to whoever enters in any week."""
    admission = case.track.front.admission
    if not isinstance(admission, Rolling):
        return
    firsts = _firsts(case)
    for entry in range(1, case.track.front.weeks + 1):
        if admission.core_topics:
            topics = {row.topic for row in case.meets(entry)}
            for index, topic in enumerate(admission.core_topics):
                if topic not in topics:
                    message = f"who enters in week {entry} never meets '{topic}'"
                    yield case.violation("core-topic", message, "admission", "core_topics", index)
        missed = _missed(case, entry, firsts)
        if len(missed) > admission.catch_ups:
            names = ", ".join(f"{first} before {then}" for first, then in missed)
            message = f"who enters in week {entry} needs {len(missed)} catch-ups: {names}"
            yield case.violation("catch-ups", message, "admission", "catch_ups")
    yield from _newcomers(case, admission.first_sessions)


def _newcomers(case: Case, many: int) -> Iterator[Violation]:
    """Check that the first `many` sessions of each week suit someone who is new."""
    places: dict[int, list[Place]] = {}
    for place in sorted(case.expected) if many else ():
        places.setdefault(place[0], []).append(place)
    first = {place for week in places.values() for place in week[:many]}
    for row in case.rows if many else ():
        front = row.module.front
        if (row.week, row.day % 7, row.session.start) not in first or row.week < case.from_week:
            continue
        if front.intensity == "high" or any(need.kind == "hard" for need in front.prerequisites):
            message = f"{row.module.id} does not suit a newcomer, at the start of week {row.week}"
            yield case.violation(
                "first-sessions", message, "admission", "first_sessions", session=row.number
            )


CHECKS: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    _places,
    _fitting,
    _once_a_week,
    _modules,
    _admission,
    check_requirements,
    check_standards,
)
"""All checks, in order."""
