"""Nothing rests on the clock alone: it may go back, and some disks tell times roughly."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from planned_library import planned_library
from strangers import HANDOUT, MODULE, built, replaced, snapshot

from curriculumkit import disk
from curriculumkit.app_plan import read_track
from curriculumkit.app_print import pack
from curriculumkit.stage.pack import PackOrder
from curriculumkit.typst.readback import read_back

DAY = 86_400_000_000_000
"""A day in nanoseconds."""


def pages(root: Path) -> str:
    """Return the text of all pages of the last build."""
    made = snapshot(root / "build/editions")
    return "".join(raw.decode() for path, raw in made.items() if path.endswith(".html"))


def packed(root: Path) -> str:
    """Pack the first week; return what the pack says."""
    order = PackOrder("", "")
    (one,) = pack(read_track(root, "evening"), root / "build", order, print, week=1, day=None)
    return " ".join(read_back(one.path.read_bytes()).pages)


def a_clock_that_went_back(
    root: Path, patch: pytest.MonkeyPatch, work: Callable[[], object]
) -> None:
    """Do some work while the clock is a day ahead."""
    real = time.time_ns
    with patch.context() as ahead:
        ahead.setattr(time, "time_ns", lambda: real() + DAY)
        work()
    for file in (root / "build").rglob("*"):
        os.utime(file, ns=(file.stat().st_mtime_ns + DAY,) * 2)


def a_disk_that_tells_times_roughly(
    _root: Path, patch: pytest.MonkeyPatch, work: Callable[[], object]
) -> None:
    """Do some work; from now on, what is written is noted with the time when the day began."""
    work()
    real = disk.write_atomically

    def roughly(path: Path, content: bytes) -> None:
        real(path, content)
        began = path.stat().st_mtime_ns // DAY * DAY
        os.utime(path, ns=(began, began))

    patch.setattr(disk, "write_atomically", roughly)


@pytest.mark.parametrize("world", [a_clock_that_went_back, a_disk_that_tells_times_roughly])
def test_what_changed_since_the_last_build_is_on_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: Callable[..., None]
) -> None:
    root = planned_library(tmp_path / "library")
    world(root, monkeypatch, lambda: built(root))
    replaced(root, HANDOUT, "title: My Small Step", "title: My Changed Step")
    assert built(root) == []
    assert "My Changed Step" in pages(root)
    assert "My Small Step" not in pages(root)


@pytest.mark.parametrize("world", [a_clock_that_went_back, a_disk_that_tells_times_roughly])
def test_what_changed_since_the_last_pack_is_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: Callable[..., None]
) -> None:
    root = planned_library(tmp_path / "library")
    world(root, monkeypatch, lambda: packed(root))
    replaced(root, MODULE, "What you do, in plain", "What you changed, in plain")
    assert "What you changed, in plain sentences" in packed(root)
