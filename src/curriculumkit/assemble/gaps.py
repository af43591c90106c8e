"""Days in a row without a service, as constraints."""

from collections.abc import Iterator

from curriculumkit.assemble.given import Given
from curriculumkit.assemble.problem import Mask, Never, Origin, Part, Used
from curriculumkit.dates import DAYS, cycle_week, date_of, week_of
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.standard import Gap

Compiled = tuple[str, tuple[Part, ...], tuple[Origin, ...]]
"""What a rule says, its parts, and other lines that it rests on."""


def fixed_days(given: Given) -> set[int]:
    """Return the weekdays that have a service outside the groups every week."""
    return {
        WEEKDAYS.index(day)
        for one in given.track.front.services
        if one.days is not None and one.every_weeks == 1 and not one.random
        for day in one.days
    }


def gap_rule(given: Given, weeks: tuple[int, ...], rule: Gap) -> Iterator[Compiled]:
    """Yield what the rule says, its parts, and other lines that it rests on."""
    front = given.track.front
    text = f"at most {rule.most_days} days in a row without a service"
    fixed = fixed_days(given)
    on_day: dict[int, Mask] = {}
    for cell in given.cells:
        on_day[cell.day] = on_day.get(cell.day, 0) | cell.bit
    if front.is_rolling:
        total = front.weeks * DAYS
        days = [(day, on_day.get(day % total, 0)) for day in range(total + rule.most_days)]
    else:
        held = [
            cell.day for cell in given.cells if cell.closed_by is None or cell.opened_by is not None
        ]
        first, last = min(held, default=0), max(held, default=0)
        days = [(day, on_day.get(day, 0)) for day in range(first, last + 1)]
        if rule.holidays_aside and front.start is not None:
            away = {one.date for one in front.closed}
            days = [
                one
                for one in days
                if date_of(front.start, one[0] // DAYS + 1, one[0] % DAYS) not in away
            ]
    wanted = {week - 1 for week in weeks}
    parts = tuple(_gap_parts(days, rule.most_days, fixed, wanted, front.weeks))
    yield text, parts, ()
    yield from _dated_gaps(given, weeks, rule, text, fixed)


def _gap_parts(
    days: list[tuple[int, Mask]], most: int, fixed: set[int], weeks: set[int], cycle: int
) -> Iterator[Part]:
    """Yield a part for each run of days that is one longer than allowed and starts in `weeks`."""
    seen = set()
    for first in range(len(days) - most):
        run = days[first : first + most + 1]
        if any(day % DAYS in fixed for day, _ in run) or run[0][0] // DAYS % cycle not in weeks:
            continue
        mask = 0
        for _, cells in run:
            mask |= cells
        if not mask:
            first_day = f"{WEEKDAYS[run[0][0] % DAYS]} of week {run[0][0] // DAYS % cycle + 1}"
            yield Never(f"from {first_day} on, {most + 1} days in a row have no service")
            return
        if mask not in seen:
            seen.add(mask)
            yield Used(mask)


def _dated_gaps(
    given: Given, weeks: tuple[int, ...], rule: Gap, text: str, fixed: set[int]
) -> Iterator[Compiled]:
    """Yield the gaps that closed dates make in a rolling track; its cells are always filled."""
    front = given.track.front
    start = front.start
    if start is None or not front.is_rolling:
        return
    weekdays = {(cell.week, cell.weekday) for cell in given.cells}
    away = {one.date for one in front.closed}
    extra = {one.make_up for one in front.closed if one.make_up is not None}

    def has_service(number: int) -> bool:
        week, weekday = number // DAYS + 1, number % DAYS
        day = date_of(start, week, weekday)
        if day in extra or weekday in fixed:
            return True
        return day not in away and (cycle_week(week, front.weeks), weekday) in weekdays

    for index, closed in enumerate(front.closed):
        week = week_of(start, closed.date)
        number = (week - 1) * DAYS + closed.date.weekday()
        if closed.date < start or cycle_week(week, front.weeks) not in weeks:
            continue
        empty = [] if rule.holidays_aside or has_service(number) else [number]
        for step in (-1, 1):
            day = number + step
            while day >= 0 and not has_service(day) and len(empty) <= rule.most_days:
                holiday = date_of(start, day // DAYS + 1, day % DAYS) in away
                if not (rule.holidays_aside and holiday):
                    empty.append(day)
                day += step
        if len(empty) > rule.most_days and not has_service(number):
            many_days = f"more than {rule.most_days} days in a row without a service"
            reason = f"around {closed.date} there are {many_days}"
            yield (
                f"{text}, around {closed.date} too",
                (Never(reason),),
                (given.origin("closed", index),),
            )
