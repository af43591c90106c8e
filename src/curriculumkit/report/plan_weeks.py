"""A plan as week tables for a terminal or a printer: days across, times down."""

from datetime import timedelta

from curriculumkit.assemble.case import Case, Row
from curriculumkit.assemble.words import many
from curriculumkit.dates import clock, clock_text, date_of
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.slots import Closed, OutsideService
from curriculumkit.report.plan_table import WIDTH, table

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

DAY_WIDTH = 14
"""How wide the column of a day must be, at least; where there is less room, days go down."""

TIMES = 13
"""How wide the column of the times is, with its gap."""


def weeks_text(case: Case, width: int = WIDTH) -> str:
    """Return the plan week by week, then what else a patient has every week, and closed dates."""
    front = case.track.front
    rooms = {row.session.room for row in case.rows}
    room = next(iter(rooms)) if len(rooms) == 1 else None
    title = front.title.get("en") or next(iter(front.title.values()))
    parts = [title + (f", {room}" if room else "")]
    for week in range(1, front.weeks + 1):
        rows = [row for row in case.rows if row.week == week]
        if rows:
            parts.append(f"Week {week}\n" + _week(case, rows, width, with_room=room is None))
    if front.services:
        said = [(service_name(one.service), service_text(one)) for one in front.services]
        parts.append(table([("Outside the groups", ""), *said], width))
    if front.closed:
        rows_ = [(str(one.date), one.reason, closed_text(one)) for one in front.closed]
        parts.append(table([("Closed on", "", ""), *rows_], width))
    return "\n\n".join(parts)


def _week(case: Case, rows: list[Row], width: int, *, with_room: bool) -> str:
    days = sorted({row.day for row in rows})
    cells: dict[tuple[str, int], str] = {}
    for row in rows:
        cells[_times(row), row.day] = _cell(row, with_room=with_room)
    times = sorted({time for time, _ in cells})
    if TIMES + len(days) * (DAY_WIDTH + 2) > width:
        both = [(day, time) for day in days for time in times if (time, day) in cells]
        listed = [(_heading(case, day), time, cells[time, day]) for day, time in both]
        return table([("day", "time", "session"), *listed], width)
    grid = [(time, *(cells.get((time, day), "") for day in days)) for time in times]
    return table([("", *(_heading(case, day) for day in days)), *grid], width)


def _times(row: Row) -> str:
    end = clock_text(clock(row.session.start) + row.session.minutes)
    return f"{row.session.start}-{end}"


def _cell(row: Row, *, with_room: bool) -> str:
    lines = [row.module.front.title, f"({row.topic.replace('-', ' ')})"]
    if with_room and row.session.room:
        lines.append(row.session.room)
    return "\n".join(lines)


def _heading(case: Case, day: int) -> str:
    """Return the name of a day, with its date where everyone has the same: in a cohort."""
    front, name = case.track.front, DAY_NAMES[day % 7]
    if front.start is None or front.is_rolling:
        return name
    at = date_of(front.start, 1, 0) + timedelta(days=day)
    return f"{name} {at:%m/%d/%y}"


SERVICES = {
    "individual": "individual counseling",
    "medication": "medication visit",
    "testing": "drug testing",
    "plan-review": "review of the treatment plan",
    "mutual-help": "mutual help (not counted)",
    "meal": "meal (not counted)",
    "recreation": "recreation (not counted)",
}
"""What services are called that are not called by their own name."""


def service_name(service: str) -> str:
    """Return a service in words."""
    return SERVICES.get(service, service)


def service_text(one: OutsideService) -> str:
    """Return how often a service outside the groups comes, in words."""
    often = "a week" if one.every_weeks == 1 else f"in {one.every_weeks} weeks"
    on = f" on {', '.join(one.days)}" if one.days else ""
    drawn = ", on days drawn at random" if one.random else ""
    return f"{many(one.times, 'time')} {often}, {one.minutes} minutes{on}{drawn}"


def closed_text(one: Closed) -> str:
    """Return what happens when a date is closed."""
    if one.make_up is None:
        return "left out"
    late = f", {one.shift_minutes:+d} minutes" if one.shift_minutes else ""
    return f"held on {WEEKDAYS[one.make_up.weekday()]} {one.make_up}{late}"
