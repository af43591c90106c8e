"""Plans as pages: the weeks of a track with their dates, and the pages of its sessions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from curriculumkit.agenda import clock_minutes, clock_text
from curriculumkit.model.base import WEEKDAYS, Weekday
from curriculumkit.model.library import Topic
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan, PlannedSession
from curriculumkit.model.slots import OutsideService, Service
from curriculumkit.model.track import TrackFront
from curriculumkit.stage.calendar import (
    Term,
    Told,
    closed_line,
    term_of,
    today_data,
    today_setting,
    track_line,
    week_dates,
)
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    foreign,
    joined,
    reference,
    said,
    settings,
    table,
    tag,
    toctree,
)
from curriculumkit.stage.staged import Staged
from curriculumkit.words import Words, words_of

DAYS: Mapping[Weekday, str] = dict(
    zip(
        WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)

SERVICES: Mapping[Service, str] = {
    "group": "Group",
    "family": "Family",
    "education": "Education",
    "individual": "Individual counseling",
    "medication": "Medication visit",
    "testing": "Drug testing",
    "plan-review": "Review of the treatment plan",
    "mutual-help": "Mutual help",
    "meal": "Meal",
    "recreation": "Recreation",
}
"""What the services of a track are called on a page, in English."""

SHADES = 12
"""How many colors there are for topics; further topics begin again with the first."""


def plan_page(plan_id: str) -> str:
    """Return the page of a plan."""
    return f"tracks/{plan_id}/index"


def director_page(plan_id: str) -> str:
    """Return the page of a track that answers a director's questions."""
    return f"tracks/{plan_id}/director"


def title_of(plan: Plan, language: str) -> str:
    """Return the title of a plan's track, in a language if it has one."""
    return said(plan.front.title, language)[0]


def session_pages(plan: Plan) -> tuple[str, ...]:
    """Return the page of each session; its name holds week, day and time.

    Of sessions at the same time, in different rooms, the name holds the module too, and a number
    where even that is the same.
    """
    sessions = plan.front.sessions
    at_once = Counter(one.place for one in sessions)
    seen: Counter[str] = Counter()
    pages = []
    for one in sessions:
        name = f"week-{one.week:02}-{one.day}-{one.start.replace(':', '')}"
        if at_once[one.place] > 1:
            name = f"{name}-{one.module}"
        seen[name] += 1
        number = f"-{seen[name]}" if seen[name] > 1 else ""
        pages.append(f"tracks/{plan.id}/{name}{number}")
    return tuple(pages)


def when(session: PlannedSession, language: str, words: Words) -> str:
    """Return week, day and time as a reader says them."""
    start = clock_minutes(session.start)
    end = clock_text(start + session.minutes, language)
    return words(
        "Week {week}, {day}, {start} to {end}",
        week=session.week,
        day=words(DAYS[session.day]),
        start=clock_text(start, language),
        end=end,
    )


def shades(topics: Sequence[Topic]) -> dict[str, int]:
    """Return the number of the color of each topic, from 1."""
    return {one.id: rank % SHADES + 1 for rank, one in enumerate(topics)}


def plan_files(
    plan: Plan,
    modules: Mapping[str, Module],
    topics: Sequence[Topic],
    language: str,
    *,
    front: TrackFront | None = None,
    director: bool = False,
) -> dict[str, Staged]:
    """Return the page of a plan: its sessions, week by week, and what its track has beside them.

    `front` is the track; `director` tells whether it has a director's page.
    """
    words = words_of(language)
    term = term_of(front) if front else None
    page = director_page(plan.id)
    more = reference("page", words("Hours, coverage and prerequisites"), page) if director else ""
    today = [plan_today(plan, modules, front, "", "../../")] if front and front.start else []
    parts = [
        settings({"ck_kind": "plan", "ck_language": language, "ck_today": today_setting(today)}),
        f"# {foreign(*said(plan.front.title, language), language)}",
        escaped(track_line(term, language, words)) if term else "",
        block("part", "more", more) if more else "",
        week_grid(plan, modules, topics, language, words, front),
        services_part(front.services, words) if front else "",
        closed_part(term, language, words, language) if term else "",
        toctree([*session_pages(plan), *([page] if director else [])]),
    ]
    return {f"{plan_page(plan.id)}.md": Staged(joined(*parts), plan.path)}


