"""Tables for a terminal: columns are aligned, and long text wraps inside its cell."""

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

WIDTH = 100
"""How wide a table is at most, in characters, where nothing else is known."""

NARROWEST = 10
"""How narrow a column of text may become."""

GAP = "  "


def table(rows: Sequence[Sequence[str]], width: int = WIDTH) -> str:
    """Return rows in aligned columns; the first row is the heading.

    Where the table would be wider than `width`, its widest columns wrap. A line break in a cell
    stays one.
    """
    widths = _fitted([max(map(_longest, column)) for column in zip(*rows, strict=True)], width)
    lines = [line for row in rows[:1] for line in _lines(row, widths)]
    lines.append(GAP.join("-" * one for one in widths))
    lines += [line for row in rows[1:] for line in _lines(row, widths)]
    return "\n".join(lines)


def _longest(cell: str) -> int:
    return max(map(len, cell.split("\n")))


def _fitted(widths: list[int], width: int) -> list[int]:
    """Return column widths that fit, the widest taken from first."""
    room = width - len(GAP) * (len(widths) - 1)
    fitted = list(widths)
    while sum(fitted) > room and max(fitted) > NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [
        [line for part in cell.split("\n") for line in (wrap(part, size) if part else [""])]
        for cell, size in zip(row, widths, strict=True)
    ]
    return [
        GAP.join(text.ljust(size) for text, size in zip(line, widths, strict=True)).rstrip()
        for line in zip_longest(*cells, fillvalue="")
    ]
