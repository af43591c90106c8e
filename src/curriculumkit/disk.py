"""The only reader and writer of files. Everything written is written aside and moved into place."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.parse.problems import problem
from curriculumkit.source import SourceText

if TYPE_CHECKING:
    from curriculumkit.model.library import Library

SETTINGS = "curriculum/library.yaml"
"""The file that makes a folder a library."""

MAX_FILE = 1_000_000
"""The largest file that is read, in bytes."""

_FOLDERS = ("curriculum", "modules", "handouts")
_TEXTS = (".md", ".yaml", ".yml", ".bib")
_IMAGES = (".svg", ".png", ".jpg", ".jpeg")


class NotALibraryError(Exception):
    """The folder has no library; the message says what to do."""


class DiskError(Exception):
    """A file or folder could not be read or written; the message says which and why."""


def find_library(start: Path) -> Path:
    """Return the folder of the library that `start` is, or lies in."""
    start = start.resolve()
    if not start.exists():
        raise NotALibraryError(f"there is no folder {start}")
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise NotALibraryError(
        f"{start} is no library: it has no {SETTINGS}. "
        "Go to the folder of a library, or make one with `curriculumkit new library DIR`."
    )


def read_library(root: Path) -> "Library":
    """Return the library in the folder `root`; nothing outside of it is read."""
    from curriculumkit.parse.library import parse_library  # noqa: PLC0415 - not all files need it

    files: dict[str, SourceText] = {}
    unreadable: list[Diagnostic] = []
    names, images = files_of(root)
    for name in names:
        text = read_text(root, name)
        if isinstance(text, Diagnostic):
            unreadable.append(text)
        else:
            files[name] = text
    return parse_library(files, images, unreadable)


def files_of(root: Path) -> tuple[list[str], list[str]]:
    """Return the paths of the texts and of the pictures of a library, relative to `root`."""
    texts: list[str] = []
    images: list[str] = []
    for folder in _FOLDERS:
        for base, folders, names in os.walk(root / folder, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
            here = Path(base).relative_to(root).as_posix()
            for name in names:
                ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a path object is slow
                if name.startswith("."):
                    continue
                if ending in _TEXTS:
                    texts.append(f"{here}/{name}")
                elif ending in _IMAGES:
                    images.append(f"{here}/{name}")
    return sorted(texts), sorted(images)


def read_text(root: Path, name: str) -> SourceText | Diagnostic:
    """Return the text of a file of the library, or why it cannot be read as text."""
    raw = read_raw(root, name)
    return raw if isinstance(raw, Diagnostic) else text_of(name, raw)


def read_raw(root: Path, name: str) -> bytes | Diagnostic:
    """Return the bytes of a file of the library, or why it cannot be read."""
    path = root / name
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            hint = "Copy the file into the library."
            return problem("file", name, "a link that leads out of the library", hint)
        with path.open("rb") as file:
            raw = file.read(MAX_FILE + 1)
    except OSError as error:
        hint = "Check that the file exists and that you may read it."
        return problem("file", name, f"cannot be read: {error.strerror}", hint)
    if len(raw) > MAX_FILE:
        hint = "Split it into several files."
        return problem("file", name, f"the file is larger than {MAX_FILE:,} bytes", hint)
    return raw


def text_of(name: str, raw: bytes) -> SourceText | Diagnostic:
    """Return the text of a file's bytes, its lines ended by newlines, or why it is no text."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"not UTF-8 text: byte {error.start} on line {line}"
        return problem("file", name, message, "Save the file as UTF-8 text in your editor.")
    if "\0" in text:
        return problem("file", name, "a binary file", "Only text belongs here; remove the file.")
    return SourceText(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def sync_tree(root: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder hold exactly these files; one that has not changed is not touched."""
    try:
        for path, content in files.items():
            file = root / path
            if not file.is_file() or file.read_bytes() != content:
                write_atomically(file, content)
        for file in sorted(root.rglob("*"), reverse=True):
            if file.is_file() and file.relative_to(root).as_posix() not in files:
                file.unlink()
            elif file.is_dir() and not any(file.iterdir()):
                file.rmdir()
    except OSError as error:
        raise DiskError(f"cannot write {root}: {error.strerror}") from error


@contextmanager
def build_lock(out: Path) -> Iterator[None]:
    """Hold the build folder, so that two builds never write into it at once."""
    lock = out / ".lock"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=0):
            yield
    except Timeout as error:
        raise DiskError(f"another build is writing to {out}; wait until it has ended") from error
    except OSError as error:
        raise DiskError(f"cannot write {out}: {error.strerror}") from error


def publish(files: Mapping[str, Path], place: Path) -> None:
    """Make the folder `place` hold exactly these files: copied aside, then moved into place."""
    old, new = place.with_name(f".{place.name}.old"), place.with_name(f".{place.name}.new")
    try:
        if old.exists() and not place.exists():
            old.replace(place)
        for leftover in (old, new):
            shutil.rmtree(leftover, ignore_errors=True)
        for path, source in files.items():
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        if place.exists():
            place.replace(old)
        new.replace(place)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise DiskError(f"cannot write {place}: {error.strerror}") from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file aside and move it into place, so that it is always the old one or the new."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).chmod(0o644)
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DiskError(f"cannot write {path}: {error.strerror}") from error
