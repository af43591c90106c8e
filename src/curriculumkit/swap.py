"""All editions of a build put in place in one step, so that a build that is killed mixes nothing.

The editions and their report lie in one folder, `out/editions`. A build writes the next one aside
and lets the two folders change places, which Linux and macOS do at once. Where the system cannot
do that, the folder is moved away and the new one moved in; a journal tells whoever comes next to
finish this.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from curriculumkit.disk import EDITIONS, FOREIGN, WORK, DiskError, write_atomically

ASIDE = f"{WORK}/swap"
"""The folder below the build folder where the next editions are prepared."""

REPORT = "report.json"
"""The build report, which lies beside the editions that it lists."""

_JOURNAL = "journal"
_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swap_in(
    out: Path,
    editions: Mapping[str, Mapping[str, Path]],
    report: bytes,
    kept: Iterable[str] = (),
) -> None:
    """Let `out/editions` hold these editions and the report, and nothing else, in one step.

    `editions` holds for each name (``patient/en``) its files: the path below the edition's folder,
    and where it lies now; it is copied from there, unless the same bytes are in place already.
    Editions whose names are `kept` stay as they are. Raises `DiskError`; the old ones then stay.
    """
    new = out / ASIDE / "new"
    try:
        recover(out)
        there = dict(files_below(out / EDITIONS))
        for name, files in editions.items():
            for path, source in files.items():
                _place(source, there.get(f"{name}/{path}"), new / name / path)
        beginnings = tuple(f"{name}/" for name in kept)
        for path, file in there.items():
            if path.startswith(beginnings):
                _link(file, new / path)
        write_atomically(new / REPORT, report)
        _put_in_place(out)
        (out / FOREIGN).unlink(missing_ok=True)
        recover(out)
    except OSError as error:
        raise DiskError(f"cannot write {error.filename or out}: {error.strerror}") from error


def recover(out: Path) -> None:
    """Finish a swap whose journal was written, and throw away what else lies aside."""
    aside = out / ASIDE
    if (aside / _JOURNAL).is_file():
        _finish(out)
    if aside.exists():
        shutil.rmtree(aside)


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the path and the place of every file below a folder that is reached without a link."""
    for base, _, names in os.walk(folder, followlinks=False):
        for name in names:
            file = Path(base, name)
            if not file.is_symlink():
                yield file.relative_to(folder).as_posix(), file


def _place(source: Path, live: Path | None, target: Path) -> None:
    """Write a file; where it has not changed, it is the one that is in place, under a second name.

    Never the source under a second name: Sphinx writes into its files again, as they are.
    """
    if live and source.stat().st_size == live.stat().st_size:
        raw = source.read_bytes()
        if raw == live.read_bytes():
            _link(live, target)
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _link(file: Path, target: Path) -> None:
    """Give a file a second name; where the disk knows only one name for a file, copy it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, target)


def _put_in_place(out: Path) -> None:
    """Let the editions aside be those in place, in one step where the system can do that."""
    new, live = out / ASIDE / "new", out / EDITIONS
    if live.exists() and not live.is_dir():
        raise DiskError(f"{live} is a file, not a folder of editions; remove it")
    if not live.exists():
        new.replace(live)
    elif not exchange(new, live):
        write_atomically(out / ASIDE / _JOURNAL, b"")
        _finish(out)


def _finish(out: Path) -> None:
    """Move the editions in place away and the new ones in, as far as that is not done yet.

    Where there are no new ones, as when the journal is no journal of ours, the old ones come back.
    """
    aside, live = out / ASIDE, out / EDITIONS
    new, old = aside / "new", aside / "old"
    if new.is_dir():
        if live.exists():
            live.replace(old)
        new.replace(live)
    elif old.is_dir() and not live.exists():
        old.replace(live)
    (aside / _JOURNAL).unlink()


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once; return False where the system cannot do that."""
    if (call := _exchanger()) is None:
        return False
    sys.audit("curriculumkit.exchange", str(one), str(other))
    return call(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _exchanger() -> Callable[[bytes, bytes], int] | None:
    """Return the system's function that exchanges two paths, or None (Windows, old systems)."""
    try:
        if sys.platform == "linux":
            rename = ctypes.CDLL(None, use_errno=True).renameat2
            return lambda one, other: int(
                rename(
                    _AT_FDCWD, ctypes.c_char_p(one), _AT_FDCWD, ctypes.c_char_p(other), _EXCHANGE
                )
            )
        if sys.platform == "darwin":
            swap = ctypes.CDLL(None, use_errno=True).renamex_np
            return lambda one, other: int(
                swap(ctypes.c_char_p(one), ctypes.c_char_p(other), ctypes.c_uint(_EXCHANGE))
            )
    except (OSError, AttributeError):
        pass
    return None
