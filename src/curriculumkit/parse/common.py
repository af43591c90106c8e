"""The block parse of Markdown as most documents are written, many times as fast as the parser's.

Headings, paragraphs, flat lists, tables and blocks between colons that begin at the margin are
told apart by the first characters of each line. A text with anything else (indented lines, code,
HTML, quotations, footnotes, link definitions …) is left whole to markdown-it-py, which says what
Markdown is: the tests hold both to the same results.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_START = r"(?:[^\W\d_]|[\"“‘'¿¡!…—–]|\d+(?![\d.)])|\*{1,2}(?=[^\s*])|_(?=[^\s_])|\{(?=[a-z]))"
"""How a line begins that can be nothing but words; `!` begins a picture."""

_LINE = re.compile(
    rf"""
    (?P<text> {_START}.*)
    | (?P<blank> [ ]*)
    | (?:-|\*|\d{{1,9}}[.)])[ ](?:\[[ xX]\][ ])?(?P<item> {_START}.*)
    | (?P<fence> :{{3,}})(?P<info> \{{[^}}\s]*\}}.*)
    | (?P<row> \|[^\\]*)
    | (?P<heading> \#{{1,6}})[ ]+(?P<title> [^\s\#](?:.*[^\s\#])?)[ ]*
    """,
    re.VERBOSE,
)
_ELSE = re.compile(r"[\t\r\0\v\f\x1c-\x1e\x85\u2028\u2029]|\^\[|\[\^")
"""Characters that count as space or end lines somewhere, and footnotes."""

_MOST_CELLS = 60_000
"""Beyond so many cells markdown-it-py fills up none."""

_RULER = re.compile(r":?-+:?")

_ITEM = (Token("list_item_open", "li", 1), Token("list_item_close", "li", -1))
_HEAD = (Token("th_open", "th", 1), Token("th_close", "th", -1))
_CELL = (Token("td_open", "td", 1), Token("td_close", "td", -1))
_HEADING_END = Token("heading_close", "h", -1)
_HEAD_END = Token("thead_close", "thead", -1)


class _OtherError(Exception):
    """The text holds Markdown of another kind."""


def common_tokens(text: str) -> list[Token] | None:
    """Return the tokens that tell the blocks of a text apart, or None for other Markdown.

    They are those of markdown-it-py without the ones that only surround others; `inline` tokens
    have no children yet, and boxes to tick are taken off.
    """
    if _ELSE.search(text):
        return None
    try:
        return list(_tokens(text.split("\n")))
    except _OtherError:
        return None


def _tokens(lines: Sequence[str]) -> Iterator[Token]:
    number, last = 0, len(lines)
    before = "blank"
    while number < last:
        found = _LINE.fullmatch(lines[number])
        kind = found.lastgroup if found else None
        if found is None or (before, kind) in _JOINED:
            raise _OtherError
        end = number + 1
        if kind == "text":
            while end < last and _TEXT.match(lines[end]):
                end += 1
            yield _inline("\n".join(lines[number:end]).strip(" "), number, end)
        elif kind == "item":
            yield _ITEM[0]
            yield _inline(found["item"].strip(" "), number, end)
            yield _ITEM[1]
        elif kind == "title":
            level = found["heading"]
            yield Token("heading_open", f"h{len(level)}", 1, map=[number, end])
            yield _inline(found["title"], number, end)
            yield _HEADING_END
        elif kind == "info":
            end = _end_of_fence(lines, number, len(found["fence"]))
            yield _fence(found, lines, number, end)
        elif kind == "row":
            while end < last and lines[end].startswith("|"):
                end += 1
            yield from _table(lines, number, end)
        before, number = kind or "", end


_TEXT = re.compile(_START)

_JOINED = frozenset(
    {("text", "item"), ("text", "row"), ("item", "text"), ("item", "row"), ("row", "text")}
    | {("row", "item"), ("row", "info"), ("row", "title")}
)
"""Kinds of lines that may belong together when no empty line parts them."""


def _inline(content: str, start: int, end: int) -> Token:
    return Token("inline", "", 0, content=content, map=[start, end], children=[])


def _end_of_fence(lines: Sequence[str], start: int, length: int) -> int:
    """Return the line after the one that closes a block."""
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if ":::" in line and line[: len(line) - len(line.lstrip(" "))] in ("", " ", "  ", "   "):
            marks = line.strip(" ")
            if len(marks) >= length and not marks.strip(":"):
                return number + 1
    raise _OtherError


def _fence(found: re.Match[str], lines: Sequence[str], start: int, end: int) -> Token:
    content = "".join(f"{line}\n" for line in lines[start + 1 : end - 1])
    return Token(
        "colon_fence", "code", 0, map=[start, end], markup=found["fence"], info=found["info"],
        content=content,
    )  # fmt: skip


def _table(lines: Sequence[str], start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of a table: a row of headings, a ruler, and rows as long as the first."""
    rows = [_cells(line) for line in lines[start:end]]
    width = len(rows[0])
    if len(rows) < 2 or width != len(rows[1]) or width * len(rows) > _MOST_CELLS:  # noqa: PLR2004 - a ruler
        raise _OtherError
    if not all(_RULER.fullmatch(cell) for cell in rows[1]):
        raise _OtherError
    yield Token("table_open", "table", 1, map=[start, end])
    for cell in rows[0]:
        yield _HEAD[0]
        yield _inline(cell, start, start + 1)
        yield _HEAD[1]
    yield _HEAD_END
    for number, row in enumerate(rows[2:], start + 2):
        for cell in (*row, *("",) * width)[:width]:
            yield _CELL[0]
            yield _inline(cell, number, number + 1)
            yield _CELL[1]


def _cells(line: str) -> list[str]:
    bare = line.strip(" ")
    if "\\" in bare or bare == "|":
        raise _OtherError
    cells = bare.removeprefix("|").removesuffix("|").split("|")
    if any(cell.strip(" ") != cell.strip() for cell in cells):
        raise _OtherError  # there are spaces of other kinds, as between a number and its unit
    return [cell.strip(" ") for cell in cells]
