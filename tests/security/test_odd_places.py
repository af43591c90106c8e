"""Odd folders, names, disks and homes: everything works, or one line says why not."""

import contextlib
import os
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from planned_library import planned_library
from strangers import HANDOUT, MODULE, Ended, built, command, small, snapshot

from curriculumkit.app import check
from curriculumkit.app_plan import read_track
from curriculumkit.app_print import pack
from curriculumkit.disk import DiskError, files_of
from curriculumkit.stage.pack import PackOrder

ROOMS = ["with blanks", "ünï¿cödé 日本", "a#b?c&d%20", "line\nend", "quo'te\"s", "-dash", "d" * 60]


def test_a_library_may_lie_in_a_folder_of_any_name(tmp_path: Path) -> None:
    root = planned_library(tmp_path.joinpath(*ROOMS, "library"))
    assert built(root, pdf=True) == []
    order = PackOrder("", "", only=("handouts",))
    read = read_track(root, "evening")
    (made,) = pack(read, root / "build", order, lambda _: None, week=1, day=None)
    assert made.path.read_bytes().startswith(b"%PDF")
    other = planned_library(tmp_path / "plain")
    assert built(other, pdf=True) == []
    assert snapshot(root / "build/editions") == snapshot(other / "build/editions")


NAMES = {
    "con": "Windows keeps the name",
    "lpt1": "Windows keeps the name",
    "My-Small-Step": "the name of the file is no id",
    "trailing.": "the name of the file is no id",
    "a b": "the name of the file is no id",
    unicodedata.normalize("NFC", "señal"): "the name of the file is no id",
    unicodedata.normalize("NFD", "señal"): "the name of the file is no id",
}


@pytest.mark.parametrize("path", [HANDOUT, MODULE])
def test_names_that_another_system_cannot_keep_apart_are_refused(tmp_path: Path, path: str) -> None:
    root = small(tmp_path / "library")
    for name in NAMES:
        (root / path).with_name(f"{name}.md").write_text((root / path).read_text())
    _, report = check(root)
    told = {(Path(one.path).stem, one.message) for one in report.diagnostics}
    for name, message in NAMES.items():
        assert any(where == name and what.startswith(message) for where, what in told), name


def test_a_name_that_is_too_long_for_what_is_made_of_it_is_told(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / HANDOUT).rename((root / HANDOUT).with_name(f"{'b' * 252}.md"))
    _, report = check(root)
    assert any(one.message.endswith("more than 200 bytes") for one in report.diagnostics)


def nested(folder: Path) -> None:
    """Nest folders more deeply than a program that calls itself for each can follow."""
    folder.mkdir(parents=True, exist_ok=True)
    inner = os.open(folder, os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=inner)
        outer, inner = inner, os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(outer)
    os.close(inner)


@pytest.mark.parametrize("place", ["modules", "build/.work", "build/editions"])
def test_folders_that_nest_too_deeply_are_one_line(tmp_path: Path, place: str) -> None:
    root = small(tmp_path / "library")
    nested(root / place)
    try:
        with pytest.raises(DiskError, match="nest deeper than"):
            built(root)
    finally:
        subprocess.run(["/bin/rm", "-r", str(root)], check=True)


def test_names_that_this_systems_language_has_no_letters_for_are_told(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / MODULE).rename((root / MODULE).with_name("café.md"))
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for order in (("check",), ("check", "--fix"), ("build", "--no-pdf", "--jobs", "1")):
        told = command(*order, cwd=root, environment=plain)
        assert told.code == 1, told
        assert "in names of files" in told.out


