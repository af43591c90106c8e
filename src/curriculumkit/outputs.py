"""Finished files as text, for the search that keeps facilitators' words from patients.

Most files are those of the last build. So what they say is kept, as marks, and what is secret in
each document too: a build compares numbers, and reads only the files that may hold a leak.
"""

import pickle
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files as resources
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from curriculumkit.checking.cache import unpickled
from curriculumkit.checking.program import program
from curriculumkit.digests import Output
from curriculumkit.kept import keep, kept
from curriculumkit.leaks import (
    DocumentMarks,
    Leak,
    Said,
    Secrets,
    find_leaks,
    may_leak,
    secret_marks,
)
from curriculumkit.model.library import Library
from curriculumkit.typst.readback import read_back

_TEXTS = ("/Metadata", "/EmbeddedFile")
_READERS = ("outputs.py", "leaks.py", "typst/readback.py")


@dataclass(frozen=True)
class KeptSecrets(Secrets):
    """What no patient edition of a library may hold; that of each document is kept in a file."""

    file: Path

    @cached_property
    def marks(self) -> frozenset[int]:
        """Return the marks that only facilitators' texts have."""
        known = _kept_marks(self.file, program())
        documents: dict[str, DocumentMarks] = {}
        for one in self.library.documents:
            key = f"{type(one).__name__} {one.source.digest}"
            documents[key] = DocumentMarks(*known[key]) if key in known else DocumentMarks.of(one)
        if documents.keys() != known.keys():
            told = {key: (one.private, one.public) for key, one in documents.items()}
            _keep_marks(self.file, program(), told)
        return secret_marks(documents.values(), self.library)


def leaks_in(library: Library, files: Mapping[str, bytes]) -> list[Leak]:
    """Return what facilitators wrote and a finished file for patients holds; files by name.

    Patients get the patient edition, packs of handouts only, and calendars.
    """
    texts = {name: output_text(name, raw) for name, raw in files.items()}
    return _leaks(Secrets(library), texts)


def leaks_of_edition(
    secrets: KeptSecrets, files: Mapping[str, Output], kept_file: Path
) -> list[Leak]:
    """Return the same of an edition, whose files lie on the disk, by where they are published.

    What they say is kept in a file, which the same folder of work must hold.
    """
    said = said_by(files, kept_file)
    suspects = [path for path, one in said.items() if may_leak(path, one, secrets.marks)]
    return _leaks(secrets, {path: _text_of(path, files[path]) for path in suspects})


def _leaks(secrets: Secrets, texts: Mapping[str, str]) -> list[Leak]:
    return find_leaks(texts, secrets.runs, secrets.paths) if texts else []


def said_by(files: Mapping[str, Output], kept_file: Path) -> dict[str, Said]:
    """Return what each finished file says, by the path under which it is published.

    It is kept by the digests of the files, and only as long as they are read in the same way.
    """
    known = _kept_marks(kept_file, _readers())
    said: dict[str, Said] = {}
    told: dict[str, tuple[Any, ...]] = {}
    for path, one in files.items():
        key = f"{one.digest}{one.file.suffix}"
        said[path] = Said(*known[key]) if key in known else Said.of(_text_of(path, one))
        told[key] = (said[path].marks, said[path].names_modules)
    if told.keys() != known.keys():
        _keep_marks(kept_file, _readers(), told)
    return said


def _text_of(path: str, one: Output) -> str:
    return output_text(path, one.file.read_bytes())


def _kept_marks(file: Path, reader: bytes) -> dict[str, tuple[Any, ...]]:
    """Return what was kept in a file, if the same `reader` did; else nothing."""
    raw = kept(file)
    data = unpickled(raw) if raw else None
    if not isinstance(data, dict) or data.get("reader") != reader:
        return {}
    marks: dict[str, tuple[Any, ...]] = data["marks"]
    return marks


def _keep_marks(file: Path, reader: bytes, marks: Mapping[str, tuple[Any, ...]]) -> None:
    data = {"reader": reader, "marks": dict(marks)}
    keep(file, pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL))


@cache
def _readers() -> bytes:
    """Return a digest of the code that reads files, PDFs above all, and that works out marks."""
    parts = [resources("curriculumkit").joinpath(name).read_bytes() for name in _READERS]
    versions = f"{version('pikepdf')} {version('pypdfium2')} {sys.version}"
    return sha256(b"\0".join((*parts, versions.encode()))).digest()


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