def plan_today(
    plan: Plan, modules: Mapping[str, Module], front: TrackFront, page: str, up: str
) -> dict[str, Any]:
    """Return what a page needs to find the next session of a plan whose track has a start date.

    `page` is as for `today_data`; `up` leads from the page to the root of the edition.
    """
    pairs = zip(plan.front.sessions, session_pages(plan), strict=True)
    sessions = [
        Told(
            one.week,
            one.day,
            one.start,
            one.minutes,
            modules[one.module].front.title,
            page=f"{up}{where}",
            room=one.room or "",
        )
        for one, where in pairs
    ]
    return today_data(term_of(front), page, sessions)


def week_grid(
    plan: Plan,
    modules: Mapping[str, Module],
    topics: Sequence[Topic],
    language: str,
    words: Words,
    front: TrackFront | None,
) -> str:
    """Return the weeks of a plan as a table: a row for each week, a column for each slot."""
    term = term_of(front) if front else None
    held = {(one.day, one.start): one.service for one in front.slots} if front else {}
    slots = sorted({one.place[1:] for one in plan.front.sessions})
    header = [
        words("Week"),
        *(
            f"{words(DAYS[WEEKDAYS[day]])}, {clock_text(clock_minutes(start), language)}"
            for day, start in slots
        ),
    ]
    colors, names = shades(topics), {one.id: one.title.get(language, "") for one in topics}
    pairs = zip(plan.front.sessions, session_pages(plan), strict=True)
    rows = []
    for week, sessions in groupby(pairs, key=lambda one: one[0].week):
        cells: dict[tuple[int, str], list[str]] = {}
        for one, page in sessions:
            module = modules[one.module].front
            minutes = words("{minutes} min", minutes=one.minutes)
            service = held.get((one.day, one.start), module.format)
            told = [
                reference("session", module.title, page),
                tag(f"topic+topic-{colors.get(module.topic, 0)}", names.get(module.topic, "")),
                tag("service", f"{words(SERVICES[service])} · {minutes}"),
            ]
            cells.setdefault(one.place[1:], []).append(" ".join(filter(None, told)))
        head = words("Week {week}", week=week)
        if term and term.start:
            head += " " + tag("dates", week_dates(term, week, language, words))
        rows.append([head, *(" ".join(cells.get(slot, ["–"])) for slot in slots)])
    return block("part", "grid", table(header, rows))


def services_part(services: Sequence[OutsideService], words: Words) -> str:
    """Return what a track has outside its groups: the service, how long and how often."""
    lines = [escaped(_service(one, words)) for one in services]
    return joined(f"## {words('Outside the groups')}", bullets(lines)) if lines else ""


def _service(one: OutsideService, words: Words) -> str:
    match one.times, one.every_weeks:
        case 1, 1:
            often = words("every week")
        case 1, weeks:
            often = words("every {count} weeks", count=weeks)
        case times, 1:
            often = words("{times} times a week", times=times)
        case times, weeks:
            often = words("{times} times in {count} weeks", times=times, count=weeks)
    told = [words("{minutes} min", minutes=one.minutes), often]
    told += [", ".join(words(DAYS[day]) for day in one.days)] if one.days else []
    told += [words("on random days")] if one.random else []
    return f"{words(SERVICES[one.service])}: {', '.join(told)}"


def closed_part(term: Term, language: str, words: Words, own: str) -> str:
    """Return the closed dates of a track, and when their sessions are held instead.

    `own` is the language in which the track gives its reasons.
    """
    lines = [
        escaped(closed_line(one, language, words)).replace(
            escaped(one.reason), foreign(one.reason, own, language), 1
        )
        for one in term.closed
    ]
    return joined(f"## {words('Closed')}", bullets(lines)) if lines else ""
