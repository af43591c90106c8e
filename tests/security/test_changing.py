"""A file that changes while it is read: what is told and kept is about one text, never two."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from strangers import HANDOUT, replaced, small

from curriculumkit.app_check import check_library, fix_library
from curriculumkit.checking import unchanged
from curriculumkit.checking.options import Options
from curriculumkit.disk import DiskError

TODAY = date(2026, 11, 24)
GOOD, BAD = "One small step is enough for today.", "Another step is enough.   "

BEFORE = "\n---\n\nBefore.\n"


def changing(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object], times: int) -> None:
    """Let a file change just before it is read for the second time, so many times."""
    real, left = unchanged.read_raw, [times]

    def read(root: Path, name: str, most: int) -> object:
        if name == HANDOUT and left[0]:
            left[0] -= 1
            change()
        return real(root, name, most)

    monkeypatch.setattr(unchanged, "read_raw", read)


def test_a_text_changed_meanwhile_is_checked_anew_and_not_taken_for_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "library")
    clean, kept = check_library(root, Options(TODAY)), Options(TODAY, cache=tmp_path / "cache")
    changing(monkeypatch, lambda: replaced(root, HANDOUT, GOOD, BAD), times=1)
    found = check_library(root, kept)
    assert found == check_library(root, Options(TODAY))
    assert "tidy" in {one.rule for one in found.diagnostics}
    replaced(root, HANDOUT, BAD, GOOD)
    assert check_library(root, kept) == clean


def test_what_is_mended_is_the_text_that_was_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "library")
    wanted = (root / HANDOUT).read_text().replace("\n---\n", BEFORE, 1)
    replaced(root, HANDOUT, GOOD, f"{GOOD}   ")
    changing(monkeypatch, lambda: replaced(root, HANDOUT, "\n---\n", BEFORE), times=1)
    fix_library(root, Options(TODAY))
    assert (root / HANDOUT).read_text() == wanted


def test_a_file_that_never_rests_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "library")
    file = root / HANDOUT
    changing(monkeypatch, lambda: file.write_text(f"{file.read_text()}\nMore.\n"), times=99)
    with pytest.raises(DiskError, match=f"{HANDOUT} changes while it is being checked"):
        check_library(root, Options(TODAY))
