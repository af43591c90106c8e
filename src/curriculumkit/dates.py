"""Weeks and dates: week 1 is the week, from Monday, that holds the start."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.slots import Closed
from curriculumkit.model.track import TrackFront

DAYS = len(WEEKDAYS)
"""How many days a week has."""


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A session on a date. `usual` is when it would be without a closed date.

    `closed` is the closed date that moves it (`begins` is then the make-up) or, when `begins` is
    None, leaves it out.
    """

    usual: datetime
    session: PlannedSession
    begins: datetime | None
    closed: Closed | None = None


def monday_of(day: date) -> date:
    """Return the Monday of a date's week."""
    return day - timedelta(days=day.weekday())


def date_of(start: date, week: int, weekday: int) -> date:
    """Return the date of a weekday (Monday is 0) in a week (from 1) of a track with that start."""
    return monday_of(start) + timedelta(weeks=week - 1, days=weekday)


def week_of(start: date, day: date) -> int:
    """Return the week (from 1) of a date; 0 or less before the first week."""
    return (day - monday_of(start)).days // DAYS + 1


def cycle_week(week: int, weeks: int) -> int:
    """Return which week of a cycle of so many weeks a running week is, both from 1."""
    return (week - 1) % weeks + 1


def clock(text: str) -> int:
    """Return minutes since midnight of a clock time such as ``18:30``."""
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def clock_text(minutes: int) -> str:
    """Return the clock time of minutes since midnight."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def shifted(start: str, minutes: int) -> str:
    """Return a clock time moved by so many minutes, kept within the day."""
    return clock_text(min(max(clock(start) + minutes, 0), 24 * 60 - 1))


def occurrences(
    track: TrackFront, sessions: tuple[PlannedSession, ...], runs: int = 1
) -> Iterator[Occurrence]:
    """Yield the sessions of a plan on their dates, in the order of time, `runs` cycles of it.

    A cohort's plan already stands on its make-up days and has nothing on closed dates; a rolling
    plan is the usual week, so its closed dates are applied here. Yields nothing without a start.
    """
    if track.start is None:
        return
    closed = {one.date: one for one in track.closed} if track.is_rolling else {}
    found = []
    for run in range(runs if track.is_rolling else 1):
        for session in sessions:
            week, weekday, start = session.place
            day = date_of(track.start, week + run * track.weeks, weekday)
            if day < track.start:
                continue
            usual = datetime.combine(day, time.fromisoformat(start))
            why = closed.get(day)
            begins: datetime | None = usual
            if why is not None:
                begins = None
                if why.make_up is not None:
                    moved = time.fromisoformat(shifted(start, why.shift_minutes))
                    begins = datetime.combine(why.make_up, moved)
            found.append(Occurrence(usual, session, begins, why))
    yield from sorted(found, key=lambda one: (one.begins or one.usual, one.session.module))
