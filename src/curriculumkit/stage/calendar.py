"""The dates of a track in words, and as data for the page that finds today's session."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date, format_interval, format_skeleton

from curriculumkit.agenda import clock_minutes
from curriculumkit.dates import DAYS, Occurrence, date_of, monday_of, occurrences, week_of
from curriculumkit.model.base import WEEKDAYS, Weekday
from curriculumkit.model.plan import Plan, PlannedSession
from curriculumkit.model.slots import Closed
from curriculumkit.model.track import Track, TrackFront
from curriculumkit.words import Words

SHOWN = 4
"""How many dates of a session that comes again and again are written out."""

Key = tuple[tuple[int, int, str], str, str | None]


@dataclass(frozen=True, slots=True)
class Term:
    """When a track is held: its weeks, whether it starts over, its first day, its closed dates.

    `zone` is the time zone of its clock. All of it is public.
    """

    weeks: int
    is_rolling: bool
    start: date | None
    closed: tuple[Closed, ...]
    zone: str


def term_of(front: TrackFront) -> Term:
    """Return when a track is held."""
    return Term(front.weeks, front.is_rolling, front.start, tuple(front.closed), front.time_zone)


@dataclass(frozen=True)
class Calendar:
    """The dates of a plan whose track has a start: each session's, in order of time."""

    term: Term
    found: Mapping[Key, Sequence[Occurrence]]

    def of(self, session: PlannedSession) -> Sequence[Occurrence]:
        """Return when a session is held; of a rolling track, in the first few cycles."""
        return self.found.get(_key(session), ())


def calendar_of(track: Track | None, plan: Plan) -> Calendar | None:
    """Return the dates of a plan, or None where its track has no start date."""
    if track is None or track.front.start is None:
        return None
    front, start = track.front, track.front.start
    last = max((week_of(start, one.date) for one in front.closed), default=1)
    runs = max(SHOWN, -(-last // front.weeks))
    found: dict[Key, list[Occurrence]] = {}
    for one in occurrences(front, plan.front.sessions, runs):
        found.setdefault(_key(one.session), []).append(one)
    return Calendar(term_of(front), found)


def _key(session: PlannedSession) -> Key:
    return session.place, session.module, session.room


def full_date(day: date, language: str) -> str:
    """Return a date with its weekday and year, as ``Monday, January 4, 2027``."""
    return format_date(day, "full", locale=language)


def short_date(day: date, language: str) -> str:
    """Return a date without its year and on one line, as ``Jan 4``."""
    return format_skeleton("MMMd", day, locale=language).replace(" ", "\N{NO-BREAK SPACE}")


def track_line(term: Term, language: str, words: Words) -> str:
    """Return how long a track is and from when to when, as one line."""
    if term.start is None:
        again = words("{count} weeks, over and over.", count=term.weeks)
        return again if term.is_rolling else words("{count} weeks.", count=term.weeks)
    first = full_date(term.start, language)
    if term.is_rolling:
        return words("{count} weeks, over and over, from {date}.", count=term.weeks, date=first)
    last = full_date(date_of(term.start, term.weeks, DAYS - 1), language)
    return words("{count} weeks, from {date} to {last}.", count=term.weeks, date=first, last=last)


def week_dates(term: Term, week: int, language: str, words: Words) -> str:
    """Return when a week is: its first and last day, or the Mondays on which it comes again.

    It is empty where the track has no start date.
    """
    if term.start is None:
        return ""
    monday = monday_of(term.start) + timedelta(weeks=week - 1)
    if not term.is_rolling:
        sunday = monday + timedelta(days=DAYS - 1)
        return format_interval(monday, sunday, "MMMd", locale=language)
    cycle = timedelta(weeks=term.weeks)
    mondays = [short_date(monday + cycle * run, language) for run in range(SHOWN)]
    return words("from {dates} …", dates=", ".join(mondays))


def session_dates(
    calendar: Calendar, session: PlannedSession, language: str, words: Words
) -> list[tuple[str, str]]:
    """Return labels and texts: when a session is held, and which closed dates change that."""
    found = calendar.of(session)
    held = [one.begins for one in found if one.begins]
    if not held:
        return []
    told = [(words("Date:"), full_date(held[0].date(), language))]
    if calendar.term.is_rolling:
        dates = ", ".join(short_date(one.date(), language) for one in held[1:SHOWN])
        count = calendar.term.weeks
        again = words("then every {count} weeks: {dates} …", count=count, dates=dates)
        told = [(words("Dates:"), f"{told[0][1]}; {again}")]
    moved = [closed_line(one.closed, language, words) for one in found if one.closed]
    return [*told, *((words("Closed:"), one) for one in moved)]


def closed_line(closed: Closed, language: str, words: Words) -> str:
    """Return a closed date, why, and when its sessions are held instead."""
    day = full_date(closed.date, language)
    if closed.make_up is None:
        return words("{date}, {reason}: not held.", date=day, reason=closed.reason)
    instead = full_date(closed.make_up, language)
    return words(
        "{date}, {reason}: held on {instead}.", date=day, reason=closed.reason, instead=instead
    )


@dataclass(frozen=True, slots=True)
class Told:
    """When a session of a plan is held, and what a page says of it where it comes next.

    `language` is that of the title, where it is not the page's; `page` is where the session leads,
    or nothing where it is only listed on the page itself.
    """

    week: int
    day: Weekday
    start: str
    minutes: int
    title: str
    language: str = ""
    page: str = ""
    room: str = ""


def today_data(term: Term, page: str, sessions: Sequence[Told]) -> dict[str, Any]:
    """Return what a page needs to find a track's next session by itself.

    `page` is the plan's page, or nothing where the data stand on that page. Times are minutes after
    midnight in the track's time zone; weekdays are counted from Monday, 0.
    """
    titles = sorted({(one.title, one.language) for one in sessions})
    closed = term.closed if term.is_rolling else ()
    return {
        "page": page,
        "start": str(term.start),
        "weeks": term.weeks,
        "rolling": term.is_rolling,
        "zone": term.zone,
        "closed": [
            [str(one.date), str(one.make_up) if one.make_up else "", one.shift_minutes]
            for one in closed
        ],
        "titles": titles,
        "sessions": [
            [
                one.week,
                WEEKDAYS.index(one.day),
                clock_minutes(one.start),
                one.minutes,
                titles.index((one.title, one.language)),
                one.page,
                one.room,
            ]
            for one in sessions
        ],
    }


def today_setting(found: Sequence[dict[str, Any]]) -> str:
    """Return, as JSON, what a page needs of each of its tracks with dates."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) if found else ""
