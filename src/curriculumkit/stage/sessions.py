"""Tonight's guide: a module fitted to its slot, with clock times and dates."""

from collections.abc import Mapping, Sequence

from curriculumkit.agenda import Agenda, clock_minutes, clock_text, fit
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Reference
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan
from curriculumkit.stage.calendar import Calendar, session_dates
from curriculumkit.stage.document import Resolve, body_lines, staged_document
from curriculumkit.stage.guide import (
    before_part,
    glance_part,
    guide_tail,
    guide_values,
)
from curriculumkit.stage.lengths import late_advice, lengths_setting, segment_title
from curriculumkit.stage.markup import block, bullets, escaped, facts, joined, said, table
from curriculumkit.stage.plans import plan_page, when
from curriculumkit.stage.staged import PARTS, Staged
from curriculumkit.words import Words, words_of


def session_files(
    plan: Plan,
    number: int,
    pages: Sequence[str],
    module: Module,
    handouts: Sequence[Handout],
    references: Mapping[str, Reference],
    resolve: Resolve,
    *,
    language: str,
    draft: bool,
    topic: str = "",
    slots: Sequence[int] = (),
    calendar: Calendar | None = None,
) -> dict[str, Staged]:
    """Return tonight's guide of session `number` (from 0): the module fitted to its slot.

    `pages` are those of all sessions of the plan; `topic` is the title of the module's topic,
    `slots` are the library's usual lengths, `calendar` holds the plan's dates.
    """
    words = words_of(language)
    session, page = plan.front.sessions[number], pages[number]
    agenda = fit(module.segments, session.minutes, clock_minutes(session.start))
    values = guide_values(module, "session", language, draft=draft, topic=topic)
    values["ck_when"] = when(session, language, words)
    values["ck_start"] = clock_minutes(session.start)
    values["ck_length"] = session.minutes
    values["ck_lengths"] = lengths_setting(module, (*slots, session.minutes), words)
    values |= _neighbors(plan, number, pages, resolve, language, words)
    known = session_dates(calendar, session, language, words) if calendar else []
    known += [(words("Room:"), session.room)] if session.room else []
    head = joined(
        f"**{escaped(str(values['ck_when']))}**",
        facts((label, escaped(text)) for label, text in known),
        clock_part(agenda, language, words),
        late_part(agenda, words),
        glance_part(module, handouts, resolve, words),
        before_part(module, words),
    )
    lines = _timed(body_lines(module, page, resolve), module, agenda, language, words)
    tail = guide_tail(module, handouts, references, words, language)
    title = module.front.title
    return {
        f"{page}.md": staged_document(module, page, values, title, lines, tail),
        f"{PARTS}/{page}.md": Staged(head),
    }


def _neighbors(
    plan: Plan,
    here: int,
    pages: Sequence[str],
    resolve: Resolve,
    language: str,
    words: Words,
) -> dict[str, object]:
    """Return the page settings that lead to the track, and to the sessions before and after."""
    track, of = said(plan.front.title, language)
    values: dict[str, object] = {
        "ck_track": track,
        "ck_track_language": of if of != language else "",
        "ck_track_page": plan_page(plan.id),
    }
    sessions = plan.front.sessions
    for name, number in (("previous", here - 1), ("next", here + 1)):
        if not 0 <= number < len(sessions):
            continue
        other = sessions[number]
        title, _ = resolve("module", other.module) or ("", "")
        values[f"ck_{name}"] = title
        values[f"ck_{name}_page"] = pages[number]
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
