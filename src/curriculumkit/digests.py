"""Digests of files that only this program writes; those that were not written since are known."""

import os
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_COARSE = 2_000_000_000
"""How many nanoseconds lie between two times that every disk tells apart; FAT counts by twos."""

Entry = list[int | str]
"""The size and the time of a file, and the digest of its bytes, or nothing where it may change."""


@dataclass(frozen=True, slots=True)
class Output:
    """A finished file: where it lies, and the SHA-256 of its bytes."""

    file: Path
    digest: str


class Digests:
    """The SHA-256 digests of files below a folder, by their paths.

    A file that has the size and the time that it had when it was read is not read again, as `make`
    and `git` do it. One that was written just before it was read is: if it is written once more, a
    disk with a coarse clock may give it the same time.
    """

    def __init__(self, root: Path, known: Mapping[str, Entry] | None = None) -> None:
        self._root = f"{root}/"
        self._known = dict(known or {})

    def of(self, path: str) -> str:
        """Return the digest of a file. Raises `OSError`."""
        state = _state(self._root + path)
        *old, digest = self._known.get(path, [""])
        if old == state and digest:
            return str(digest)
        begun = time.time_ns()
        found = sha256(Path(self._root + path).read_bytes()).hexdigest()
        self._know(path, state, found, begun)
        return found

    def expect(self, path: str, file: str, digest: str) -> None:
        """Know the digest of a file that is ready elsewhere, to be moved here. Raises `OSError`."""
        self._know(path, _state(file), digest, time.time_ns())

    def _know(self, path: str, state: list[int], digest: str, now: int) -> None:
        settled = state[1] + _COARSE < now
        self._known[path] = [*state, digest if settled else ""]

    def is_as_left(self, path: str) -> bool:
        """Tell whether a file is there as it was when its digest was worked out."""
        try:
            return _state(self._root + path) == self._known.get(path, [""])[:-1]
        except OSError:
            return False

    def entries(self, paths: Collection[str]) -> dict[str, Entry]:
        """Return what to keep of these files: what is known of them."""
        return {path: self._known[path] for path in paths if path in self._known}


def _state(file: str) -> list[int]:
    found = os.stat(file)  # noqa: PTH116 - a path object is slow
    return [found.st_size, found.st_mtime_ns]
