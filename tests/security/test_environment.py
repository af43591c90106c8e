"""The world around a command is odd: no home, no date, no room, nobody who listens."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from strangers import PLACE, RUN, built, small, snapshot

from curriculumkit import disk
from curriculumkit.disk import DiskError, own_folder, own_secret, write_atomically

LEADING_HERE = ("~/.cache", "cache", "./~")
"""What is no path of one's own: it would lie in whatever library one is in."""


@pytest.mark.parametrize("home", LEADING_HERE)
def test_a_secret_that_came_with_a_library_is_not_taken_for_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    root = small(tmp_path / "library")
    monkeypatch.chdir(root)
    planted = root / home / "secret"
    planted.parent.mkdir(parents=True)
    planted.write_bytes(b"0" * 32)
    monkeypatch.setattr(disk, "user_cache_dir", lambda *_args, **_named: home)
    assert own_secret() != b"0" * 32
    assert own_secret() != own_secret()


def test_who_has_no_home_can_check_and_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(*_args: object, **_named: object) -> str:
        raise RuntimeError("no home")

    root = small(tmp_path / "library")
    before = snapshot(root)
    monkeypatch.setattr(disk, "user_cache_dir", nowhere)
    assert built(root) == []
    after = snapshot(root)
    assert {path: raw for path, raw in after.items() if not path.startswith("build/")} == before
    with pytest.raises(DiskError, match="set HOME"):
        own_folder()


@pytest.mark.skipif(os.name != "posix" or os.geteuid(), reason="only root may be somebody else")
def test_a_user_whom_the_system_does_not_know_is_served(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(0o755 | folder.stat().st_mode)
    root = small(tmp_path / "library")
    for file in (root, *root.rglob("*")):
        os.chown(file, 54321, 54321)
    told = subprocess.run(
        ["/usr/bin/env", "-u", "HOME", "-u", "XDG_CACHE_HOME", *RUN, "check"],
        cwd=root,
        env={**PLACE, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        user=54321,
        group=54321,
        extra_groups=[],
    )
    assert told.returncode == 0, told
    assert sorted(one.name for one in root.iterdir()) == ["curriculum", "handouts", "modules"]


@pytest.mark.parametrize("date", ["", "yesterday", "1e5", "99999999999999999999"])
def test_a_date_that_is_none_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str
) -> None:
    root = small(tmp_path / "library")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
    with pytest.raises(DiskError, match="SOURCE_DATE_EPOCH is no number of seconds"):
        built(root)
    assert not (root / "build" / disk.EDITIONS).exists()


def test_the_date_of_a_build_is_on_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small(tmp_path / "library")
    made = []
    for date in ("0", "4102444800"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
        assert built(root) == []
        made.append(snapshot(root / "build/editions"))
        shutil.rmtree(root / "build")
    assert made[0] == made[1]


TELLING = (
    "rules",
    "check --notes --format json",
    "review status",
    "schema track",
    "explain images",
)


@pytest.mark.parametrize("order", TELLING)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_where_nothing_can_be_told_nothing_is_called_clean(tmp_path: Path, order: str) -> None:
    root = small(tmp_path / "library")
    reading, writing = os.pipe()
    os.close(reading)
    with Path("/dev/full").open("wb") as full, os.fdopen(writing, "wb") as unheard:
        for place, told in ((full, "No space left on device"), (unheard, "")):
            ended = subprocess.run(
                [*RUN, *order.split()], cwd=root, env=PLACE, stdout=place,
                stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
            assert ended.returncode == 2, ended
            assert told in ended.stderr
            assert ended.stderr.count("\n") == bool(told)


def test_who_may_read_and_write_a_file_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_atomically(file, b"old")
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(0o660)
    write_atomically(file, b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o660)
    write_atomically(file, b"mine", mode=0o600)
    assert file.stat().st_mode & 0o777 == 0o600
