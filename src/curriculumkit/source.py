"""The text of a file, and places in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

Route = tuple[str | int, ...]
"""A path into data, as in ``("prerequisites", 0, "module")``; the empty route is the whole."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: lines and columns count from 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of_line(cls, line: int, text: str) -> "Span":
        """Return the span of the printed part of one line."""
        start = len(text) - len(text.lstrip()) + 1
        return cls(line, start, line, max(start + 1, len(text.rstrip()) + 1))

    def __reduce__(self) -> tuple[type["Span"], tuple[int, int, int, int]]:
        """Let a span be packed by its four numbers; a library has very many."""
        return Span, (self.line, self.column, self.end_line, self.end_column)


FILE_START = Span(1, 1, 1, 2)


@dataclass(frozen=True)
class SourceText:
    """One file of a library: its path (relative to the library, with ``/``) and its text."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines without their ends; only a line feed ends a line."""
        return self.text.split("\n")

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the text as UTF-8, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    def line(self, number: int) -> str:
        """Return line `number` (from 1), or nothing past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span_of_line(self, number: int) -> Span:
        """Return the span of the printed part of line `number` (from 1)."""
        return Span.of_line(number, self.line(number))

    def find(self, text: str, line: int = 1, end_line: int | None = None) -> Span:
        """Return where `text` (one line) first stands from `line` on, or else `line` itself."""
        for number in range(line, (end_line or len(self.lines)) + 1):
            column = self.line(number).find(text)
            if column >= 0:
                return Span(number, column + 1, number, column + 1 + len(text))
        return self.span_of_line(line)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of some data stand: a span for each route, and for each key."""

    values: Mapping[Route, Span]
    keys: Mapping[Route, Span]

    def value(self, route: Route) -> Span:
        """Return the span of the value at `route`, or of the nearest value around it."""
        return self._nearest(self.values, route)

    def key(self, route: Route) -> Span:
        """Return the span of the key that leads to `route`, or else of the value."""
        return self.keys.get(route) or self.value(route)

    @staticmethod
    def _nearest(spans: Mapping[Route, Span], route: Route) -> Span:
        for length in range(len(route), -1, -1):
            if (span := spans.get(route[:length])) is not None:
                return span
        return FILE_START


NOWHERE = Places({}, {})
