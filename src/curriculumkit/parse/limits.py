"""How much one document may hold, so that no file keeps the program busy for long.

Markdown parsers take time that grows with the square of some texts, such as a long row of opening
brackets. The limits are several times what the longest document of a large library needs.
"""

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.parse.problems import problem
from curriculumkit.source import SourceText

MAX_CHARACTERS = 120_000
"""How many characters a document may have."""

MAX_LINES = 4_000
"""How many lines a document may have."""

MAX_PARAGRAPH = 12_000
"""How many characters may follow one another without an empty line."""

MAX_COLUMNS = 60
"""How many columns a table may have."""

MAX_MARKERS = 12
"""How many lists and quotations may stand inside one another."""


def too_much(source: SourceText) -> Diagnostic | None:
    """Return why a document is not even parsed, or None."""
    if len(source.text) > MAX_CHARACTERS:
        return _refused(source, 1, f"the document has more than {MAX_CHARACTERS:,} characters")
    if len(source.lines) > MAX_LINES:
        return _refused(source, 1, f"the document has more than {MAX_LINES:,} lines")
    size = 0
    for number, line in enumerate(source.lines, 1):
        size = size + len(line) + 1 if line.strip() else 0
        if size > MAX_PARAGRAPH:
            message = f"more than {MAX_PARAGRAPH:,} characters without an empty line"
            return _refused(source, number, message)
        if line.count("|") > MAX_COLUMNS:
            return _refused(source, number, f"a line with more than {MAX_COLUMNS} columns")
        if _markers(line) > MAX_MARKERS:
            message = f"more than {MAX_MARKERS} lists or quotations inside one another"
            return _refused(source, number, message)
    return None


def _markers(line: str) -> int:
    """Return how many lists and quotations a line opens or lies in, at most."""
    rest = line.lstrip(" \t>-+*0123456789.)")
    head = line[: len(line) - len(rest)].expandtabs(4)
    if not head.strip(" 0123456789"):
        return 0
    marks = sum(one in ">-+*.)" for one in head.replace("--", "").replace("**", ""))
    return marks + head.count(" " * 4)


def _refused(source: SourceText, line: int, message: str) -> Diagnostic:
    hint = "Make several documents of it, or write it in a plainer way."
    return problem("file", source.path, message, hint, source.span_of_line(line))
