"""What the templates need to know of a table's columns to share out its width."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from docutils import nodes

from curriculumkit.sphinxext.nodes import ck_blank
from curriculumkit.typst.code import ANYWHERE, breakable, breakable_code

_NUMBER = re.compile(r"[\d.,%–−-]+")
_ALIGNMENTS = {"text-left": "left", "text-center": "center", "text-right": "right"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its longest word and code, the most characters of a cell, and what it is for.

    `room` tells whether it is to write in.
    """

    word: str
    code: str
    most: int
    room: bool
    align: str


def _longest(texts: Iterable[str]) -> str:
    """Return the longest part of some texts that no line's end can part, or nothing."""
    parts = (part for text in texts for part in text.replace(ANYWHERE, " ").split())
    return max(parts, key=len, default="")


def columns_of(
    header: Sequence[Sequence[nodes.Element]], rows: Sequence[Sequence[nodes.Element]]
) -> Iterator[Column]:
    """Yield the columns of a table, whose rows are equally long; those of numbers are centered."""
    for entries in zip(*header, *rows, strict=True):
        texts = [" ".join(one.astext().split()) for one in entries]
        blanks = [blank for one in entries for blank in one.findall(ck_blank)]
        room = any(not blank["width"] for blank in blanks)
        numbers = not room and all(_NUMBER.fullmatch(text) for text in texts[len(header) :])
        names = [name for one in entries for name in one["classes"]]
        aligned = next((_ALIGNMENTS[name] for name in names if name in _ALIGNMENTS), "")
        code = (
            part.astext()
            for one in entries
            for part in one.findall()
            if isinstance(part, nodes.literal | nodes.literal_block)
        )
        yield Column(
            word=_longest(map(breakable, texts)),
            code=_longest(map(breakable_code, code)),
            most=max(map(len, texts), default=0),
            room=room,
            align=aligned or ("center" if numbers else "left"),
        )
