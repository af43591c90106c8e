"""Finished files as text, for the search that keeps facilitators' words from patients."""

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files as resources
from io import BytesIO
from pathlib import Path

import pikepdf

from curriculumkit.kept import keep_data, kept_data
from curriculumkit.leaks import Leak, Secrets, find_leaks
from curriculumkit.model.library import Library
from curriculumkit.typst.readback import read_back

_TEXTS = ("/Metadata", "/EmbeddedFile")
_READERS = ("outputs.py", "typst/readback.py")


def leaks_in(library: Library, files: Mapping[str, bytes]) -> list[Leak]:
    """Return what facilitators wrote and a finished file for patients holds; files by name.

    Patients get the patient edition, packs of handouts only, and calendars.
    """
    texts = {name: output_text(name, raw) for name, raw in files.items()}
    return _leaks(Secrets(library), texts)


def leaks_of_edition(secrets: Secrets, files: Mapping[str, Path], kept: Path) -> list[Leak]:
    """Return the same of an edition, whose files lie on the disk, by where they are published."""
    return _leaks(secrets, texts_of(files, kept))


def _leaks(secrets: Secrets, texts: Mapping[str, str]) -> list[Leak]:
    return find_leaks(texts, secrets.runs, secrets.paths)


def texts_of(files: Mapping[str, Path], kept: Path) -> dict[str, str]:
    """Return what each finished file says, by the path under which it is published.

    To read a PDF takes long, so what it says is kept in the file `kept`, which the same folder of
    work must hold: by the digest of its bytes, and only as long as it is read in the same way.
    """
    known = _kept_texts(kept)
    texts, told = {}, {}
    for path, file in files.items():
        raw = file.read_bytes()
        if file.suffix != ".pdf":
            texts[path] = output_text(path, raw)
            continue
        digest = sha256(raw).hexdigest()
        texts[path] = told[digest] = known.get(digest) or output_text(path, raw)
    if told != known:
        keep_data(kept, {"readers": _readers(), "texts": told})
    return texts


def _kept_texts(kept: Path) -> dict[str, str]:
    """Return what PDFs said the last time, by their digests; nothing if that cannot be known."""
    data = kept_data(kept)
    texts: dict[str, str] = data["texts"] if data.get("readers") == _readers() else {}
    return texts


@cache
def _readers() -> str:
    """Return a digest of the code that reads PDFs."""
    parts = [resources("curriculumkit").joinpath(name).read_bytes() for name in _READERS]
    versions = f"{version('pikepdf')} {version('pypdfium2')}"
    return sha256(b"\0".join((*parts, versions.encode()))).hexdigest()


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
