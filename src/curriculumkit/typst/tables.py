"""What the templates need to know of a table's columns to share out its width."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docutils import nodes

from curriculumkit.sphinxext.nodes import ck_blank
from curriculumkit.typst.code import ANYWHERE, breakable

_NUMBER = re.compile(r"[\d.,%–−-]+")
_ALIGNMENTS = {"text-left": "left", "text-center": "center", "text-right": "right"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its longest word, the most characters of a cell, and whether it is to write in."""

    word: str
    most: int
    room: bool
    align: str


def _unbroken(text: str) -> list[str]:
    """Return the parts of a text that no line's end can part."""
    return breakable(text).replace(ANYWHERE, " ").split()


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
        yield Column(
            word=max((word for text in texts for word in _unbroken(text)), key=len, default=""),
            most=max(map(len, texts), default=0),
            room=room,
            align=aligned or ("center" if numbers else "left"),
        )
