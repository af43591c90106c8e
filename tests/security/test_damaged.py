"""What the program keeps for its next run may be damaged: that costs time and nothing else."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from planned_library import planned_library
from strangers import HANDOUT, built, replaced, small, snapshot

from curriculumkit.app_check import check_library
from curriculumkit.app_plan import read_track
from curriculumkit.app_print import pack
from curriculumkit.checking.options import Options
from curriculumkit.kept import keep, keep_data, kept, kept_data
from curriculumkit.stage.pack import PackOrder

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing is left": lambda _: b"",
    "half is left": lambda raw: raw[: len(raw) // 2],
    "a bit is wrong": lambda raw: raw[:-1] + bytes([raw[-1] ^ 1]) if raw else b"\1",
    "something else": lambda _: b'{"readers": 1, "texts": [], "version": "1"}',
    "deep": lambda _: b"[" * 100_000,
    "noise": lambda raw: random.Random(1).randbytes(len(raw)),  # noqa: S311 - no secret
}

KEPT = (
    *("printed.json", "packed.json", "finished.json", "place.json", "report.json"),
    *("said", "secrets", "documents", ".own"),
    *("environment.pickle", ".doctree", ".buildinfo"),
)
"""Files below the build folder that the next command reads, or that a user might think it reads."""


def visible(root: Path) -> dict[str, bytes]:
    """Return the files of a library that are not hidden."""
    return {path: raw for path, raw in snapshot(root).items() if "/." not in f"/{path}"}


def make(root: Path) -> None:
    """Build a library, and a pack of it for patients."""
    assert built(root, pdf=True) == []
    order = PackOrder("", "", only=("handouts",))
    read = read_track(root, "evening")
    assert len(list(pack(read, root / "build", order, lambda _: None, week=1, day=None))) == 1


def test_damage_to_what_builds_keep_changes_nothing(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    make(root)
    before = visible(root)
    ways = list(DAMAGE)
    for turn in range(0, len(ways), 2):
        files = [file for file in (root / "build").rglob("*") if file.name.endswith(KEPT)]
        assert {name for name in KEPT for file in files if file.name.endswith(name)} == set(KEPT)
        for number, file in enumerate(sorted(files)):
            file.write_bytes(DAMAGE[ways[(turn + number) % len(ways)]](file.read_bytes()))
        make(root)
        assert visible(root) == before


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("ending", ["run.json", "documents"])
def test_damage_to_what_checks_keep_changes_nothing(tmp_path: Path, how: str, ending: str) -> None:
    root = small(tmp_path / "library")
    replaced(root, HANDOUT, "One small step", "Addicts: one small step")
    options = Options(date(2026, 11, 23), cache=tmp_path / "cache")
    before = check_library(root, options)
    for file in (tmp_path / "cache").glob(f"*.{ending}"):
        file.write_bytes(DAMAGE[how](file.read_bytes()))
    if ending == "documents":
        replaced(root, HANDOUT, "Choose a day", "Pick a day")  # so that documents are asked for
        before = check_library(root, Options(date(2026, 11, 23)))
    assert check_library(root, options).diagnostics == before.diagnostics


@pytest.mark.parametrize("journal", ["nothing", "old", "file"])
def test_a_journal_of_a_swap_without_its_folders_is_no_obstacle(
    tmp_path: Path, journal: str
) -> None:
    root = small(tmp_path / "library")
    assert built(root) == []
    before = visible(root)
    aside = root / "build/.work/swap"
    aside.mkdir(parents=True)
    (aside / "journal").write_bytes(b"\0 noise")
    if journal == "old":
        (aside / "old").mkdir()
    elif journal == "file":
        (aside / "new").write_text("no folder")
        (root / "build/editions").rename(aside / "old")
    assert built(root) == []
    assert visible(root) == before


def test_only_what_this_user_wrote_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept"
    keep_data(file, {"a": "\ud800"})
    assert kept_data(file) == {"a": "\ud800"}
    monkeypatch.setattr("curriculumkit.kept.own_secret", lambda: b"another user")
    assert kept(file) is None
    assert kept_data(file) == {}
    keep(file, b"")
    assert kept(file) == b""
