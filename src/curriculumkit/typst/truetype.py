"""What a form needs to know of a TrueType font: how wide its letters are, and how high it is."""

import struct
from dataclasses import dataclass
from typing import Final

FIRST: Final = 32
LAST: Final = 255
"""The first and the last code of Windows Latin 1 that has a letter."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of a font, in thousandths of its size; `widths` are of the codes from 32."""

    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    widths: tuple[int, ...]


def measures(font: bytes) -> Measures:
    """Return the measures of a TrueType font that has a Unicode map of format 4."""
    tables = {}
    for number in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        tables[tag] = start
    (units,) = struct.unpack_from(">H", font, tables[b"head"] + 18)
    box = struct.unpack_from(">4h", font, tables[b"head"] + 36)
    ascent, descent = struct.unpack_from(">2h", font, tables[b"hhea"] + 4)
    (long_ones,) = struct.unpack_from(">H", font, tables[b"hhea"] + 34)

    def scaled(value: int) -> int:
        return round(value * 1000 / int(units))

    def width(code: int) -> int:
        letter = bytes([code]).decode("cp1252", errors="ignore")
        glyph = _glyph(font, tables[b"cmap"], ord(letter)) if letter else 0
        at = tables[b"hmtx"] + 4 * min(glyph, long_ones - 1)
        return scaled(int(struct.unpack_from(">H", font, at)[0]))

    left, bottom, right, top = map(scaled, box)
    widths = tuple(width(code) for code in range(FIRST, LAST + 1))
    return Measures((left, bottom, right, top), scaled(ascent), scaled(descent), widths)


def _glyph(font: bytes, cmap: int, letter: int) -> int:
    """Return the number of a letter's glyph; 0 when the font lacks it."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        (start,) = struct.unpack_from(">L", font, cmap + 8 + 8 * number)
        table = cmap + start
        if struct.unpack_from(">H", font, table)[0] == 4:  # noqa: PLR2004 - the format's number
            return _in_segments(font, table, letter)
    return 0


def _in_segments(font: bytes, table: int, letter: int) -> int:
    (double,) = struct.unpack_from(">H", font, table + 6)
    for at in range(0, double, 2):
        (end,) = struct.unpack_from(">H", font, table + 14 + at)
        (start,) = struct.unpack_from(">H", font, table + 16 + double + at)
        if not start <= letter <= end:
            continue
        (delta,) = struct.unpack_from(">H", font, table + 16 + 2 * double + at)
        here = table + 16 + 3 * double + at
        (offset,) = struct.unpack_from(">H", font, here)
        if offset == 0:
            return int((letter + delta) % 65536)
        (glyph,) = struct.unpack_from(">H", font, here + offset + 2 * (letter - start))
        return int((glyph + delta) % 65536) if glyph else 0
    return 0
