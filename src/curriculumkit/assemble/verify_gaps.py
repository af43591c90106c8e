"""The independent check of days in a row without a service."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from curriculumkit.assemble.case import Broken, Case
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Rolling, StandardUse


def fixed_days(case: Case) -> set[int]:
    """Return the weekdays (from 0) with a service outside the groups every week."""
    return {
        WEEKDAYS.index(day)
        for one in case.track.front.services
        if one.days and one.every_weeks == 1 and not one.random
        for day in one.days
    }


def check_gaps(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    """Yield the first stretch of days without a service that is too long, and those of closings."""
    del standard
    front = case.track.front
    fixed, days = fixed_days(case), {row.day for row in case.rows}
    if not days:
        return
    wanted = set(use.weeks or range(1, front.weeks + 1))
    monday = None if front.start is None else front.start - timedelta(days=front.start.weekday())
    away = {one.date for one in front.closed}
    if isinstance(front.admission, Rolling):
        cycle = 7 * front.weeks
        calendar = list(range(cycle + rule.most_days))

        def serves(day: int) -> bool:
            return day % cycle in days or day % 7 in fixed
    else:
        cycle = 7 * front.weeks
        calendar = list(range(min(days), max(days) + 1))
        if rule.holidays_aside and monday is not None:
            calendar = [day for day in calendar if monday + timedelta(days=day) not in away]

        def serves(day: int) -> bool:
            return day in days or day % 7 in fixed

    run: list[int] = []
    told = False
    for day in calendar:
        run = [] if serves(day) else [*run, day]
        late = len(run) > rule.most_days
        starts = run[-rule.most_days - 1] // 7 % front.weeks + 1 if late else 0
        if late and not told and starts in wanted and run[-1] // 7 + 1 >= case.from_week:
            told = True
            yield Broken(f"{len(run)} days in a row without a service in week {starts}")
    if monday is not None and isinstance(front.admission, Rolling):
        yield from _gaps_of_closings(case, wanted, rule, monday, serves)


def _gaps_of_closings(
    case: Case, wanted: set[int], rule: Any, monday: date, usual: Callable[[int], bool]
) -> Iterator[Broken]:
    """Yield the closed dates of a rolling track that lie in too long a gap."""
    front = case.track.front
    away = {(one.date - monday).days for one in front.closed}
    extra = {(one.make_up - monday).days for one in front.closed if one.make_up is not None}
    fixed = fixed_days(case)

    def serves(day: int) -> bool:
        return day in extra or day % 7 in fixed or (day not in away and usual(day))

    for one in front.closed:
        at = (one.date - monday).days
        if front.start is not None and one.date < front.start:
            continue
        if at // 7 % front.weeks + 1 not in wanted or serves(at):
            continue
        first, last = at, at
        while first > 0 and at - first <= 2 * rule.most_days + 2 and not serves(first - 1):
            first -= 1
        while last - at <= 2 * rule.most_days + 2 and not serves(last + 1):
            last += 1
        days = [d for d in range(first, last + 1) if not (rule.holidays_aside and d in away)]
        if len(days) > rule.most_days:
            yield Broken(f"{len(days)} days in a row without a service around {one.date}")