def test_a_picture_whose_name_has_accents_is_told_what_to_do(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    picture = root / "handouts/images/señal.svg"
    picture.parent.mkdir()
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>')
    handout = root / HANDOUT
    handout.write_text(handout.read_text() + "\n![A line.](images/señal.svg)\n")
    _, report = check(root)
    (one,) = (one for one in report.diagnostics if one.rule == "images")
    assert one.message == "the name of the picture 'handouts/images/señal.svg' is not plain"


@pytest.mark.parametrize("folder", ["handouts", "modules/coping"])
def test_a_folder_that_may_not_be_read_is_one_line(tmp_path: Path, folder: str) -> None:
    root = small(tmp_path / "library")
    (root / folder).chmod(0)
    try:
        ended = command("build", "--no-pdf", "--jobs", "1", cwd=root, powerless=True)
    finally:
        (root / folder).chmod(0o755)
    assert one_line(ended) == f"curriculumkit: cannot read {root / folder}: Permission denied"
    assert not (root / "build/editions").exists()


def test_a_folder_of_the_library_that_is_a_file_is_told(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / "modules").rename(tmp_path / "elsewhere")
    (root / "modules").write_text("mine")
    with pytest.raises(DiskError, match="modules: Not a directory"):
        files_of(root)


@pytest.mark.parametrize("name", ["editions", ".work", "packs/evening"])
def test_a_file_where_a_build_wants_a_folder_is_kept(tmp_path: Path, name: str) -> None:
    root = planned_library(tmp_path / "library")
    file = root / "build" / name
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    order = PackOrder("", "", only=("handouts",))
    packed = pack(read_track(root, "evening"), root / "build", order, print, week=1, day=None)
    with pytest.raises(DiskError):
        built(root) if name == "editions" else next(packed)
    assert file.read_text() == "mine"


HOMES = {
    "nowhere": {"HOME": "/proc/none", "XDG_CACHE_HOME": ""},
    "none": {"HOME": "", "XDG_CACHE_HOME": ""},
    "far away": {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"},
    "senseless": {"LANG": "xx_YY.nonsense", "TZ": "No/Where:::", "COLUMNS": "0"},
}


@pytest.mark.parametrize("home", HOMES)
def test_a_home_that_is_odd_or_not_there_changes_nothing(tmp_path: Path, home: str) -> None:
    root = small(tmp_path / "library")
    order = ("build", "--no-pdf", "--jobs", "1")
    ended = command(*order, cwd=root, environment=HOMES[home])
    assert ended.code == 0, ended
    made = snapshot(root / "build/editions")
    assert built(root) == []
    assert snapshot(root / "build/editions") == made


def one_line(ended: Ended) -> str:
    """Return the only line of a command that could not run."""
    assert ended.code == 2, ended
    (line,) = (one for one in ended.err.splitlines() if "curriculumkit:" in one)
    assert "Traceback" not in ended.err
    return line


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or subprocess.call([*MOUNT, str(disk)]):
        pytest.skip("only root may mount a disk here, and not everywhere")
    yield disk
    subprocess.check_call(["/bin/umount", "-l", str(disk)])


MOUNT = ("/bin/mount", "-t", "tmpfs", "-o", "size=400k", "tiny")

FULL = (
    ("build", "--no-pdf", "--jobs", "1"),
    ("pack", "evening", "--week", "1"),
    ("assemble", "evening", "--fresh"),
    ("plan", "show", "evening", "--ics", "evening.ics"),
    ("review", "sign", "my-small-step", "--reviewer", "A", "--credential", "B"),
    ("new", "module", "one", "--topic", "coping", "--title", "One"),
)
"""Commands that write."""


def fill(file: Path) -> None:
    """Write a file until there is no room."""
    with file.open("wb", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"0" * 4096):
            pass


def test_on_a_disk_that_is_full_every_command_is_one_line(tiny_disk: Path) -> None:
    root = planned_library(tiny_disk / "library")
    before = snapshot(root)
    own = {"XDG_CACHE_HOME": str(tiny_disk / "cache"), "TMPDIR": str(tiny_disk)}
    assert command("check", cwd=root, environment=own).code == 0
    fill(tiny_disk / "filler")
    for order in FULL:
        assert "No space left on device" in one_line(command(*order, cwd=root, environment=own))
    assert command("check", cwd=root, environment=own).code == 0
    after = snapshot(root)
    assert {path: raw for path, raw in after.items() if not path.startswith("build/")} == before
