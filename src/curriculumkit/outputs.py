"""Finished files as text, for the search that keeps facilitators' words from patients."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from curriculumkit.typst.readback import read_back

_TEXTS = ("/Metadata", "/EmbeddedFile")


def output_text(file: Path) -> str:
    """Return all that a finished file says: its own text, or everything that a PDF holds.

    Of a PDF that is the words on its pages, and every string and text stream, which no page shows:
    document information, outline, alternative texts, metadata, attachments.
    """
    raw = file.read_bytes()
    if file.suffix != ".pdf":
        return raw.decode("utf-8", errors="replace")
    return " ".join((*read_back(raw).pages, *_unseen(file)))


def _unseen(file: Path) -> Iterator[str]:
    """Yield the strings of a PDF's objects, and its streams that are neither page nor font."""
    with pikepdf.open(file) as pdf:
        for one in pdf.objects:
            yield from _strings(one)
            if isinstance(one, pikepdf.Stream) and one.get("/Type") in _TEXTS:
                yield one.read_bytes().decode("utf-8", errors="replace")


def _strings(value: pikepdf.Object) -> Iterator[str]:
    """Yield the strings in an object, but not those in others that it refers to."""
    waiting: list[pikepdf.Object] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.String):
            yield str(one)
        elif isinstance(one, pikepdf.Array):
            waiting += [item for item in one if _is_direct(item)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            waiting += [item for _, item in one.items() if _is_direct(item)]


def _is_direct(item: object) -> bool:
    return isinstance(item, pikepdf.Object) and not item.is_indirect
