"""The rules of standards as constraints."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from curriculumkit.assemble.gaps import Compiled, fixed_days, gap_rule
from curriculumkit.assemble.given import Given
from curriculumkit.assemble.problem import (
    Constraint,
    Count,
    Mask,
    Minutes,
    Never,
    Origin,
    Part,
    ReachDays,
    Window,
    mask_of,
)
from curriculumkit.assemble.words import many
from curriculumkit.dates import DAYS, cycle_week, week_of
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.slots import Closed
from curriculumkit.model.standard import (
    DailyGroup,
    DayHours,
    Frequency,
    Gap,
    Length,
    ServiceDays,
    Size,
    Standard,
    Subjects,
    WeeklyHours,
)
from curriculumkit.model.track import StandardUse

OF_STANDARD = 20
"""How hard a standard's rule is to give up."""


def standard_constraints(given: Given, standards: Mapping[str, Standard]) -> Iterator[Constraint]:
    """Yield a constraint for each rule of each standard that the track must satisfy."""
    for number, use in enumerate(given.track.front.standards):
        standard = standards[use.standard]
        counts = frozenset(standard.front.counts.services)
        named = given.origin("standards", number)
        for index, rule in enumerate(standard.front.rules):
            origin = Origin(standard.path, standard.places.value(("rules", index)))
            for text, parts, also in _compile(given, use, counts, rule):
                kind = f"standard-{rule.kind}"
                said = f"{text} ({standard.front.title})"
                yield Constraint(kind, said, origin, parts, (named, *also), OF_STANDARD)


def _compile(
    given: Given, use: StandardUse, counts: frozenset[str], rule: Any
) -> Iterator[Compiled]:
    """Yield what a rule says, its parts, and other lines that it rests on."""
    weeks = use.weeks or tuple(range(1, given.track.front.weeks + 1))
    match rule:
        case WeeklyHours():
            yield from _weekly(given, weeks, counts, rule)
        case DayHours():
            yield from _daily(given, weeks, counts, rule)
        case ServiceDays():
            yield from _service_days(given, weeks, counts, rule)
        case Gap():
            yield from gap_rule(given, weeks, rule)
        case Length():
            yield _length(given, rule)
        case DailyGroup():
            yield _daily_group(given, weeks)
        case Size():
            yield _size(given, rule)
        case Frequency():
            yield _frequency(given, weeks, rule)
        case Subjects():
            yield from _subjects(given, rule)
        case _:
            raise TypeError(f"no such rule: {rule!r}")


def outside_minutes(given: Given, counts: frozenset[str], weekday: int | None = None) -> int:
    """Return the counted minutes a week of services outside the groups, or those of one weekday.

    Only what comes every week counts, since only that is there in each week; only what has fixed
    days counts for a day.
    """
    total = 0
    for one in given.track.front.services:
        if one.service not in counts or one.every_weeks != 1:
            continue
        if weekday is None:
            total += one.minutes * one.times
        elif one.days is not None and WEEKDAYS[weekday] in one.days:
            total += one.minutes * one.times // len(one.days)
    return total


def _counted(given: Given, counts: frozenset[str]) -> Mask:
    return given.where(lambda cell: cell.service in counts)


def _hours(minutes: float) -> str:
    return f"{minutes / 60:g} h"


def _range_text(least: float | None, most: float | None) -> str:
    parts = []
    if least is not None:
        parts.append(f"at least {least:g}")
    if most is not None:
        parts.append(f"at most {most:g}")
    return " and ".join(parts)


def _in_minutes(hours: float) -> int:
    return round(hours * 60)


def dated_weeks(
    given: Given,
) -> Iterator[tuple[int, Mask, frozenset[int], tuple[int, ...]]]:
    """Yield each running week of a rolling track that a closed date changes.

    With it come the cells of the cycle that take place in it, the weekdays that are closed, and
    which closed dates of the track change it. A make-up brings the cells of its date.
    """
    front = given.track.front
    start = front.start
    if start is None or not front.is_rolling:
        return
    touched: dict[int, list[int]] = {}
    for index, closed in enumerate(front.closed):
        for day in (closed.date, closed.make_up):
            if (
                day is not None
                and day >= start
                and index not in touched.get(week_of(start, day), [])
            ):
                touched.setdefault(week_of(start, day), []).append(index)
    for week, indexes in sorted(touched.items()):
        cells = given.of_weeks((cycle_week(week, front.weeks),))
        weekdays = set()
        for index in indexes:
            closed = front.closed[index]
            if week_of(start, closed.date) == week:
                weekdays.add(closed.date.weekday())
                cells &= ~_on(given, start, closed)
        for index in indexes:
            closed = front.closed[index]
            if closed.make_up is not None and week_of(start, closed.make_up) == week:
                cells |= _on(given, start, closed)
        yield week, cells, frozenset(weekdays), tuple(indexes)


