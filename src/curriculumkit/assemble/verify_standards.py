"""The independent check of standards, and the hours of each week with their slack."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from curriculumkit.assemble.case import Broken, Case, Row, Violation
from curriculumkit.assemble.verify_gaps import check_gaps, fixed_days
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.slots import Closed
from curriculumkit.model.standard import Standard, WeeklyHours
from curriculumkit.model.track import Rolling, StandardUse


class HeldWeek(NamedTuple):
    """A week as it is held: its label, its number in the plan, and the sessions by weekday.

    `closed` are weekdays without their usual sessions. A rolling track has its weeks of the cycle
    and besides each running week that a closed date changes.
    """

    label: str
    week: int
    days: Mapping[int, Sequence[Row]]
    closed: frozenset[int]

    @property
    def rows(self) -> list[Row]:
        """Return all sessions of the week."""
        return [row for rows in self.days.values() for row in rows]

    @property
    def first(self) -> Row | None:
        """Return the session of the week that stands first in the plan; None when there is none."""
        return min(self.rows, key=lambda row: row.number, default=None)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one week against one standard, in minutes: all that is held, and what counts.

    `least` and `most` are what the standard asks for; None is no limit.
    """

    standard: str
    label: str
    scheduled: int
    counted: int
    least: int | None
    most: int | None

    @property
    def slack(self) -> int | None:
        """Return how many minutes could be lost before the rule breaks; negative: it is broken."""
        return None if self.least is None else self.counted - self.least


def check_standards(case: Case) -> Iterator[Violation]:
    """Yield what breaks a rule of a standard that the track must satisfy."""
    for use in case.track.front.standards:
        standard = case.standards[use.standard]
        for index, rule in enumerate(standard.front.rules):
            for one in RULES[rule.kind](case, use, standard, rule):
                said = f"{standard.front.title}: {one.message}"
                route = ("rules", index)
                yield Violation(f"standard-{rule.kind}", said, standard.path, route, one.session)


def held_weeks(case: Case, use: StandardUse | None = None) -> Iterator[HeldWeek]:
    """Yield the weeks that a standard is held to, in order; past weeks are left out."""
    front = case.track.front
    wanted = None if use is None else use.weeks
    for week in range(case.from_week, front.weeks + 1):
        if wanted is None or week in wanted:
            yield HeldWeek(f"week {week}", week, case.by_week.get(week, {}), frozenset())
    if front.start is None or not isinstance(front.admission, Rolling):
        return
    yield from _changed_weeks(case, front.start, wanted)


def _changed_weeks(
    case: Case,
    start: date,
    wanted: tuple[int, ...] | None,
) -> Iterator[HeldWeek]:
    """Yield the running weeks of a rolling track that a closed date changes."""
    front = case.track.front
    monday = start - timedelta(days=start.weekday())

    def number_of(day: date) -> int:
        return (day - monday).days // 7

    changed: dict[int, list[Closed]] = {}
    for one in front.closed:
        numbers = {number_of(day) for day in (one.date, one.make_up) if day and day >= start}
        for number in numbers:
            changed.setdefault(number, []).append(one)
    for number, closed in sorted(changed.items()):
        week = number % front.weeks + 1
        if wanted is not None and week not in wanted:
            continue
        days: dict[int, list[Row]] = dict(case.by_week.get(week, {}))
        away = {one.date.weekday() for one in closed if number_of(one.date) == number}
        for weekday in away:
            days.pop(weekday, None)
        for one in closed:
            if one.make_up is None or number_of(one.make_up) != number:
                continue
            origin = (number_of(one.date) % front.weeks + 1, one.date.weekday())
            if rows := case.by_week.get(origin[0], {}).get(origin[1]):
                days[one.make_up.weekday()] = [*days.get(one.make_up.weekday(), ()), *rows]
        label = f"the week of {monday + timedelta(weeks=number)}"
        yield HeldWeek(label, week, days, frozenset(away))


def _outside(case: Case, standard: Standard, weekday: int | None = None) -> int:
    """Return the counted minutes outside the groups of every week, or of one weekday."""
    total = 0.0
    for one in case.track.front.services:
        weekly = one.every_weeks == 1 and one.service in standard.front.counts.services
        if weekly and weekday is None:
            total += one.minutes * one.times
        elif weekly and one.days and weekday is not None and WEEKDAYS[weekday] in one.days:
            total += one.minutes * one.times // len(one.days)
    return int(total)


def _counted(standard: Standard, rows: Sequence[Row]) -> int:
    services = standard.front.counts.services
    return sum([row.counted for row in rows if row.slot.service in services])


def weekly_hours(case: Case) -> Iterator[Hours]:
    """Yield the hours of each week against each weekly rule of each standard of the track."""
    services = case.track.front.services
    for use in case.track.front.standards:
        standard = case.standards[use.standard]
        for rule in standard.front.rules:
            if not isinstance(rule, WeeklyHours):
                continue
            outside = sum(one.minutes * one.times for one in services if one.every_weeks == 1)
            counted_outside = _outside(case, standard)
            for held in held_weeks(case, use):
                rows = held.rows
                yield Hours(
                    use.standard,
                    held.label,
                    outside + sum(row.session.minutes for row in rows),
                    counted_outside + _counted(standard, rows),
                    None if rule.least is None else round(rule.least * 60),
                    None if rule.most is None else round(rule.most * 60),
                )


