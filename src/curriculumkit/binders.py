"""Binders printed: contents, a tab for each week, the handouts, and an index.

A binder is compiled a few documents at a time and joined, so that no more memory is needed for a
long track than for a short one. What is compiled has to know the number of its first page and of
all pages. They follow from how many pages each document takes when it is printed alone; when a
section turns out otherwise, what it turned out to be is taken for the next attempt.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pikepdf

from curriculumkit.packs import (
    Told,
    checked_pdfs,
    included,
    kept_pdf,
    note_pdf,
    sources_digest,
)
from curriculumkit.site import BuildError, Trouble, Workplace
from curriculumkit.stage.binder import Binder, Entry
from curriculumkit.typst.joining import joined
from curriculumkit.typst.packing import Included, Part, Sheet, Tab, section_source
from curriculumkit.typst.sheets import sheet_of
from curriculumkit.words import Words, words_of

_ATTEMPTS = 4
_TOGETHER = 8
"""How many parts of a section are compiled at once."""

_OPENING = 2
"""How many pages the page that opens a section takes, with its back."""


@dataclass(frozen=True)
class _Section:
    """The documents under a tab: what opens them, the pages of each from where it begins.

    `lengths` holds, for the opening and each document, how many pages it takes, its back included.
    """

    title: str
    entries: tuple[Entry, ...]
    documents: tuple[Included, ...]
    tab: Tab
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class _Numbers:
    """Where the parts of a book begin, from page 1: the sections, each entry, the index.

    `total` is how many pages the book has.
    """

    sections: tuple[int, ...]
    entries: Mapping[str, int]
    index: int
    total: int


def press_binder(
    binder: Binder, language: str, place: Workplace, edition: Told, old: Path
) -> bytes:
    """Return the PDF of a binder, its pages numbered throughout; `old` if that is it.

    Raises `BuildError` when it cannot be made, or when a word of its documents is not in it.
    """
    press = _Press(binder, language, place, edition)
    key = sources_digest(press.sources(press.numbers(2, 2)), place)
    if (kept := kept_pdf(key, place, old)) is not None:
        return kept
    pdf = press.pressed()
    note_pdf(key, pdf, place, old)
    return pdf


class _Press:
    """What makes a binder: its sections, and how their sources are written."""

    def __init__(self, binder: Binder, language: str, place: Workplace, edition: Told) -> None:
        self.binder, self.place, self.words = binder, place, words_of(language)
        told = {
            "kind": "session",
            "language": language,
            "digest": binder.digest.removeprefix("sha256:"),
            "title": binder.title,
            "draft": str(binder.draft),
        }
        self.meta = {**sheet_of(told, "regular", edition), "told": False}
        self.sections = list(_sections(binder, place, edition, self.words))

    def numbers(self, front: int, index: int) -> _Numbers:
        """Return where everything begins when contents and index take so many pages."""
        starts = list(accumulate((sum(one.lengths) for one in self.sections), initial=front + 1))
        entries: dict[str, int] = {}
        for start, section in zip(starts, self.sections, strict=False):
            places = accumulate(section.lengths[:-1], initial=start)
            entries |= dict(
                zip((one.key for one in section.entries), list(places)[1:], strict=True)
            )
        return _Numbers(tuple(starts[:-1]), entries, starts[-1], starts[-1] + index - 1)

    def sources(self, numbers: _Numbers) -> list[str]:
        """Return the sources of the parts of the book: the front, each section, the index."""
        return [
            self._front(numbers),
            *(one for at in range(len(self.sections)) for one, _ in self._chunks(at, numbers)),
            self._index(numbers),
        ]

    def pressed(self) -> bytes:
        """Compile and join the parts, until each begins where the others say it does."""
        front, index = 2, 2
        for _ in range(_ATTEMPTS):
            numbers = self.numbers(front, index)
            first, last = self._made(self._front(numbers)), self._made(self._index(numbers))
            if (found := (_even(_count(first)), _count(last))) != (front, index):
                front, index = found
                continue
            made = [self._made_section(at, numbers) for at in range(len(self.sections))]
            lengths = [tuple(its for one in some for its in _lengths(one)) for some in made]
            if lengths == [one.lengths for one in self.sections]:
                return joined((first, *(one for some in made for one in some), last))
            self.sections = [
                replace(one, lengths=its) for one, its in zip(self.sections, lengths, strict=True)
            ]
        reason = "the pages of this binder cannot be numbered: its parts change their length"
        raise BuildError((Trouble("", 0, reason),))

    def _made(self, source: str, pages: Sequence[str] = ()) -> bytes:
        (pdf,) = checked_pdfs([source], pages, self.place)
        return pdf

    def _made_section(self, at: int, numbers: _Numbers) -> list[bytes]:
        return [self._made(source, pages) for source, pages in self._chunks(at, numbers)]

    def _sheet(self, name: str, title: str, numbers: _Numbers, data: Mapping[str, Any]) -> Sheet:
        meta = {**self.meta, "title": title, "book": numbers.total}
        return Sheet(name, meta, {"title": title, **data})

    def _front(self, numbers: _Numbers) -> str:
        parts = [(one.title, _rows(one.entries, numbers)) for one in self.sections]
        lines = tuple(_lines(self.binder, self.words))
        sheets = (
            self._sheet("title-page", self.binder.title, numbers, {"lines": lines}),
            self._sheet("contents", self.words("Contents"), numbers, {"parts": tuple(parts)}),
        )
        return section_source(self.meta, sheets, 1, None)

    def _chunks(self, at: int, numbers: _Numbers) -> Iterator[tuple[str, list[str]]]:
        """Yield the sources of a section, a few documents in each, and the pages in them."""
        one = self.sections[at]
        rows = _rows(one.entries, numbers)
        opening = self._sheet("week-page", one.title, numbers, {"entries": rows})
        documents = (
            replace(part, meta={**part.meta, "book": numbers.total}) for part in one.documents
        )
        parts: list[Part] = [opening, *documents]
        pages = ["", *(entry.page for entry in one.entries)]
        for start in range(0, len(parts), _TOGETHER):
            end = start + _TOGETHER
            first = numbers.sections[at] + sum(one.lengths[:start])
            source = section_source(self.meta, parts[start:end], first, one.tab)
            yield source, [page for page in pages[start:end] if page]

    def _index(self, numbers: _Numbers) -> str:
        terms = tuple(
            (term, tuple(sorted({numbers.entries[key] for key in keys})))
            for term, keys in self.binder.index
        )
        sheet = self._sheet("index-of", self.words("Index"), numbers, {"terms": terms})
        return section_source(self.meta, (sheet,), numbers.index, None)


def _sections(binder: Binder, place: Workplace, edition: Told, words: Words) -> Iterator[_Section]:
    """Yield the weeks, and the handouts as a section of their own."""
    total = len(binder.weeks) + bool(binder.handouts)
    parts = [(one.title, str(one.number), one.entries) for one in binder.weeks]
    if binder.handouts:
        title = words("Handouts")
        parts.append((title, title[:1], binder.handouts))
    for number, (title, label, entries) in enumerate(parts, 1):
        documents = tuple(included(one.page, place, edition) for one in entries)
        lengths = (_OPENING, *(_even(one.pages) for one in documents))
        yield _Section(title, entries, documents, Tab(number, total, label), lengths)


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


def _rows(entries: Sequence[Entry], numbers: _Numbers) -> tuple[tuple[int, str, str], ...]:
    return tuple((numbers.entries[one.key], one.before, one.title) for one in entries)


def _even(pages: int) -> int:
    """Return the number of pages on sheets that are printed on two sides."""
    return pages + pages % 2


def _count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _lengths(pdf: bytes) -> tuple[int, ...]:
    """Return how many pages each part of a section takes, by where its bookmark leads."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        starts: list[int] = []
        one: Any = opened.Root.Outlines.First
        while one is not None:
            starts.append(numbers[one.Dest[0].objgen])
            one = one.get("/Next")
        ends = [*starts[1:], _even(len(opened.pages))]
        return tuple(end - start for start, end in zip(starts, ends, strict=True))
