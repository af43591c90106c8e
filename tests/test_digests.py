"""A file that was not written since is not read again; one that may have been, is."""

import os
import time
from hashlib import sha256
from pathlib import Path

from curriculumkit.digests import Digests


def written(file: Path, text: str, seconds_ago: float) -> str:
    """Write a file as if that long ago; return the digest of its bytes."""
    file.write_text(text)
    when = time.time_ns() - int(seconds_ago * 1e9)
    os.utime(file, ns=(when, when))
    return sha256(text.encode()).hexdigest()


def known(folder: Path) -> Digests:
    """Return what a later run knows of a file that was read in an earlier one."""
    first = Digests(folder)
    first.of("a")
    return Digests(folder, first.entries(["a", "never read"]))


def test_a_file_as_it_was_left_is_not_read_again(tmp_path: Path) -> None:
    digest = written(tmp_path / "a", "one", 60)
    again = known(tmp_path)
    when = (tmp_path / "a").stat().st_mtime_ns
    (tmp_path / "a").write_text("two")
    os.utime(tmp_path / "a", ns=(when, when))
    assert again.is_as_left("a")
    assert again.of("a") == digest


def test_a_file_that_was_written_since_is_read(tmp_path: Path) -> None:
    written(tmp_path / "a", "one", 60)
    again = known(tmp_path)
    assert again.of("a") != (digest := written(tmp_path / "a", "two", 30))
    assert not again.is_as_left("a")
    assert again.of("a") == digest


def test_a_file_read_right_after_it_was_written_is_read_again(tmp_path: Path) -> None:
    """A disk with a coarse clock may give the same time to what is written a moment later."""
    written(tmp_path / "a", "one", 0.5)
    again = known(tmp_path)
    when = (tmp_path / "a").stat().st_mtime_ns
    (tmp_path / "a").write_text("two")
    os.utime(tmp_path / "a", ns=(when, when))
    assert again.is_as_left("a")
    assert again.of("a") == sha256(b"two").hexdigest()


def test_a_file_that_is_gone_is_not_as_it_was_left(tmp_path: Path) -> None:
    written(tmp_path / "a", "one", 60)
    again = known(tmp_path)
    (tmp_path / "a").unlink()
    assert not again.is_as_left("a")
    assert not again.is_as_left("never read")
