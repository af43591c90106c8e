"""The patient edition: home, topics, handouts, schedules and help, in one language."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from babel import Locale

from curriculumkit.agenda import clock_minutes, clock_text
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Topic
from curriculumkit.stage.calendar import (
    Told,
    today_data,
    today_setting,
    track_line,
    week_dates,
)
from curriculumkit.stage.document import Target, images_of
from curriculumkit.stage.handout import handout_files
from curriculumkit.stage.help import help_part
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    foreign,
    in_language,
    indented,
    joined,
    reference,
    said,
    settings,
    toctree,
)
from curriculumkit.stage.parts import part_links, part_values, parts_of
from curriculumkit.stage.plans import DAYS, closed_part
from curriculumkit.stage.public import PublicLibrary, PublicPlan, PublicSession
from curriculumkit.stage.staged import Stage, Staged
from curriculumkit.words import Words, words_of

PAGES = "pages"
"""The page that lists every handout."""


def stage_patient(library: PublicLibrary, language: str) -> Stage:
    """Return the staged patient edition in a language."""
    handouts = library.of_language(language)
    topics = {one.id: one.title.get(language, "") for one in library.topics}
    targets: dict[str, Target] = {one.id: (one.front.title, handout_page(one)) for one in handouts}
    help_lines = help_part(library.settings, language, words_of(language))
    files: dict[str, Staged] = {}
    images: dict[str, str] = {}
    for handout in handouts:
        images |= images_of(handout)
        files |= handout_files(
            handout,
            library.settings,
            library.references,
            lambda role, id_: targets.get(id_) if role == "handout" else None,
            page=handout_page(handout),
            draft=handout.source.digest not in library.signed,
            topic=topics.get(handout.front.topic, ""),
            also=" ".join(_also(library, handout)),
            help_lines=help_lines,
        )
    return Stage("patient", language, files | _pages(library, language), images)


def handout_page(handout: Handout) -> str:
    """Return the page of a handout: the same in every language's edition."""
    return f"handouts/{handout.id}"


def _also(library: PublicLibrary, handout: Handout) -> list[str]:
    """Return the other languages that have a handout."""
    return sorted(library.versions[handout.id].keys() - {handout.language})


def _pages(library: PublicLibrary, language: str) -> dict[str, Staged]:
    words = words_of(language)
    topics = [one for one in library.topics if _sheets(library.handouts, one)]
    pages = {
        "index": _home(library, topics, language, words),
        "help": _help(library, language, words),
    }
    pages |= _list(library, language, words)
    pages |= {f"topics/{one.id}": _topic(library, one, language, words) for one in topics}
    pages |= {f"tracks/{one.id}": _schedule(library, one, language, words) for one in library.plans}
    return {f"{page}.md": staged for page, staged in pages.items()}


def _page(
    library: PublicLibrary,
    kind: str,
    language: str,
    title: str,
    *parts: str,
    of: str = "",
    summary: str = "",
    also: str = "{language}",
    more: Mapping[str, object] | None = None,
) -> Staged:
    """Return a page: its settings, title and parts, and the help lines.

    `of` is the language of its title, where that is another one. `also` is where the page is in
    another language: by default at the same place; `more` are further settings.
    """
    others = (one for one in library.settings.languages if one != language)
    values = {
        "ck_kind": kind,
        "ck_language": language,
        "ck_also": " ".join(also.format(language=one) for one in others),
        "ck_description": summary,
        **(more or {}),
    }
    lines = help_part(library.settings, language, words_of(language))
    return Staged(
        joined(settings(values), f"# {foreign(title, of or language, language)}", *parts, lines)
    )


def _home(library: PublicLibrary, topics: list[Topic], language: str, words: Words) -> Staged:
    themes = _cards(
        (one.title[language], f"topics/{one.id}", one.summary[language]) for one in topics
    )
    tracks = [(one.id, *said(one.title, language)) for one in library.plans]
    schedules = _cards(
        (title, _other(f"tracks/{id_}", of, language), "") for id_, title, of in tracks
    )
    name, of = said(library.settings.name, language)
    more = reference("page", words("All pages, from A to Z"), PAGES)
    return _page(
        library,
        "home",
        language,
        name,
        words("Pages from your group, to read again or fill in."),
        joined(f"## {words('Your groups')}", schedules) if library.plans else "",
        joined(f"## {words('Choose a topic')}", themes, block("part", "more", more)),
        toctree(
            [
                *(f"topics/{one.id}" for one in topics),
                *(f"tracks/{one.id}" for one in library.plans),
                PAGES,
                "help",
            ]
        ),
        of=of,
    )


def _other(page: str, of: str, language: str) -> str:
    """Return a page to lead to, whose title may be of another language."""
    return in_language(page, of if of != language else "")


def _cards(entries: Iterable[tuple[str, str, str]]) -> str:
    """Return entries that lead to pages: of each the title, the page and one sentence."""
    return block("part", "cards", bullets(_card(*one) for one in entries))


def _card(title: str, page: str, text: str) -> str:
    return joined(reference("page", title, page), indented(escaped(text)) if text else "").rstrip()


