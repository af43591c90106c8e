"""What rules about wording share: where words of prose stand in the file, and in which sentence."""

from functools import lru_cache

from curriculumkit.model.document import Prose
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document
from curriculumkit.source import SourceText, Span

_ASCII = 0x80
_TO_SPACES = bytes(
    code if code >= _ASCII or chr(code).isalpha() else ord(" ") for code in range(256)
)
"""What is no letter of ASCII becomes a space; bytes of other letters stay."""

LONGEST_PARAGRAPH = 60
"""How many lines of a paragraph are searched for a word."""


@lru_cache(maxsize=2)
def words_of(source: SourceText) -> frozenset[str]:
    """Return every word of a file in lower case, so that rules see fast what cannot be there."""
    lowered = source.text.lower()
    for mark in "“”‘’–—…¿¡«»":
        lowered = lowered.replace(mark, " ")
    return frozenset(lowered.encode().translate(_TO_SPACES).decode().split())


def language_of(document: Document, library: Library) -> str:
    """Return the language that a document is written in; modules are in the main language."""
    return document.language if isinstance(document, Handout) else library.main_language


def place_in(source: SourceText, prose: Prose, start: int, end: int) -> Span:
    """Return where the characters from `start` to `end` of a run of prose stand in its file.

    Markup is not part of prose, so the words are searched for: the same words at the same turn.
    Where markup parts them, the place is the line on which the run begins.
    """
    words = prose.text[start:end]
    turn = prose.text.count(words, 0, start)
    stands = _stands(source, prose.span.line, words)
    if turn >= len(stands):
        return prose.span
    line, column = stands[turn]
    return Span(line, column, line, column + len(words))


@lru_cache(maxsize=64)
def _stands(source: SourceText, first_line: int, words: str) -> tuple[tuple[int, int], ...]:
    """Return every line and column where words stand in the paragraph that begins on a line."""
    found: list[tuple[int, int]] = []
    for number in range(first_line, first_line + LONGEST_PARAGRAPH):
        line = source.line(number)
        if number > first_line and not line.strip():
            break
        column = line.find(words)
        while column >= 0:
            found.append((number, column + 1))
            column = line.find(words, column + 1)
    return tuple(found)


def start_of(source: SourceText, prose: Prose, sentence: str) -> Span:
    """Return where a sentence of a run of prose begins: the place of its first words."""
    start = max(prose.text.find(sentence), 0)
    for length in (60, 30, 15):
        span = place_in(source, prose, start, start + min(length, len(sentence)))
        if span != prose.span:
            return span
    return prose.span
