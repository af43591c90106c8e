"""The facilitator's guide of a module: what the author wrote, and what follows from it."""

from collections.abc import Iterator, Mapping, Sequence

from curriculumkit.agenda import fit
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import LibrarySettings, Reference
from curriculumkit.model.module import Module
from curriculumkit.stage.document import (
    Resolve,
    body_lines,
    docname,
    sources_part,
    staged_document,
)
from curriculumkit.stage.lengths import lengths_setting, segment_title
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    facts,
    joined,
    reference,
    table,
    ticks,
)
from curriculumkit.stage.staged import PARTS, Staged
from curriculumkit.words import Words, words_of


def guide_files(
    module: Module,
    handouts: Sequence[Handout],
    settings: LibrarySettings,
    references: Mapping[str, Reference],
    resolve: Resolve,
    *,
    language: str,
    draft: bool,
    topic: str = "",
) -> dict[str, Staged]:
    """Return the staged files of a module's guide: the page and its head.

    `topic` is the title of the module's topic.
    """
    words = words_of(language)
    page = docname(module.path)
    values = guide_values(module, "guide", language, draft=draft, topic=topic)
    values["ck_lengths"] = lengths_setting(module, settings.slots, words)
    head = joined(
        escaped(module.front.summary),
        glance_part(module, handouts, resolve, words),
        agenda_part(module, settings.slots, words),
        before_part(module, words),
    )
    lines = body_lines(module, page, resolve)
    tail = guide_tail(module, handouts, references, words, language)
    return {
        f"{page}.md": staged_document(module, page, values, module.front.title, lines, tail),
        f"{PARTS}/{page}.md": Staged(head),
    }


def guide_values(
    module: Module, kind: str, language: str, *, draft: bool, topic: str
) -> dict[str, object]:
    """Return the page settings of a guide."""
    return {
        "ck_kind": kind,
        "ck_language": language,
        "ck_digest": module.source.digest,
        "ck_draft": draft,
        "ck_description": module.front.summary,
        "ck_least": module.least_minutes,
        "ck_topic": module.front.topic,
        "ck_topic_title": topic,
    }


def guide_tail(
    module: Module,
    handouts: Sequence[Handout],
    references: Mapping[str, Reference],
    words: Words,
    language: str,
) -> str:
    """Return what follows the segments: handouts, checklist, record and sources."""
    return joined(
        handouts_part(handouts, words),
        checklist_part(module, words),
        record_part(module, words),
        sources_part(module.front.sources, references, words, language),
    )


def glance_part(module: Module, handouts: Sequence[Handout], resolve: Resolve, words: Words) -> str:
    """Return the box at the top: what to know before anything else."""
    rows = list(_glance(module, handouts, resolve, words))
    objectives = bullets(escaped(one) for one in module.front.objectives)
    inside = joined(facts(rows), f"**{escaped(words('At the end, people can:'))}**", objectives)
    return block("part", "glance", inside)


def _glance(
    module: Module, handouts: Sequence[Handout], resolve: Resolve, words: Words
) -> Iterator[tuple[str, str]]:
    front = module.front
    least, most = module.least_minutes, module.most_minutes
    yield words("Minutes:"), words("{least} to {most}", least=least, most=most)
    few, many = front.people
    people = words("one person")
    if many > 1:
        size = str(many) if few == many else f"{few}–{many}"
        people = words("{size} people", size=size)
    yield words("Format:"), f"{words(front.format.capitalize())}, {people}"
    yield words("Intensity:"), words(front.intensity.capitalize())
    leaders = words("two, both in the room") if front.staff.co_leader else words("one")
    yield words("Leaders:"), leaders
    yield words("By video:"), words("yes") if front.telehealth else words("no")
    if handouts:
        pages = (reference("handout", one.front.title, docname(one.path)) for one in handouts)
        yield words("Hand out:"), "; ".join(pages)
    if front.materials:
        yield words("Bring:"), "; ".join(map(escaped, front.materials))
    if front.prerequisites:
        targets = (resolve("module", one.module) for one in front.prerequisites)
        named = (reference("module", *target) for target in targets if target)
        yield words("Comes after:"), "; ".join(named)


def agenda_part(module: Module, slots: Sequence[int], words: Words) -> str:
    """Return the table of segments with their minutes in each slot of the library."""
    agendas = [fit(module.segments, minutes) for minutes in slots]
    given = [{item.segment.span.line: item.minutes for item in one.items} for one in agendas]
    header = [words("Agenda"), *(words("In {minutes} min", minutes=one) for one in slots)]
    rows = [
        [
            escaped(segment_title(segment, words)),
            *(str(one.get(segment.span.line, "–")) for one in given),
        ]
        for segment in module.segments
    ]
    return block("part", "agenda", table(header, rows))


def before_part(module: Module, words: Words) -> str:
    """Return the recap for whoever missed what came before."""
    if not module.front.recap:
        return ""
    recap = escaped(module.front.recap)
    title = words("For anyone who missed what came before")
    return block(
        "part", "recap", joined(f"**{escaped(title)}**", block("say", "", recap)), colons=4
    )


def handouts_part(handouts: Sequence[Handout], words: Words) -> str:
    """Return the list of handouts with their purposes."""
    if not handouts:
        return ""
    items = (
        f"{reference('handout', one.front.title, docname(one.path))} "
        f"({words(one.front.kind.capitalize().replace('-', ' ')).lower()}): "
        f"{escaped(one.front.purpose)}"
        for one in handouts
    )
    return joined(f"## {words('Handouts')}", bullets(items))


def checklist_part(module: Module, words: Words) -> str:
    """Return the fidelity checklist: what was done of the session."""
    done = [segment_title(one, words) for one in module.segments if one.is_treatment]
    reached = [
        words("People could: {objective}", objective=_lowered(one))
        for one in module.front.objectives
    ]
    handed = [words("Everyone had the handouts and time to write.")] if module.handout_ids else []
    return joined(
        f"## {words('Fidelity checklist')}",
        words("Tick what the group really did. What was cut, and why, belongs in the record."),
        ticks([*done, *handed, *reached]),
    )


def record_part(module: Module, words: Words) -> str:
    """Return the prompts for the session record, derived from the objectives."""
    prompts = [
        words("What shows that people could {objective}", objective=_lowered(one))
        for one in module.front.objectives
    ]
    asked = [
        *prompts,
        words("Who needs a follow-up, and by when (initials only)"),
        words("What was cut or changed, and why"),
    ]
    fields = [block("write", one.rstrip("."), ":lines: 2") for one in asked]
    return joined(
        f"## {words('Session record')}",
        words("Use initials at most. This sheet is for your notes, not for names."),
        *fields,
    )


def _lowered(objective: str) -> str:
    return objective[:1].lower() + objective[1:].rstrip(".")