def _topic(library: PublicLibrary, topic: Topic, language: str, words: Words) -> Staged:
    sheets = _sheets(library.of_language(language), topic)
    return _page(
        library,
        "topic",
        language,
        topic.title[language],
        escaped(topic.summary[language]),
        _handouts(sheets) if sheets else "",
        _elsewhere(library, _sheets(library.handouts, topic), language, words),
        summary=topic.summary[language],
    )


def _sheets(handouts: Iterable[Handout], topic: Topic) -> list[Handout]:
    return [one for one in handouts if one.front.topic == topic.id]


def _handouts(sheets: Sequence[Handout]) -> str:
    return block("part", "cards", bullets(map(_entry, sheets)))


def _entry(handout: Handout) -> str:
    front = handout.front
    return _card(front.title, handout_page(handout), front.purpose)


def _elsewhere(
    library: PublicLibrary, sheets: Sequence[Handout], language: str, words: Words
) -> str:
    """Return links to the handouts that only other languages have, by language."""
    here = {one.id for one in library.of_language(language)}
    parts = []
    for other in library.settings.languages:
        items = [
            reference("elsewhere", one.front.title, f"{other}/{handout_page(one)}")
            for one in sheets
            if one.language == other and one.id not in here
        ]
        if items:
            name = Locale(other).get_language_name(language) or other
            parts += [f"## {words('Only in {language} for now', language=name)}", bullets(items)]
    return joined(*parts).rstrip()


def _list(library: PublicLibrary, language: str, words: Words) -> dict[str, Staged]:
    """Return the page of all handouts, or its pages, where they are many."""
    sheets = sorted(library.of_language(language), key=lambda one: one.front.title)
    parts = parts_of(PAGES, [_entry(one) for one in sheets])
    return {
        page: _page(
            library,
            "list",
            language,
            words("All pages, from A to Z"),
            block("part", "cards filter", bullets(entries)) if sheets else "",
            part_links(parts, page, words),
            _elsewhere(library, library.handouts, language, words) if page == PAGES else "",
            toctree(map(handout_page, sheets)) if page == PAGES else "",
            also="{language}" if page == PAGES else f"{{language}}:../{{language}}/{PAGES}",
            more=part_values(parts, page),
        )
        for page, entries in parts.items()
    }


def _schedule(library: PublicLibrary, plan: PublicPlan, language: str, words: Words) -> Staged:
    """Return a patient's schedule: titles and one line each, and the pages that go with them."""
    term = plan.term
    parts = [escaped(track_line(term, language, words))] if term else []
    for week, sessions in groupby(plan.sessions, key=lambda one: one.week):
        rows = [_meeting(one, library, language, words) for one in sessions]
        parts += [
            f"## {words('Week {week}', week=week)}",
            escaped(week_dates(term, week, language, words)) if term else "",
            block("part", "meetings", bullets(rows)),
        ]
    own = library.settings.languages[0]
    parts += [closed_part(term, language, words, own)] if term else []
    title, of = said(plan.title, language)
    more = {"ck_today": _today(library, plan, language)}
    return _page(library, "plan", language, title, *parts, of=of, more=more)


def _today(library: PublicLibrary, plan: PublicPlan, language: str) -> str:
    """Return what a schedule needs to find the next session of a track with dates."""
    if plan.term is None or plan.term.start is None:
        return ""
    sessions = []
    for one in plan.sessions:
        told_in = _told_in(one, library, language)
        other = told_in if told_in != language else ""
        title = one.module.lines[told_in].title
        sessions.append(Told(one.week, one.day, one.start, one.minutes, title, other))
    return today_setting([today_data(plan.term, "", sessions)])


def _told_in(session: PublicSession, library: PublicLibrary, language: str) -> str:
    """Return the language in which a session's public lines are told to readers of another."""
    return language if language in session.module.lines else library.settings.languages[0]


def _meeting(session: PublicSession, library: PublicLibrary, language: str, words: Words) -> str:
    """Return a session in a schedule, with its handouts; what is in another language says so."""
    module, told_in = session.module, _told_in(session, library, language)
    lines = module.lines[told_in]
    clock = clock_text(clock_minutes(session.start), language)
    end = clock_text(clock_minutes(session.start) + session.minutes, language)
    time = words("{day}, {start} to {end}", day=words(DAYS[session.day]), start=clock, end=end)
    sheets = (library.handout(id_, language) for id_ in module.handouts)
    pages = bullets(_sheet(one, language, words) for one in sheets if one)
    title = foreign(f"{lines.title}.", told_in, language)
    text = f"**{title}** {foreign(lines.for_patients, told_in, language)}"
    return f"{escaped(time)}\n\n{indented(joined(text, pages))}".rstrip()


def _sheet(handout: Handout, language: str, words: Words) -> str:
    """Return a link to a handout, in the edition that has it; another language is named."""
    page, title = handout_page(handout), handout.front.title
    if handout.language == language:
        return reference("handout", title, page)
    name = Locale(handout.language).get_language_name(language) or handout.language
    named = words("in {language}", language=name)
    return f"{reference('elsewhere', title, f'{handout.language}/{page}')} ({escaped(named)})"


def _help(library: PublicLibrary, language: str, words: Words) -> Staged:
    told = words("You can call or text any time. You do not have to give your name.")
    return _page(library, "help", language, words("Help"), told)
