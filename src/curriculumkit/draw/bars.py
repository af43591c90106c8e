"""Bars: amounts by name, and amounts against limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from curriculumkit.draw.svg import WIDTH, box, drawing, line, text, wrapped


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its amount, the words beside it, and the number of its color (0: none)."""

    name: str
    amount: float
    told: str
    color: int = 0


def bar_chart(bars: Sequence[Bar], label: str) -> str:
    """Return a bar for each amount, its name above and its words behind."""
    most = max((one.amount for one in bars), default=0) or 1
    room = WIDTH - 92
    parts = []
    for row, one in enumerate(bars):
        top = row * 42
        length = room * one.amount / most
        classes = f"ck-bar topic-{one.color}" if one.color else "ck-bar"
        parts.append(text(0, top + 14, one.name))
        parts.append(box(0, top + 20, length, 15, classes))
        parts.append(text(length + 6, top + 32, one.told, classes="ck-strong"))
    return drawing(max(len(bars) * 42, 1), label, *parts)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that bars are held to: where it is, and what it is called."""

    at: float
    told: str


def limit_chart(
    bars: Sequence[Bar], limits: Sequence[Limit], label: str, broken: frozenset[int] = frozenset()
) -> str:
    """Return a bar for each amount, with lines across all of them for the limits.

    The bars whose numbers are in `broken` keep no limit: they are hollow.
    """
    left, right = 92, 104
    room = WIDTH - left - right
    most = max([one.amount for one in bars] + [one.at for one in limits], default=0) or 1
    head, bottom = 18 * len(limits) + 4, 18 * len(limits) + 4 + 26 * len(bars)
    parts = []
    for row, one in enumerate(bars):
        top = head + row * 26
        length = room * one.amount / most
        names = wrapped(one.name, left)
        parts.append(text(0, top + 17, names[0] if len(names) == 1 else one.name))
        parts.append(
            box(left, top + 6, length, 14, "ck-bar ck-hollow" if row in broken else "ck-bar")
        )
        parts.append(text(WIDTH, top + 17, one.told, anchor="end", classes="ck-strong"))
    for number, limit in enumerate(limits):
        x = left + room * limit.at / most
        anchor = "end" if x > WIDTH / 2 else "start"
        parts.append(line(x, number * 18 + 2, x, bottom, f"ck-limit ck-limit-{number}"))
        shift = -5 if anchor == "end" else 5
        parts.append(text(x + shift, number * 18 + 13, limit.told, anchor=anchor))
    return drawing(bottom, label, *parts)
