"""All editions of a build put in place together, so that a build that is killed mixes nothing.

What is new is written aside first. A journal then names it all: from this moment on the swap is
decided, and whoever comes next finishes it. Without a journal what lies aside is thrown away.
"""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from curriculumkit.disk import DiskError, write_atomically

ASIDE = ".swap"
"""The folder below the build folder where a swap is prepared."""

_JOURNAL = "journal.json"
_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swap_in(out: Path, editions: Mapping[str, Mapping[str, Path]], report: bytes) -> None:
    """Make each folder ``out/NAME`` hold exactly its files, and ``out/report.json`` the report.

    `editions` holds for each name the files: the path below its folder, and where it lies now.
    """
    aside = out / ASIDE
    try:
        recover(out)
        for name, files in editions.items():
            for path, source in files.items():
                target = aside / "new" / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
        write_atomically(aside / "report.json", report)
        moves = {name: (aside / "new" / name).stat().st_ino for name in editions}
        write_atomically(aside / _JOURNAL, json.dumps(moves).encode())
        recover(out)
    except OSError as error:
        raise DiskError(f"cannot write {out}: {error.strerror}") from error


def recover(out: Path) -> None:
    """Finish a swap whose journal was written, and throw away what else lies aside."""
    aside = out / ASIDE
    journal = aside / _JOURNAL
    if journal.is_file():
        for name, number in json.loads(journal.read_bytes()).items():
            _put_in_place(aside / "new" / name, out / name, aside / "old" / name, number)
        report = aside / "report.json"
        if report.is_file():
            report.replace(out / "report.json")
        journal.unlink()
    if aside.exists():
        shutil.rmtree(aside)


def _put_in_place(new: Path, live: Path, old: Path, number: int) -> None:
    """Let `live` be the folder that `new` was when the journal took down its inode `number`."""
    if _inode(live) == number or not new.exists():
        return
    live.parent.mkdir(parents=True, exist_ok=True)
    if live.exists():
        if exchange(new, live):
            return
        old.parent.mkdir(parents=True, exist_ok=True)
        live.replace(old)
    new.replace(live)


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once; return False where the system cannot do that."""
    if (call := _exchanger()) is None:
        return False
    sys.audit("curriculumkit.exchange", str(one), str(other))
    done: int = call(os.fsencode(one), os.fsencode(other))
    return done == 0


@cache
def _exchanger() -> Any:
    """Return the system's function that exchanges two paths, or None (Windows, old systems)."""
    try:
        if sys.platform == "linux":
            rename = ctypes.CDLL(None, use_errno=True).renameat2
            return lambda one, other: rename(
                _AT_FDCWD, ctypes.c_char_p(one), _AT_FDCWD, ctypes.c_char_p(other), _EXCHANGE
            )
        if sys.platform == "darwin":
            swap = ctypes.CDLL(None, use_errno=True).renamex_np
            return lambda one, other: swap(
                ctypes.c_char_p(one), ctypes.c_char_p(other), ctypes.c_uint(_EXCHANGE)
            )
    except (OSError, AttributeError):
        pass
    return None
