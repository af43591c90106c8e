"""A heat map: numbers in a grid, the darker the more."""

from collections.abc import Sequence

from curriculumkit.draw.svg import WIDTH, box, drawing, text, wrapped

COLUMNS = 8
"""How many columns stand side by side; more of them go on below."""

SHADES = 4
"""How many shades there are above none; the number stands in every cell."""


def heat_map(
    rows: Sequence[tuple[str, Sequence[int]]],
    columns: Sequence[str],
    label: str,
    wanted: frozenset[int] = frozenset(),
) -> str:
    """Return the numbers of `rows` (name and a number a column) as shaded cells.

    Zero is left white; in the rows whose numbers are in `wanted` it gets a thick border.
    """
    left = 144
    size = min(40.0, (WIDTH - left) / COLUMNS)
    most = max((max(numbers, default=0) for _, numbers in rows), default=0) or 1
    parts: list[str] = []
    top = 0.0
    for first in range(0, len(columns), COLUMNS):
        shown = columns[first : first + COLUMNS]
        for place, name in enumerate(shown):
            parts.append(text(left + (place + 0.5) * size, top + 13, name, anchor="middle"))
        top += 20
        for row, (name, numbers) in enumerate(rows):
            lines = wrapped(name, left - 8)[:2]
            middle = top + 17 + (7 if len(lines) == 1 else 0)
            parts += [text(0, middle + 15 * one - 2, words) for one, words in enumerate(lines)]
            for place, number in enumerate(numbers[first : first + COLUMNS]):
                missed = " ck-missed" if not number and row in wanted else ""
                shade = -(-number * SHADES // most)
                x = left + place * size
                parts.append(box(x + 1, top + 1, size - 2, 38, f"ck-heat-{shade}{missed}"))
                parts.append(text(x + size / 2, top + 24, str(number), anchor="middle"))
            top += 40
        top += 12
    return drawing(max(top - 12, 1), label, *parts)