def _on(given: Given, start: Any, closed: Closed) -> Mask:
    """Return the cells of the cycle that fall on a closed date."""
    week = cycle_week(week_of(start, closed.date), given.track.front.weeks)
    return given.where(lambda cell: cell.week == week and cell.weekday == closed.date.weekday())


def _weekly(
    given: Given, weeks: tuple[int, ...], counts: frozenset[str], rule: WeeklyHours
) -> Iterator[Compiled]:
    base = outside_minutes(given, counts)
    least = 0 if rule.least is None else _in_minutes(rule.least)
    most = None if rule.most is None else _in_minutes(rule.most)
    counted = _counted(given, counts)
    text = f"{_range_text(rule.least, rule.most)} counted hours a week"
    yield (
        text,
        tuple(Minutes(given.of_weeks((one,)) & counted, base, least, most) for one in weeks),
        (),
    )
    for week, mask, _, indexes in dated_weeks(given):
        if cycle_week(week, given.track.front.weeks) in weeks:
            also = tuple(given.origin("closed", index) for index in indexes)
            said = f"{text}, in running week {week} too"
            yield said, (Minutes(mask & counted, base, least, most),), also


def _daily(
    given: Given, weeks: tuple[int, ...], counts: frozenset[str], rule: DayHours
) -> Iterator[Compiled]:
    least = _in_minutes(rule.least)
    on = "on every day with a slot" if rule.days is None else f"on at least {rule.days} days a week"
    text = f"at least {rule.least:g} counted hours a day {on}"

    def part(mask: Mask) -> Part:
        groups = _day_groups(given, mask, counts)
        if rule.days is not None:
            reached = sum(base >= least for _, (_, base) in groups)
            if reached < rule.days and not any(cells for _, (cells, _) in groups):
                return Never(f"no counted hours on {rule.days} days of a week")
            return ReachDays(tuple(group for _, group in groups), least, rule.days)
        used = {cell.weekday for cell in given.cells if cell.bit & mask and cell.closed_by is None}
        every = tuple((c, base) for weekday, (c, base) in groups if weekday in used)
        if any(not cells and base < least for cells, base in every):
            return Never("a day with a slot has no counted hours")
        return ReachDays(every, least, len(every))

    yield text, tuple(part(given.of_weeks((week,))) for week in weeks), ()
    for week, mask, _, indexes in dated_weeks(given):
        if cycle_week(week, given.track.front.weeks) in weeks:
            also = tuple(given.origin("closed", index) for index in indexes)
            yield f"{text}, in running week {week} too", (part(mask),), also


def _service_days(
    given: Given, weeks: tuple[int, ...], counts: frozenset[str], rule: ServiceDays
) -> Iterator[Compiled]:
    text = f"a counted service on at least {many(rule.least, 'day')} a week"

    def part(mask: Mask, label: str) -> Part:
        groups = tuple(group for _, group in _day_groups(given, mask, counts))
        possible = sum(bool(cells or base) for cells, base in groups)
        if possible < rule.least:
            return Never(f"{label} has counted services on {many(possible, 'day')}")
        return ReachDays(groups, 1, rule.least)

    yield text, tuple(part(given.of_weeks((week,)), f"week {week}") for week in weeks), ()
    for week, mask, _, indexes in dated_weeks(given):
        if cycle_week(week, given.track.front.weeks) in weeks:
            also = tuple(given.origin("closed", index) for index in indexes)
            label = f"running week {week}"
            yield f"{text}, in {label} too", (part(mask, label),), also


def _day_groups(
    given: Given, mask: Mask, counts: frozenset[str]
) -> tuple[tuple[int, tuple[Mask, int]], ...]:
    """Return for each weekday the counted cells and the minutes of services on fixed days."""
    counted = _counted(given, counts)
    found: list[tuple[int, tuple[Mask, int]]] = []
    for weekday in range(DAYS):
        cells = mask_of(cell for cell in given.cells if cell.weekday == weekday)
        base = outside_minutes(given, counts, weekday)
        if cells & mask or base:
            found.append((weekday, (cells & mask & counted, base)))
    return tuple(found)


