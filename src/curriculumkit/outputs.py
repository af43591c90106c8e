"""Finished files as text, for the search that keeps facilitators' words from patients."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import pikepdf

from curriculumkit.leaks import Leak, find_leaks, secret_paths, secret_runs
from curriculumkit.model.library import Library
from curriculumkit.typst.readback import read_back

_TEXTS = ("/Metadata", "/EmbeddedFile")


def leaks_in(library: Library, files: Mapping[str, bytes]) -> list[Leak]:
    """Return what facilitators wrote and a finished file for patients holds; files by name.

    Patients get the patient edition, packs of handouts only, and calendars.
    """
    texts = {name: output_text(name, raw) for name, raw in files.items()}
    return find_leaks(texts, secret_runs(library), secret_paths(library))


def output_text(name: str, raw: bytes) -> str:
    """Return all that a finished file says: its own text, or everything that a PDF holds.

    Of a PDF that is the words on its pages, and every string and text stream, which no page shows:
    document information, outline, alternative texts, metadata, attachments. The long lines of a
    calendar are put together again.
    """
    if name.endswith(".pdf"):
        return " ".join((*read_back(raw).pages, *_unseen(raw)))
    text = raw.decode("utf-8", errors="replace")
    return text.replace("\r\n ", "").replace("\\n", " ") if name.endswith(".ics") else text


def _unseen(raw: bytes) -> Iterator[str]:
    """Yield the strings of a PDF's objects, and its streams that are neither page nor font."""
    with pikepdf.open(BytesIO(raw)) as pdf:
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
