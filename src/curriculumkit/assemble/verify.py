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
    """Each session stands in a slot, each slot has one, and the module fits it."""
    seen: set[Place] = set()
    for number, (session, place) in enumerate(zip(case.sessions, case.places, strict=True)):
        if place[0] >= case.from_week:
            twice = place in seen
            for kind, message in _misplaced(case, session, place, twice=twice):
                where = f"week {session.week}, {session.day} {session.start}"
                yield case.violation(kind, f"{where}: {message}", "slots", session=number)
        seen.add(place)
    for place in sorted(case.expected.keys() - seen):
        if place[0] >= case.from_week:
            message = f"week {place[0]}, {WEEKDAYS[place[1]]} {place[2]}: nothing is planned"
            yield case.violation("slot", message, "slots")


def _misplaced(
    case: Case, session: PlannedSession, place: Place, *, twice: bool
) -> Iterator[tuple[str, str]]:
    """Yield in which ways a session does not fit its slot: the kind of rule, and a message."""
    slot, module = case.expected.get(place), case.modules.get(session.module)
    if slot is None:
        yield "slot", "the track has no slot there"
        return
    if twice:
        yield "slot", "two sessions at once"
    minutes = session.minutes
    if minutes not in slot.minutes:
        yield "length", f"the slot is not {minutes} minutes long"
    if session.room != slot.room:
        yield "room", f"the slot's room is {slot.room or 'not named'}"
    if module is None:
        yield "module", f"there is no module '{session.module}'"
        return
    wanted = "family" if slot.service == "family" else "group"
    if module.front.format != wanted:
        yield "format", f"{module.id} is for {module.front.format}, not {wanted}"
    least = most = 0
    for segment in module.segments:
        least += segment.least
        most += segment.most
    if not least <= minutes <= most:
        yield "length", f"{module.id} takes {least} to {most} minutes, not {minutes}"


def _once_a_week(case: Case) -> Iterator[Violation]:
    for module, rows in case.by_module.items():
        if len(rows) > 1:
            for week, many in Counter(row.week for row in rows).items():
                if many > 1 and week >= case.from_week:
                    message = f"{module} comes {many} times in week {week}; once a week is the most"
                    yield case.violation("once-a-week", message, "slots")


def _modules(case: Case) -> Iterator[Violation]:
    """Check what modules need: a second leader, a size of group, and what comes first."""
    group = case.track.front.group
    for module, rows in case.by_module.items():
        front, path = rows[0].module.front, rows[0].module.path
        least, most = front.people
        wrong_size = group.least < least or group.most > most
        if not wrong_size and not front.staff.co_leader:
            continue
        for row in rows:
            if row.week < case.from_week:
                continue
            where = f"{module} in week {row.week} on {row.session.day}"
            if front.staff.co_leader and row.slot.leaders < 2:  # noqa: PLR2004
                message = f"{where} has one leader only"
                yield Violation("co-leader", message, path, ("staff",), row.number)
            if wrong_size and row.slot.service == "group":
                message = f"{where}: works for {least} to {most} people"
                yield Violation("module-size", message, path, ("group_size",), row.number)
    if isinstance(case.track.front.admission, Rolling):
        return
    for first, then, route in _needs(case):
        yield from out_of_order(case, "prerequisite", first, then, case.modules[then].path, route)


def _needs(case: Case) -> Iterator[tuple[str, str, Route]]:
    """Yield the hard prerequisites that are met in groups: what, of what, and where it says so."""
    for module in case.modules.values():
        for index, need in enumerate(module.front.prerequisites):
            first = case.modules.get(need.module)
            if need.kind == "hard" and first is not None and first.front.format != "individual":
                yield need.module, module.id, ("prerequisites", index)


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
    _once_a_week,
    _modules,
    _admission,
    check_requirements,
    check_standards,
)
"""All checks, in order."""
