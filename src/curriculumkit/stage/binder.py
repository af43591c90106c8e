"""Binders: a whole track as one book, with its sessions under a tab for each week."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from curriculumkit.agenda import clock_minutes, clock_text
from curriculumkit.model.library import Library
from curriculumkit.model.plan import Plan
from curriculumkit.stage.document import docname
from curriculumkit.stage.plans import DAYS, session_pages, title_of
from curriculumkit.words import words_of


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a binder: the key of its place, what stands before its title, its page."""

    key: str
    before: str
    title: str
    page: str


@dataclass(frozen=True, slots=True)
class Week:
    """The sessions under one tab: the number of the week, its title, and what is in it."""

    number: int
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Binder:
    """A track as a book; each term of the index has the keys of the places that it leads to."""

    title: str
    digest: str
    draft: bool
    weeks: tuple[Week, ...]
    handouts: tuple[Entry, ...]
    lacking: tuple[str, ...]
    index: tuple[tuple[str, tuple[str, ...]], ...]


def binder_of(library: Library, plan: Plan, language: str, handout_language: str) -> Binder:
    """Return the book of a plan: its sessions in order, then each of their handouts once."""
    modules = {one.id: one for one in library.modules}
    used = [modules[one.module] for one in plan.front.sessions]
    wanted = dict.fromkeys(one.id for module in used for one in library.handouts_of(module))
    found = {one: library.handout(one, handout_language) for one in wanted}
    handouts = [one for one in found.values() if one]
    handouts.sort(key=lambda one: sort_key(one.front.title))
    entries = tuple(
        Entry(f"handout-{number}", "", one.front.title, docname(one.path))
        for number, one in enumerate(handouts, 1)
    )
    lacking = [one for one, there in found.items() if there is None]
    weeks = tuple(_weeks(library, plan, language))
    return Binder(
        title=title_of(plan, language),
        digest=plan.source.digest,
        draft=any(map(library.is_draft, used)) or any(map(library.is_draft, handouts)),
        weeks=weeks,
        handouts=entries,
        lacking=tuple(_handout_title(library, one) for one in lacking),
        index=tuple(_index(library, plan, weeks, entries, language)),
    )


def _weeks(library: Library, plan: Plan, language: str) -> Iterator[Week]:
    words = words_of(language)
    modules = {one.id: one for one in library.modules}
    paged = zip(plan.front.sessions, session_pages(plan), strict=True)
    numbered = enumerate(paged, 1)
    for week, group in groupby(numbered, key=lambda one: one[1][0].week):
        entries = tuple(
            Entry(
                f"session-{number}",
                f"{words(DAYS[one.day])}, {clock_text(clock_minutes(one.start), language)}",
                modules[one.module].front.title,
                page,
            )
            for number, (one, page) in group
        )
        yield Week(week, words("Week {week}", week=week), entries)


def _index(
    library: Library,
    plan: Plan,
    weeks: Sequence[Week],
    handouts: Sequence[Entry],
    language: str,
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the terms, sorted: topics, sessions and handouts, each with the keys of its places."""
    modules = {one.id: one for one in library.modules}
    topics = {one.id: one.title.get(language, "") for one in library.topics}
    terms: dict[str, list[str]] = {}
    entries = [entry for week in weeks for entry in week.entries]
    for session, entry in zip(plan.front.sessions, entries, strict=True):
        topic = topics.get(modules[session.module].front.topic, "")
        for term in filter(None, {topic: 1, entry.title: 1}):
            terms.setdefault(term, []).append(entry.key)
    for entry in handouts:
        terms.setdefault(entry.title, []).append(entry.key)
    for term in sorted(terms, key=sort_key):
        yield term, tuple(terms[term])


def _handout_title(library: Library, handout: str) -> str:
    main = library.handout(handout, library.main_language)
    return main.front.title if main else handout


def sort_key(text: str) -> tuple[str, str]:
    """Return the key to sort a title by: letters without their accents, then the title itself."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(one for one in letters if one.isalnum() or one == " ")
    return plain.strip(), text
