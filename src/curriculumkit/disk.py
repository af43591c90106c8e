"""The only reader and writer of files. Everything written is written aside and moved into place."""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from platformdirs import user_cache_dir

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.picture import PictureFault
from curriculumkit.parse.problems import problem
from curriculumkit.parse.unseen import find_unseen, may_hold_unseen
from curriculumkit.source import SourceText, Span

if TYPE_CHECKING:
    from curriculumkit.model.library import Library

SETTINGS = "curriculum/library.yaml"
"""The file that makes a folder a library."""

MAX_FILE = 1_000_000
"""The largest text file that is read, in bytes."""

MAX_PICTURE = 2_000_000
"""The largest picture that is read, in bytes."""

MAX_LINE = 20_000
"""The longest line that is read, in characters."""

MAX_NAME = 200
"""The longest name of a file that is read, in bytes; what is made of it gets longer ones."""

MAX_DEPTH = 40
"""How deep the folders of a library may nest."""

WORK = ".work"
"""The folder below the build folder where what is needed again is kept."""

EDITIONS = "editions"
"""The folder below the build folder where the finished editions and their report lie."""

FOREIGN = f"{WORK}/foreign"
"""The file that is there while the editions in place are not known to be this user's own."""

_SECRET = 32
_OWN_DEPTH = 10
"""How deep the folders of a build nest beside those of the library."""

_FOLDERS = ("curriculum", "modules", "handouts")
_TEXTS = (".md", ".yaml", ".yml", ".bib")
_IMAGES = (".svg", ".png", ".jpg", ".jpeg")


class NotALibraryError(Exception):
    """The folder has no library; the message says what to do."""


class DiskError(Exception):
    """A file or folder could not be read or written; the message says which and why."""


class BusyError(DiskError):
    """Another command is writing to the build folder at this moment."""


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
    return parse_library(files, images, unreadable, read_faults(root, images))


def read_faults(root: Path, images: Iterable[str]) -> tuple[PictureFault, ...]:
    """Return what is wrong with the pictures of a library."""
    read = ((name, read_raw(root, name, MAX_PICTURE)) for name in images)
    return tuple(fault for name, raw in read for fault in faults_in(name, raw))


def faults_in(name: str, raw: bytes | Diagnostic) -> tuple[PictureFault, ...]:
    """Return what is wrong with a picture of these bytes, or with reading it."""
    from curriculumkit.parse.pictures import picture_faults  # noqa: PLC0415 - not all files need it

    if isinstance(raw, Diagnostic):
        return (PictureFault(name, 1, raw.message, raw.hint),)
    return tuple(picture_faults(name, raw))


