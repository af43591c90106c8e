"""PDFs read back, to see that every word of the page is on paper, and no other."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from curriculumkit.typst.wording import words_in

_PDFIUM = Lock()

_CUT = 20
"""How long a word is that more than one line's end may cut."""

_LINE_HYPHEN = "￾"
"""What PDFium writes for a hyphen at the end of a line."""

_DRAWN_IN_PARTS = re.compile("([\u1ea0-\u1ef9])\\1")
"""A Vietnamese letter that the font draws as a letter and its accents: PDFium reads it twice."""

_Run = tuple[float, float, float, float]
"""The left, bottom, right and top of a run of text, in points from the lower left corner."""


@dataclass(frozen=True, slots=True)
class Readback:
    """What a PDF says: its text, page by page.

    `outside` are the texts that do not lie wholly on their page.
    """

    pages: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Return the words of all pages."""
        return [word for page in self.pages for word in words_in(page)]


def read_back(pdf: bytes) -> Readback:
    """Return what a PDF says."""
    texts: list[str] = []
    outside: list[str] = []
    with _opened(pdf) as document:
        for page in document:
            text = page.get_textpage()
            texts.append(_plain(text.get_text_range()))
            width, height = page.get_size()
            beyond = (run for run in _runs(text) if _lies_outside(run, width, height))
            outside += [text.get_text_bounded(*run) for run in beyond]
            text.close()
            page.close()
    return Readback(tuple(texts), tuple(outside))


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    with _opened(pdf) as document:
        return len(document)


def fill(pdf: bytes) -> float:
    """Return how many pages the text of a PDF takes above the foot; only the last one is read.

    The last page counts in part, as 1.4 for one page and less than half.
    """
    with _opened(pdf) as document:
        before = len(document) - 1
        page = document[before]
        text = page.get_textpage()
        last = _filled(_runs(text), page.get_height())
        text.close()
        page.close()
    return before + last


@contextmanager
def _opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF. PDFium is not made for threads, so only one reads at a time."""
    with _PDFIUM:
        document = pdfium.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _runs(text: pdfium.PdfTextPage) -> list[_Run]:
    """Return where the runs of a page's text lie."""
    return [text.get_rect(index) for index in range(text.count_rects())]


def _plain(told: str) -> str:
    """Return what PDFium reads as the reader sees it."""
    hyphened = told.replace(_LINE_HYPHEN, "-").replace("\x02", "-")
    return _DRAWN_IN_PARTS.sub(r"\1", hyphened)


def _lies_outside(run: _Run, width: float, height: float) -> bool:
    left, bottom, right, top = run
    return left < 0 or bottom < 0 or right > width or top > height


def _filled(runs: list[_Run], height: float) -> float:
    """Return what part of a page the text takes that stands above the foot."""
    foot = 0.11 * height
    lowest = min((bottom for _, bottom, _, _ in runs if bottom > foot), default=height)
    return (height - lowest) / (height - foot)


@dataclass(frozen=True, slots=True)
class Difference:
    """How a print differs from its page: words that are missing, words that are foreign."""

    missing: tuple[str, ...]
    foreign: tuple[str, ...]
    outside: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any difference."""
        return bool(self.missing or self.foreign or self.outside)

    def __str__(self) -> str:
        """Return it in one line."""
        told = []
        if self.missing:
            told.append(f"the print lacks words of the page: {_some(self.missing)}")
        if self.foreign:
            told.append(f"the print has words that the page has not: {_some(self.foreign)}")
        if self.outside:
            told.append("text runs over the edge of the paper")
        return "; ".join(told)

    @property
    def telling(self) -> tuple[str, ...]:
        """Return the texts of the page that tell where it differs, if there are any."""
        return self.missing or self.outside


def difference(
    read: Readback, page: Iterable[str], allowed: Iterable[str], drawn: str = ""
) -> Difference:
    """Return how a print differs from its page.

    Every word of `page` must be in the print as often as on the page. Words of the print must be
    in `page` or in `allowed`, such as those of the foot, or parts of `drawn`, as words in pictures
    may stand letter by letter, turned or from right to left; numbers may be added, as in lists.
    """
    wanted = Counter(page)
    found = Counter(_paired(_rejoined(read.words, wanted), wanted))
    missing = tuple(sorted((wanted - found).elements()))
    known = wanted.keys() | set(allowed)
    beyond = (word for word in found if word not in known and word not in drawn)
    foreign = tuple(sorted(word for word in beyond if not word.isdigit()))
    return Difference(missing, foreign, read.outside)


def _rejoined(words: list[str], wanted: Collection[str]) -> list[str]:
    """Return the words; those that lines' ends cut, as in long addresses, are made whole."""
    long = [one for one in wanted if len(one) >= _CUT]
    joined: list[str] = []
    for word in words:
        both = joined[-1] + word if joined else ""
        if joined and joined[-1] not in wanted and _is_begun(both, wanted, long):
            joined[-1] = both
        else:
            joined.append(word)
    return joined


def _paired(words: list[str], wanted: Counter[str]) -> list[str]:
    """Return the words; two in a row that are too many make one that is missing.

    The end of a line may cut a word into two that the page has as well, elsewhere.
    """
    found = Counter(words)
    beyond, missing = found - wanted, wanted - found
    joined: list[str] = []
    for word in words:
        before = joined[-1] if joined else ""
        if missing[before + word] > 0 and beyond[before] > 0 and beyond[word] > 0:
            missing[before + word] -= 1
            beyond -= Counter((before, word))
            joined[-1] = before + word
        else:
            joined.append(word)
    return joined


def _is_begun(text: str, wanted: Collection[str], long: Sequence[str]) -> bool:
    return text in wanted or (len(text) >= _CUT and any(one.startswith(text) for one in long))


def _some(words: tuple[str, ...], limit: int = 8) -> str:
    shown = ", ".join(dict.fromkeys(words[:limit]))
    return f"{shown} and {len(words) - limit} more" if len(words) > limit else shown