def _weekly_hours(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    least = 0 if rule.least is None else round(rule.least * 60)
    most = math.inf if rule.most is None else round(rule.most * 60)
    outside = _outside(case, standard)
    for held in held_weeks(case, use):
        counted = outside + _counted(standard, held.rows)
        if counted < least:
            yield Broken(
                f"{held.label}: {round(counted / 60, 2):g} h counted, {rule.least:g} h needed",
                held.first,
            )
        if counted > most:
            yield Broken(
                f"{held.label}: {round(counted / 60, 2):g} h counted, {rule.most:g} h is the most",
                held.first,
            )


def _day_hours(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    least = round(rule.least * 60)
    outside = [_outside(case, standard, day) for day in range(7)]
    for held in held_weeks(case, use):
        minutes = {
            day: outside[day] + _counted(standard, held.days.get(day, ())) for day in range(7)
        }
        if rule.days is None:
            for day in held.days:
                if minutes[day] < least:
                    counted = f"{round(minutes[day] / 60, 2):g} h counted on {WEEKDAYS[day]}"
                    message = f"{held.label}: {counted}, {rule.least:g} h needed"
                    yield Broken(message, held.days[day][0])
        elif (reached := sum(one >= least for one in minutes.values())) < rule.days:
            yield Broken(
                f"{held.label}: {reached} days of {rule.least:g} h, {rule.days} needed", held.first
            )


def _service_days(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    outside = {day for day in range(7) if _outside(case, standard, day)}
    for held in held_weeks(case, use):
        days = outside | {day for day, rows in held.days.items() if _counted(standard, rows)}
        if len(days) < rule.least:
            names = ", ".join(WEEKDAYS[day] for day in sorted(days)) or "no day"
            yield Broken(
                f"{held.label}: counted services on {names}, {rule.least} days needed", held.first
            )


def _length(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    del use, standard
    admission = case.track.front.admission
    weeks = admission.stay_weeks if isinstance(admission, Rolling) else case.track.front.weeks
    if rule.least_days is not None and 7 * weeks < rule.least_days:
        yield Broken(f"a patient attends for {7 * weeks} days, {rule.least_days} needed")
    if rule.most_days is not None and 7 * weeks > rule.most_days:
        yield Broken(f"a patient attends for {7 * weeks} days, {rule.most_days} is the most")


def _daily_group(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    del standard, rule
    wanted = use.weeks or range(1, case.track.front.weeks + 1)
    for week in wanted:
        held: dict[str, set[str]] = {}
        for slot in case.track.front.slots:
            if slot.weeks is None or week in slot.weeks:
                held.setdefault(slot.day, set()).add(slot.service)
        for weekday in fixed_days(case):
            held.setdefault(WEEKDAYS[weekday], set())
        for day, services in held.items():
            if "group" not in services and week >= case.from_week:
                yield Broken(f"no group on {day} of week {week}")


def _size(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    del use, standard
    group = case.track.front.group
    if not any(slot.service in rule.services for slot in case.track.front.slots):
        return
    if rule.least is not None and group.least < rule.least:
        yield Broken(f"groups may have {group.least} patients, {rule.least} needed")
    if rule.most is not None and group.most > rule.most:
        yield Broken(f"groups may have {group.most} patients, {rule.most} is the most")


def _frequency(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    del standard
    least = rule.least_minutes or 0
    for one in case.track.front.services:
        often = one.every_weeks <= rule.every_weeks and one.minutes >= least
        if one.service == rule.service and often and (one.random or not rule.random):
            return
    weeks = list(use.weeks or range(1, case.track.front.weeks + 1))
    held = {
        place[0]
        for place, slot in case.expected.items()
        if slot.service == rule.service and min(slot.minutes) >= least
    }
    around = weeks * 2 if isinstance(case.track.front.admission, Rolling) else weeks
    wait = longest = 0
    for week in around:
        wait = 0 if week in held else wait + 1
        longest = max(longest, wait)
    if rule.random or not held & set(weeks) or longest >= rule.every_weeks:
        yield Broken(f"{rule.service} does not come every {rule.every_weeks} weeks as asked")


def _subjects(case: Case, use: StandardUse, standard: Standard, rule: Any) -> Iterator[Broken]:
    del use, standard
    ways = {one.subject: one for one in case.track.front.subjects}
    for subject in rule.subjects:
        way = ways.get(subject)
        if way is None:
            yield Broken(f"the track does not say how '{subject}' is covered")
        elif way.service is not None:
            if way.service not in {one.service for one in case.track.front.services}:
                yield Broken(
                    f"'{subject}' is left to {way.service} outside the groups; there is none"
                )
        elif isinstance(case.track.front.admission, Rolling):
            for entry in range(1, case.track.front.weeks + 1):
                if not {row.module.id for row in case.meets(entry)} & set(way.modules):
                    yield Broken(f"who enters in week {entry} is not taught '{subject}'")
        elif not any(row.module.id in way.modules for row in case.rows):
            yield Broken(f"'{subject}' is not taught")


RULES: dict[str, Callable[[Case, StandardUse, Standard, Any], Iterator[Broken]]] = {
    "weekly-hours": _weekly_hours,
    "day-hours": _day_hours,
    "service-days": _service_days,
    "gap": check_gaps,
    "length": _length,
    "daily-group": _daily_group,
    "group-size": _size,
    "frequency": _frequency,
    "subjects": _subjects,
}
"""The check of each kind of rule."""
