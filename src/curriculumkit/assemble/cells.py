"""The cells of a track: its slots, week by week, with closed dates and their make-ups."""

from dataclasses import replace

from curriculumkit.assemble.problem import Cell
from curriculumkit.dates import date_of, shifted, week_of
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.track import TrackFront


def cells_of(track: TrackFront) -> tuple[Cell, ...]:
    """Return the cells in the order of time.

    In a cohort's plan a closed date takes its cells away and a make-up adds them elsewhere; both
    are among the result, marked. A rolling plan is the usual week and has neither.
    """
    found = []
    for week in range(1, track.weeks + 1):
        for index, slot in enumerate(track.slots):
            if slot.weeks is not None and week not in slot.weeks:
                continue
            weekday = WEEKDAYS.index(slot.day)
            cell = Cell(
                index=0,
                week=week,
                weekday=weekday,
                start=slot.start,
                lengths=tuple(sorted(set(slot.minutes))),
                service=slot.service,
                leaders=slot.leaders,
                break_minutes=slot.break_minutes,
                room=slot.room,
                slot=index,
            )
            found += _dated(track, cell)
    found.sort(key=lambda cell: (*cell.moment, cell.slot))
    return tuple(replace(cell, index=index) for index, cell in enumerate(found))


def _dated(track: TrackFront, cell: Cell) -> list[Cell]:
    """Return a cell and its make-up, or nothing when it lies before the start."""
    if track.start is None or track.is_rolling:
        return [cell]
    day = date_of(track.start, cell.week, cell.weekday)
    if day < track.start:
        return []
    for index, closed in enumerate(track.closed):
        if closed.date != day:
            continue
        cells = [replace(cell, closed_by=index)]
        if closed.make_up is not None:
            week = week_of(track.start, closed.make_up)
            if 1 <= week <= track.weeks:
                start = shifted(cell.start, closed.shift_minutes)
                weekday = closed.make_up.weekday()
                cells.append(
                    replace(cell, week=week, weekday=weekday, start=start, opened_by=index)
                )
        return cells
    return [cell]