def files_of(root: Path) -> tuple[list[str], list[str]]:
    """Return the paths of the texts and of the pictures of a library, relative to `root`."""
    texts: list[str] = []
    images: list[str] = []
    inside = root.resolve()
    for folder in _FOLDERS:
        if not (root / folder).resolve().is_relative_to(inside):
            raise DiskError(f"{folder} is a link that leads out of the library {root}")
        for base, folders, names in os.walk(root / folder, onerror=_unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
            here = Path(base).relative_to(root).as_posix()
            if here.count("/") > MAX_DEPTH:
                raise DiskError(f"the folders in {folder} nest deeper than {MAX_DEPTH}")
            for name in map(_in_utf8, names):
                ending = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a path object is slow
                if name.startswith("."):
                    continue
                if ending in _TEXTS:
                    texts.append(f"{here}/{name}")
                elif ending in _IMAGES:
                    images.append(f"{here}/{name}")
    return sorted(texts), sorted(images)


def _unreadable(error: OSError) -> None:
    """Raise, as what cannot be read would be missing without a word; what is not there may be."""
    if not isinstance(error, FileNotFoundError):
        raise DiskError(f"cannot read {error.filename}: {error.strerror}") from error


def _in_utf8(name: str) -> str:
    """Return a file's name with what is not UTF-8 in it as escapes; such a file is not read."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_text(root: Path, name: str) -> SourceText | Diagnostic:
    """Return the text of a file of the library, or why it cannot be read as text."""
    raw = read_raw(root, name)
    return raw if isinstance(raw, Diagnostic) else text_of(name, raw)


def read_raw(root: Path, name: str, most: int = MAX_FILE) -> bytes | Diagnostic:
    """Return the bytes of a file of the library, or why it cannot be read; `most` of them."""
    path = root / name
    if find_unseen(name) or "\n" in name or ("\\x" in name and not path.exists()):
        message = "the name of the file has characters that cannot be shown"
        return problem("file", ascii(name)[1:-1], message, "Give the file another name.")
    if len(path.name.encode()) > MAX_NAME:
        message = f"the name of the file has more than {MAX_NAME} bytes"
        return problem("file", name, message, "Give the file a shorter name.")
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            hint = "Copy the file into the library."
            return problem("file", name, "a link that leads out of the library", hint)
        if not stat.S_ISREG(path.stat().st_mode):
            return problem("file", name, "this is not a file to read", "Remove it.")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        hint = "Check that the file exists and that you may read it."
        return problem("file", name, f"cannot be read: {error.strerror}", hint)
    except UnicodeEncodeError as error:
        message = f"this system's language knows no '{error.object[error.start]}' in names of files"
        return problem("file", name, message, "Give the file another name, or set LC_ALL=C.UTF-8.")
    except RuntimeError:
        return problem("file", name, "a link that leads to itself", "Remove it.")
    if len(raw) > most:
        return problem("file", name, f"the file is larger than {most:,} bytes", "Make it smaller.")
    return raw


def most_of(name: str) -> int:
    """Return how many bytes of the file of that name are read at most."""
    return MAX_PICTURE if name.lower().endswith(_IMAGES) else MAX_FILE


def text_of(name: str, raw: bytes) -> SourceText | Diagnostic:
    """Return the text of a file's bytes, its lines ended by newlines, or why it is no text."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"not UTF-8 text: byte {error.start} on line {line}"
        hint = "Save the file as UTF-8 text in your editor."
        return problem("file", name, message, hint, Span(line, 1, line, 2))
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        message = "a binary file: it has a character of no text, NUL"
        hint = "Only text belongs here; remove the character, or the file."
        return problem("file", name, message, hint, Span(line, 1, line, 2))
    source = SourceText(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    if may_hold_unseen(raw) and (unseen := find_unseen(source.text)):
        line = source.text.count("\n", 0, unseen[0]) + 1
        message = f"a character that nobody sees, {unseen[1]}"
        hint = "Remove it, or type the line anew."
        return problem("file", name, message, hint, source.span_of_line(line))
    if len(text) > MAX_LINE and (longest := max(source.lines, key=len)) and len(longest) > MAX_LINE:
        message = f"a line has more than {MAX_LINE:,} characters"
        span = source.span_of_line(source.lines.index(longest) + 1)
        return problem("file", name, message, "Write it on several lines.", span)
    return source


def paths_below(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder that is reached without a link."""
    waiting = [""] if folder.is_dir() else []
    while waiting:
        beginning = waiting.pop()
        with os.scandir(f"{folder}/{beginning}") as found:
            for one in found:
                if one.is_dir(follow_symlinks=False):
                    waiting.append(f"{beginning}{one.name}/")
                elif one.is_file(follow_symlinks=False):
                    yield f"{beginning}{one.name}"


def sync_tree(root: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Make the folder hold exactly these files, and return those that had to be written."""
    written: list[Path] = []
    try:
        for path, content in files.items():
            file = root / path
            if not file.is_file() or file.read_bytes() != content:
                write_atomically(file, content)
                written.append(file)
        for file in sorted(root.rglob("*"), reverse=True):
            if file.is_file() and file.relative_to(root).as_posix() not in files:
                file.unlink()
            elif file.is_dir() and not any(file.iterdir()):
                file.rmdir()
    except OSError as error:
        raise DiskError(f"cannot write {root}: {error.strerror}") from error
    return tuple(written)


@contextmanager
def build_lock(out: Path, root: Path | None = None) -> Iterator[None]:
    """Hold the build folder, so that two commands never write into it at once.

    A build folder inside the library `root` must not be a link that leads out of it, and no folder
    below it that is written to may be a link: libraries come from strangers.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow, and most commands need none

    lock = out / ".lock"
    try:
        if root and out.absolute().is_relative_to(root) and not _is_inside(out, root):
            raise DiskError(f"{out} is a link that leads out of the library; remove it")
        out.mkdir(parents=True, exist_ok=True)
        if link := next((one for one in _written(out) if one.is_symlink()), None):
            raise DiskError(f"{link} is a link; remove it")
        for folder in (out / WORK, out / EDITIONS):
            _refuse_depth(folder, MAX_DEPTH + _OWN_DEPTH)
        with FileLock(lock, timeout=0):
            claim(out / WORK)
            yield
    except Timeout as error:
        raise BusyError(f"another command is writing to {out}; wait until it has ended") from error
    except OSError as error:
        raise DiskError(f"cannot write {error.filename or out}: {error.strerror}") from error


def _written(out: Path) -> Iterator[Path]:
    """Yield the lock, and the folders that are written to: those of work, editions and packs."""
    yield out / ".lock"
    for folder in (one for one in out.iterdir() if one.is_dir()):
        yield folder
        yield from (one for one in folder.iterdir() if one.is_dir())


def _refuse_depth(folder: Path, most: int) -> None:
    """Raise `DiskError` if folders below one nest so deeply that they could not be removed."""
    above = len(folder.parts)
    for base, _, _ in os.walk(folder):
        if len(Path(base).parts) - above > most:
            raise DiskError(f"the folders in {folder} nest deeper than {most}; remove it")


def _is_inside(path: Path, root: Path) -> bool:
    return path.resolve().is_relative_to(root.resolve())


@contextmanager
def write_lock(path: Path) -> Iterator[None]:
    """Hold a file that is read, changed and written, so that two commands lose nothing of it.

    The lock lies among the user's own files; a library gets no file that is not its author's.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow, and most commands need none

    name = blake2b(os.fsencode(path.resolve()), digest_size=12).hexdigest()
    lock = own_folder() / f"{name}.lock"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock, timeout=20):
            yield
    except Timeout as error:
        raise DiskError(f"another command is writing {path}; try again") from error
    except OSError as error:
        raise DiskError(f"cannot write {error.filename or path}: {error.strerror}") from error


def claim(work: Path) -> None:
    """Empty a work folder unless this user's own builds filled it, as a mark in it tells.

    What lies there is trusted: Sphinx unpickles it, and a pickle can run anything. So a folder
    that came with a stranger's library must never be taken for one of ours. The finished editions
    beside it are then noted as `FOREIGN`, until a build has put others in their place.
    """
    mark = work / ".own"
    try:
        expected = _mark_of(work)
        if mark.is_symlink() or not mark.is_file() or mark.read_bytes() != expected:
            if work.exists():
                shutil.rmtree(work)
            write_atomically(work / Path(FOREIGN).name, b"")
            write_atomically(mark, expected)
    except OSError as error:
        raise DiskError(f"cannot write {error.filename or work}: {error.strerror}") from error


def _mark_of(work: Path) -> bytes:
    """Return what only this user can write into that folder: its path, keyed with a secret."""
    return blake2b(os.fsencode(work.resolve()), key=own_secret()).hexdigest().encode()


def own_secret() -> bytes:
    """Return this user's secret; where none can be kept, another one each time."""
    secret = b""
    try:
        file = own_folder() / "secret"
        with suppress(OSError):
            secret = file.read_bytes()
        if len(secret) != _SECRET:
            secret = token_bytes(_SECRET)
            write_atomically(file, secret, mode=0o600)
    except DiskError:
        return secret or token_bytes(_SECRET)  # nobody will know it, so the next build starts anew
    return secret


def own_folder() -> Path:
    """Return the folder where this user's own files are kept. Raises `DiskError` if there is none.

    A path that is not absolute is none: it would lie in whatever library the program is run in,
    and what came with a library must never be taken for this user's own.
    """
    try:
        folder = Path(user_cache_dir("curriculumkit", appauthor=False))
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        raise DiskError("this user has no folder of their own: set HOME, or XDG_CACHE_HOME")
    return folder


def write_atomically(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file aside and move it into place, so that it is always the old one or the new.

    Who may read and write it stays as it was, unless `mode` is given.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(aside).chmod(_mode_of(path) if mode is None else mode)
            Path(aside).replace(path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise DiskError(f"cannot write {path}: {error.strerror}") from error


def _mode_of(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return 0o644
