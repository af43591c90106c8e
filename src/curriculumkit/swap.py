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
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from curriculumkit.digests import Digests, Output
from curriculumkit.disk import EDITIONS, FOREIGN, WORK, DiskError, paths_below, write_atomically
from curriculumkit.kept import keep_data, kept_data

ASIDE = f"{WORK}/swap"
"""The folder below the build folder where the next editions are prepared."""

REPORT = "report.json"
"""The build report, which lies beside the editions that it lists."""

IN_PLACE = f"{WORK}/place.json"
"""Where the folder of work keeps the digests of what is in place."""

_JOURNAL = "journal"
_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swap_in(
    out: Path,
    editions: Mapping[str, Mapping[str, Output]],
    report: bytes,
    kept: Iterable[str] = (),
) -> None:
    """Let `out/editions` hold these editions and the report, and nothing else, in one step.

    `editions` holds for each name (``patient/en``) its files by their paths below the edition's
    folder; each is copied from where it lies, unless the same bytes are in place already.
    Editions whose names are `kept` stay as they are. Raises `DiskError`; the old ones then stay.
    """
    try:
        recover(out)
        there = _digests_in_place(out)
        files = _prepare(out, editions, tuple(f"{name}/" for name in kept), there)
        write_atomically(out / ASIDE / "new" / REPORT, report)
        keep_data(out / IN_PLACE, {"files": there.entries(files)})
        _put_in_place(out)
        (out / FOREIGN).unlink(missing_ok=True)
        recover(out)
    except OSError as error:
        raise DiskError(f"cannot write {error.filename or out}: {error.strerror}") from error


def digests_in_place(out: Path, editions: Iterable[str]) -> dict[str, str]:
    """Return the digest of each file of these editions that is in place. Raises `OSError`."""
    there = _digests_in_place(out)
    return {
        f"{name}/{path}": there.of(f"{name}/{path}")
        for name in editions
        for path in paths_below(out / EDITIONS / name)
    }


def _digests_in_place(out: Path) -> Digests:
    return Digests(out / EDITIONS, kept_data(out / IN_PLACE).get("files"))


def _prepare(
    out: Path,
    editions: Mapping[str, Mapping[str, Output]],
    kept: tuple[str, ...],
    there: Digests,
) -> list[str]:
    """Fill the next editions; return the paths of their files.

    Those that are in place as they should be get a second name. Never the files that a build made:
    Sphinx writes into them again.
    """
    live, new = out / EDITIONS, out / ASIDE / "new"
    present = set(paths_below(live))
    wanted = {f"{name}/{path}": one for name, had in editions.items() for path, one in had.items()}
    left = [path for path in present if path.startswith(kept)]
    left += [
        path for path, one in wanted.items() if path in present and there.of(path) == one.digest
    ]
    for folder in {path.rpartition("/")[0] for path in (*wanted, *left)}:
        (new / folder).mkdir(parents=True, exist_ok=True)
    for path in left:
        _link(f"{live}/{path}", f"{new}/{path}")
    for path in wanted.keys() - set(left):
        _copy(f"{wanted[path].file}", f"{new}/{path}")
        there.expect(path, f"{new}/{path}", wanted[path].digest)
    return [*wanted, *left]


def recover(out: Path) -> None:
    """Finish a swap whose journal was written, and throw away what else lies aside."""
    aside = out / ASIDE
    if (aside / _JOURNAL).is_file():
        _finish(out)
    if aside.exists():
        shutil.rmtree(aside)


def _link(file: str, target: str) -> None:
    """Give a file a second name; where the disk knows only one name for a file, copy it."""
    try:
        os.link(file, target)
    except OSError:
        _copy(file, target)


def _copy(file: str, target: str) -> None:
    """Copy a file with the time when it was written, by which it is known again."""
    shutil.copyfile(file, target)
    written = os.stat(file).st_mtime_ns  # noqa: PTH116 - a path object is slow
    os.utime(target, ns=(written, written))


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
