"""Binders printed: contents, a tab for each week, the handouts, and an index."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from curriculumkit.packs import Told, included, pressed
from curriculumkit.print import sheet_of
from curriculumkit.site import Workplace
from curriculumkit.stage.binder import Binder, Entry
from curriculumkit.typst.packing import Included, Part, Sheet, Tab, binder_source
from curriculumkit.words import Words, words_of


def press_binder(
    binder: Binder, language: str, place: Workplace, edition: Told, old: Path
) -> bytes:
    """Return the PDF of a binder, its pages numbered throughout; `old` if that is it.

    Raises `BuildError` when it cannot be made, or when a word of its documents is not in it.
    """
    words = words_of(language)
    told = {
        "kind": "session",
        "language": language,
        "digest": binder.digest.removeprefix("sha256:"),
        "title": binder.title,
        "draft": str(binder.draft),
    }
    meta = {**sheet_of(told, "regular", edition), "book": True, "told": False}

    def sheet(name: str, title: str, data: Mapping[str, Any]) -> Sheet:
        return Sheet(name, {**meta, "title": title}, {"title": title, **data})

    front = (
        sheet("title-page", binder.title, {"lines": tuple(_lines(binder, words))}),
        sheet("contents", words("Contents"), {"parts": tuple(_contents(binder, words))}),
    )
    tabs = list(_tabs(binder, sheet, place, edition, words))
    end = sheet("index-of", words("Index"), {"terms": binder.index})
    pages = [one.page for week in binder.weeks for one in week.entries]
    pages += [one.page for one in binder.handouts]
    return pressed(binder_source(meta, front, tabs, end), pages, place, old)


def _lines(binder: Binder, words: Words) -> Iterator[str]:
    """Yield what stands below the title."""
    count = sum(len(one.entries) for one in binder.weeks)
    weeks = len(binder.weeks)
    yield words("{weeks} weeks, {sessions} sessions", weeks=weeks, sessions=count)
    if binder.draft:
        yield words("Some of its documents are drafts; the foot of each page tells which.")
    if binder.lacking:
        lacking = "; ".join(binder.lacking)
        yield words("Not there in this language, and left out: {titles}.", titles=lacking)


def _contents(binder: Binder, words: Words) -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    for week in binder.weeks:
        yield week.title, _rows(week.entries)
    if binder.handouts:
        yield words("Handouts"), _rows(binder.handouts)


def _rows(entries: Sequence[Entry]) -> tuple[tuple[str, ...], ...]:
    return tuple((one.key, one.before, one.title) for one in entries)


def _tabs(
    binder: Binder, sheet: Any, place: Workplace, edition: Told, words: Words
) -> Iterator[Tab]:
    total = len(binder.weeks) + bool(binder.handouts)
    for number, week in enumerate(binder.weeks, 1):
        opening = sheet("week-page", week.title, {"entries": _rows(week.entries)})
        parts = _documents(week.entries, place, edition)
        yield Tab(number, total, str(week.number), (("", opening), *parts))
    if binder.handouts:
        title = words("Handouts")
        opening = sheet("week-page", title, {"entries": _rows(binder.handouts)})
        parts = _documents(binder.handouts, place, edition)
        yield Tab(total, total, title[:1], (("", opening), *parts))


def _documents(
    entries: Sequence[Entry], place: Workplace, edition: Told
) -> Iterator[tuple[str, Part]]:
    for one in entries:
        part = included(one.page, place, edition)
        meta = {**part.meta, "book": True, "told": False}
        yield one.key, Included(part.template, meta, part.file)
