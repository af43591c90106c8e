"""Plans as calendars (iCalendar, RFC 5545) that other programs read.

A cohort's sessions are single events. In a rolling track each session is one event that repeats
every so many weeks; a closed date is an exception of it (EXDATE), or moves it (RECURRENCE-ID).
The same plan gives the same bytes, and a session keeps its UID when only its module changes.
Written over an older calendar of the track, an event that changed gets a higher SEQUENCE, so that
programs that have the older one take the new.
"""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from curriculumkit.assemble.case import Case, Row
from curriculumkit.dates import date_of, shifted
from curriculumkit.model.slots import Closed

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
"""The time that every event says it was made: a fixed one, so that the bytes do not change."""

YEARS_OF_ZONE = 10
"""For how many years from the start the rules of the time zone are written out."""

PRODUCT = "-//curriculumkit//plan//EN"


def calendar_bytes(case: Case, before: bytes = b"") -> bytes:
    """Return the calendar of a plan; its track must have a start.

    `before` is the calendar that the result takes the place of, if there is one. Titles are those
    that patients see. Events carry the module's title, the sentence for patients and the room, and
    nothing else of the module.
    """
    front = case.track.front
    start = front.start
    if start is None:
        raise ValueError("a calendar needs a start date")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    title = front.title.get("en") or next(iter(front.title.values()))
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", front.time_zone)
    last = date_of(start, front.weeks, 6) + timedelta(days=366 * YEARS_OF_ZONE)
    first = date(start.year, 1, 1)
    calendar.add_component(Timezone.from_tzid(front.time_zone, first_date=first, last_date=last))
    for row in case.rows:
        for event in _events(case, row, start):
            calendar.add_component(event)
    for closed in front.closed:
        calendar.add_component(_closed(case, closed))
    _count_changes(calendar, before)
    text: bytes = calendar.to_ical()
    return text


def _count_changes(calendar: Calendar, before: bytes) -> None:
    """Give each event its SEQUENCE: that of the older event, or one more if it has changed."""
    try:
        old = {_key(event): event for event in Calendar.from_ical(before).walk("VEVENT")}
    except ValueError:
        old = {}
    for event in calendar.walk("VEVENT"):
        was: Any = old.get(_key(event))
        number = 0 if was is None else int(was.get("sequence", 0))
        event.add("sequence", number)
        if was is not None and event.to_ical() != was.to_ical():
            event["sequence"] = number + 1


def _key(event: Any) -> tuple[str, str]:
    moved = event.get("recurrence-id")
    return str(event.get("uid")), "" if moved is None else moved.to_ical().decode()


def uid(case: Case, *parts: object) -> str:
    """Return the UID of an event: it rests on the track's id and the place in the plan alone."""
    text = "|".join(map(str, (case.track.id, *parts)))
    return f"{sha256(text.encode()).hexdigest()[:32]}@curriculumkit"


def _events(case: Case, row: Row, start: date) -> list[Event]:
    """Return the event of a session, and one for each date to which a closed date moves it."""
    front = case.track.front
    zone = ZoneInfo(front.time_zone)
    session = row.session
    day = date_of(start, session.week, row.day % 7)
    if not front.is_rolling:
        return [_event(case, row, _at(day, session.start, zone))]
    if day < start:
        day += timedelta(weeks=front.weeks)
    event = _event(case, row, _at(day, session.start, zone))
    event.add("rrule", {"freq": "weekly", "interval": front.weeks})
    events = [event]
    for closed in sorted(front.closed, key=lambda one: one.date):
        weeks, rest = divmod((closed.date - day).days, 7 * front.weeks)
        if rest or weeks < 0:
            continue
        usual = _at(closed.date, session.start, zone)
        if closed.make_up is None:
            event.add("exdate", usual)
            continue
        begins = shifted(session.start, closed.shift_minutes)
        moved = _event(case, row, _at(closed.make_up, begins, zone))
        moved.add("recurrence-id", usual)
        events.append(moved)
    return events


def _at(day: date, start: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(start), zone)


def _event(case: Case, row: Row, begins: datetime) -> Event:
    event: Any = Event()
    session = row.session
    event.add("uid", uid(case, session.week, session.day, session.start))
    event.add("dtstamp", STAMP)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=session.minutes))
    event.add("summary", row.module.front.title)
    event.add("description", row.module.front.for_patients)
    if session.room is not None:
        event.add("location", session.room)
    return event  # type: ignore[no-any-return]


def _closed(case: Case, closed: Closed) -> Event:
    event: Any = Event()
    event.add("uid", uid(case, "closed", closed.date))
    event.add("dtstamp", STAMP)
    event.add("dtstart", closed.date)
    event.add("dtend", closed.date + timedelta(days=1))
    event.add("summary", f"Closed: {closed.reason}")
    event.add("transp", "TRANSPARENT")
    return event  # type: ignore[no-any-return]
