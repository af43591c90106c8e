"""Whether a plan is what the track asks for: an independent check.

It reads the track, the standards and the modules as they are written, and shares no code with the
problem, the model or the solver. A plan is written only when this finds nothing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from curriculumkit.assemble.case import Case, Violation
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
    seen: dict[tuple[int, int, str], int] = {}
    for number, session in enumerate(case.sessions):
        if session.week < case.from_week:
            seen[session.week, WEEKDAYS.index(session.day), session.start] = number
            continue
        place = (session.week, WEEKDAYS.index(session.day), session.start)
        where = f"week {session.week}, {session.day} {session.start}"
        slot, module = case.expected.get(place), case.modules.get(session.module)
        if slot is None:
            yield case.violation(
                "slot", f"{where}: the track has no slot there", "slots", session=number
            )
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
    """Check what modules need: a second leader, a size of group, and what comes first."""
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
    """Check what a cycle owes to whoever enters in any week."""
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
            if (
                at in first
                and (hard or module.front.intensity == "high")
                and at[0] >= case.from_week
            ):
                message = f"{module.id} does not suit a newcomer, at the start of week {entry}"
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
