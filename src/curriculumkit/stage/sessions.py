"""Plans as pages: the week, and tonight's guide with clock times."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from curriculumkit.agenda import Agenda, clock_minutes, clock_text, fit
from curriculumkit.model.base import WEEKDAYS, Weekday
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Reference
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan, PlannedSession
from curriculumkit.stage.document import Resolve, body_lines, staged_document
from curriculumkit.stage.guide import (
    before_part,
    glance_part,
    guide_tail,
    guide_values,
)
from curriculumkit.stage.lengths import late_advice, lengths_setting, segment_title
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    facts,
    joined,
    reference,
    settings,
    table,
    tag,
    toctree,
)
from curriculumkit.stage.staged import PARTS, Staged
from curriculumkit.words import Words, words_of

DAYS: Mapping[Weekday, str] = dict(
    zip(
        WEEKDAYS,
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


def plan_page(plan_id: str) -> str:
    """Return the page of a plan."""
    return f"tracks/{plan_id}/index"


def title_of(plan: Plan, language: str) -> str:
    """Return the title of a plan's track, in a language if it has one."""
    return plan.front.title.get(language) or next(iter(plan.front.title.values()))


def session_page(plan_id: str, session: PlannedSession) -> str:
    """Return the page of a session; its name holds week, day and time."""
    start = session.start.replace(":", "")
    return f"tracks/{plan_id}/week-{session.week:02}-{session.day}-{start}"


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


def plan_files(
    plan: Plan,
    modules: Mapping[str, Module],
    language: str,
) -> dict[str, Staged]:
    """Return the page of a plan: its sessions, week by week."""
    words = words_of(language)
    title = title_of(plan, language)
    parts = [settings({"ck_kind": "plan", "ck_language": language}), f"# {escaped(title)}"]
    parts.append(week_grid(plan, modules, language, words))
    parts.append(toctree(session_page(plan.id, one) for one in plan.front.sessions))
    return {f"{plan_page(plan.id)}.md": Staged(joined(*parts), plan.path)}


def week_grid(plan: Plan, modules: Mapping[str, Module], language: str, words: Words) -> str:
    """Return the weeks of a plan as a table: a row for each week, a column for each slot."""
    slots = sorted({one.place[1:] for one in plan.front.sessions})
    header = [
        words("Week"),
        *(
            f"{words(DAYS[WEEKDAYS[day]])}, {clock_text(clock_minutes(start), language)}"
            for day, start in slots
        ),
    ]
    rows = []
    for week, sessions in groupby(plan.front.sessions, key=lambda one: one.week):
        cells: dict[tuple[int, str], str] = {}
        for one in sessions:
            title = modules[one.module].front.title
            minutes = tag("minutes", words("{minutes} min", minutes=one.minutes))
            cells[one.place[1:]] = (
                f"{reference('session', title, session_page(plan.id, one))} {minutes}"
            )
        rows.append([words("Week {week}", week=week), *(cells.get(slot, "–") for slot in slots)])
    return block("part", "grid", table(header, rows))


def session_files(
    plan: Plan,
    session: PlannedSession,
    module: Module,
    handouts: Sequence[Handout],
    references: Mapping[str, Reference],
    resolve: Resolve,
    *,
    language: str,
    draft: bool,
    topic: str = "",
    slots: Sequence[int] = (),
) -> dict[str, Staged]:
    """Return tonight's guide: the module fitted to its slot, with clock times.

    `topic` is the title of the module's topic, `slots` are the library's usual lengths.
    """
    words = words_of(language)
    page = session_page(plan.id, session)
    agenda = fit(module.segments, session.minutes, clock_minutes(session.start))
    values = guide_values(module, "session", language, draft=draft, topic=topic)
    values["ck_when"] = when(session, language, words)
    values["ck_start"] = clock_minutes(session.start)
    values["ck_length"] = session.minutes
    values["ck_lengths"] = lengths_setting(module, (*slots, session.minutes), words)
    values |= _neighbors(plan, session, resolve, language, words)
    room = [(words("Room:"), escaped(session.room))] if session.room else []
    head = joined(
        f"**{escaped(str(values['ck_when']))}**",
        facts(room) if room else "",
        clock_part(agenda, language, words),
        late_part(agenda, words),
        glance_part(module, handouts, resolve, words),
        before_part(module, words),
    )
    lines = _timed(body_lines(module, page, resolve), module, agenda, language, words)
    tail = guide_tail(module, handouts, references, words)
    title = module.front.title
    return {
        f"{page}.md": staged_document(module, page, values, title, lines, tail),
        f"{PARTS}/{page}.md": Staged(head),
    }


def _neighbors(
    plan: Plan, session: PlannedSession, resolve: Resolve, language: str, words: Words
) -> dict[str, object]:
    """Return the page settings that lead to the track, and to the sessions before and after."""
    values: dict[str, object] = {
        "ck_track": title_of(plan, language),
        "ck_track_page": plan_page(plan.id),
    }
    sessions = plan.front.sessions
    here = sessions.index(session)
    for name, number in (("previous", here - 1), ("next", here + 1)):
        if not 0 <= number < len(sessions):
            continue
        other = sessions[number]
        title, _ = resolve("module", other.module) or ("", "")
        values[f"ck_{name}"] = title
        values[f"ck_{name}_page"] = session_page(plan.id, other)
        values[f"ck_{name}_when"] = when(other, language, words)
    return values


def clock_part(agenda: Agenda, language: str, words: Words) -> str:
    """Return the agenda with clock times."""
    header = (words("Time"), words("Agenda"), words("Minutes"))
    rows = [
        (
            f"{clock_text(one.start, language)}–{clock_text(one.end, language)}",
            escaped(segment_title(one.segment, words)),
            str(one.minutes),
        )
        for one in agenda.items
    ]
    return block("part", "agenda clock", table(header, rows))


def late_part(agenda: Agenda, words: Words) -> str:
    """Return the advice on what to cut when the session starts late."""
    told = [f"**{escaped(label)}** {escaped(ways)}" for label, ways in late_advice(agenda, words)]
    title = f"**{escaped(words('If you are late, cut this'))}**"
    return block("part", "late", joined(title, bullets(told))) if told else ""


def _timed(
    lines: list[str], module: Module, agenda: Agenda, language: str, words: Words
) -> list[str]:
    """Return the lines of a body whose segments' headings carry clock times."""
    timed = lines[:]
    for item in agenda.items:
        title = escaped(segment_title(item.segment, words))
        clock = clock_text(item.start, language)
        minutes = words("{minutes} min", minutes=item.minutes)
        timed[item.segment.span.line - module.body.first_line] = f"## {clock}  {title} ({minutes})"
    for segment in agenda.left_out:
        title = escaped(segment_title(segment, words))
        left = words("no time in this slot")
        timed[segment.span.line - module.body.first_line] = f"## {title} ({left})"
    return timed