def _length(given: Given, rule: Length) -> Compiled:
    days = given.track.front.stay * DAYS
    text = f"treatment lasts {_range_text(rule.least_days, rule.most_days)} days"
    route = ("admission", "stay_weeks") if given.track.front.is_rolling else ("weeks",)
    wrong = (rule.least_days is not None and days < rule.least_days) or (
        rule.most_days is not None and days > rule.most_days
    )
    parts = (Never(f"the track has a patient attend for {days} days"),) if wrong else ()
    return text, parts, (given.origin(*route),)


def _daily_group(given: Given, weeks: tuple[int, ...]) -> Compiled:
    text = "a group on every day with a service"
    fixed = fixed_days(given)
    parts: list[Part] = []
    for week in weeks:
        slots = [s for s in given.track.front.slots if s.weeks is None or week in s.weeks]
        days = {WEEKDAYS.index(slot.day) for slot in slots}
        groups = {WEEKDAYS.index(slot.day) for slot in slots if slot.service == "group"}
        if missing := sorted((days | fixed) - groups):
            names = ", ".join(WEEKDAYS[day] for day in missing)
            parts.append(Never(f"week {week} has services but no group on {names}"))
            break
    return text, tuple(parts), (given.origin("slots"),)


def _size(given: Given, rule: Size) -> Compiled:
    group = given.track.front.group
    text = f"{_range_text(rule.least, rule.most)} patients in {', '.join(rule.services)}"
    held = any(cell.service in rule.services for cell in given.cells)
    wrong = (rule.least is not None and group.least < rule.least) or (
        rule.most is not None and group.most > rule.most
    )
    reason = f"the track's groups have {group.least} to {group.most} patients"
    return text, (Never(reason),) if wrong and held else (), (given.origin("group"),)


def _frequency(given: Given, weeks: tuple[int, ...], rule: Frequency) -> Compiled:
    every = "every week" if rule.every_weeks == 1 else f"every {rule.every_weeks} weeks"
    long = f" of at least {rule.least_minutes} minutes" if rule.least_minutes else ""
    drawn = " at random days" if rule.random else ""
    text = f"{rule.service}{long}{drawn} {every}"
    for one in given.track.front.services:
        if (
            one.service == rule.service
            and one.every_weeks <= rule.every_weeks
            and one.minutes >= (rule.least_minutes or 0)
            and (one.random or not rule.random)
        ):
            return text, (), ()
    held = {
        cell.week
        for cell in given.cells
        if cell.service == rule.service
        and cell.lengths[0] >= (rule.least_minutes or 0)
        and (cell.closed_by is None or cell.opened_by is not None)
    }
    gap = _longest_wait(held, weeks, cyclic=given.days_of_cycle > 0)
    if not rule.random and gap <= rule.every_weeks:
        return text, (), ()
    reason = f"no service or slot of the track gives {text}"
    return text, (Never(reason),), (given.origin("services"),)


def _longest_wait(held: set[int], weeks: tuple[int, ...], *, cyclic: bool) -> int:
    """Return the most weeks from one week that holds the service to the next, or to the ends."""
    inside = [number for number, week in enumerate(weeks) if week in held]
    if not inside:
        return len(weeks) + 10**6
    if cyclic:
        rest = [*inside[1:], inside[0] + len(weeks)]
        return max(after - before for before, after in zip(inside, rest, strict=True))
    marks = [-1, *inside, len(weeks)]
    return max(after - before for before, after in pairwise(marks))


def _subjects(given: Given, rule: Subjects) -> Iterator[Compiled]:
    covered = {one.subject: (index, one) for index, one in enumerate(given.track.front.subjects)}
    for subject in rule.subjects:
        text = f"'{subject}' is taught"
        if subject not in covered:
            reason = f"the track's subjects do not say how '{subject}' is covered"
            yield text, (Never(reason),), (given.origin("subjects"),)
            continue
        index, how = covered[subject]
        also = (given.origin("subjects", index),)
        if how.service is not None:
            given_ = any(one.service == how.service for one in given.track.front.services)
            reason = f"'{subject}' is left to {how.service} outside the groups; there is none"
            yield text, () if given_ else (Never(reason),), also
        elif given.track.front.is_rolling:
            yield text, (Window(given.indexes(how.modules), given.track.front.stay),), also
        else:
            yield text, (Count(given.indexes(how.modules), given.everywhere, 1, None),), also
