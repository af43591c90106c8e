"""A command that is killed, or meets a full or broken disk, loses nothing and mixes nothing."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from strangers import HANDOUT, SOURCE, Ended, built, command, replaced, small, snapshot, told_by

from curriculumkit import app_check, swap
from curriculumkit.app_review import with_entry
from curriculumkit.digests import Output
from curriculumkit.disk import DiskError, build_lock
from curriculumkit.swap import swap_in

KILLS = {
    "pages": 50,
    "prints": 12,
    "processes": 12,
    "first": 12,
    "assemble": 80,
    "pack": 12,
    "binder": 10,
    "fix": 12,
    "sign": 12,
    "new": 12,
}
"""How often each command is killed. `nox -s kill -- 20` kills each of them 20 times as often."""

TIMES = int(os.environ.get("CURRICULUMKIT_KILLS", "1"))

SEED = os.environ.get("CURRICULUMKIT_SEED", "2026")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def killing(how: str, what: str, folder: Path, number: int = 0) -> int:
    """Kill a command in a program of its own; return at how many moments that was tried."""
    return told_by("killing.py", how, what, folder, number, SEED)["moments"]


def finished(file: Path) -> Output:
    """Return a file as a build hands it over."""
    return Output(file, sha256(file.read_bytes()).hexdigest())


@pytest.mark.parametrize("what", KILLS)
def test_killed_at_any_moment_everything_is_old_or_new(tmp_path: Path, what: str) -> None:
    number = KILLS[what] * TIMES
    assert killing("random", what, tmp_path, number) >= number, "some moments came too late"


def test_builds_and_assembles_are_killed_at_two_hundred_moments() -> None:
    assert sum(KILLS.values()) >= 200


@pytest.mark.parametrize("what", ["swap", "assemble", "fix", "sign", "new"])
def test_killed_before_any_step_that_changes_the_disk(tmp_path: Path, what: str) -> None:
    assert killing("steps", what, tmp_path) > 2


def test_a_swap_without_exchange_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap, "exchange", lambda _one, _other: False)
    out = tmp_path / "out"
    for word in ("old", "new"):
        (tmp_path / word).write_text(word)
        swap_in(out, {"patient/en": {"x.html": finished(tmp_path / word)}}, b"report")
    editions = out / "editions"
    assert snapshot(editions) == {"patient/en/x.html": b"new", "report.json": b"report"}
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(errno.EACCES, "Permission denied", str(target))
        return real(self, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", failing)
        with pytest.raises(DiskError, match="Permission denied"):
            swap_in(out, {"patient/en": {"x.html": finished(tmp_path / "old")}}, b"later")
    swap.recover(out)
    assert snapshot(editions) == {"patient/en/x.html": b"old", "report.json": b"later"}


def test_a_swap_keeps_other_editions_and_copies_only_what_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    same, first, second = (tmp_path / name for name in ("same", "first", "second"))
    for file in (same, first, second):
        file.write_text(file.name)
    a, b, c = map(finished, (same, first, second))
    names = ("facilitator/en", "patient/en", "patient/es")
    swap_in(out, {name: {"a": a, "b/c": b, "gone": a} for name in names}, b"1")
    before = {path: (out / path).stat().st_ino for path in snapshot(out)}
    swap_in(out, {"patient/en": {"a": a, "b/c": c}}, b"2", kept=["patient/es"])
    assert snapshot(out / "editions") == {
        "patient/en/a": b"same",
        "patient/en/b/c": b"second",
        **{f"patient/es/{path}": raw for path, raw in (("a", b"same"), ("gone", b"same"))},
        "patient/es/b/c": b"first",
        "report.json": b"2",
    }
    after = {path: (out / path).stat().st_ino for path in snapshot(out)}
    assert {path for path in after if after[path] == before.get(path)} >= {
        "editions/patient/en/a",
        "editions/patient/es/b/c",
    }
    assert same.stat().st_nlink == 1, "a file that Sphinx writes into again is in place"


def test_a_file_in_place_that_somebody_changed_is_put_right(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("page")
    page = finished(tmp_path / "page")
    os.utime(page.file, (1, 1))  # long ago, so that it is known by its time
    for word in (b"1", b"2", b"3"):
        swap_in(tmp_path / "out", {"patient/en": {"a": page}}, word)
        live = tmp_path / "out/editions/patient/en/a"
        assert live.read_text() == "page"
        live.write_text("PAGE")


def test_a_link_among_the_editions_is_neither_kept_nor_followed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "page").write_text("page")
    (tmp_path / "secret").write_text("page")
    swap_in(out, {"patient/es": {"a": finished(tmp_path / "page")}}, b"1")
    (out / "editions/patient/es/secret").symlink_to(tmp_path / "secret")
    (out / "editions/patient/es/all").symlink_to(tmp_path, target_is_directory=True)
    swap_in(out, {"patient/en": {"a": finished(tmp_path / "page")}}, b"2", kept=["patient/es"])
    assert sorted(snapshot(out / "editions")) == [
        *(f"patient/{language}/a" for language in ("en", "es")),
        "report.json",
    ]
    assert (tmp_path / "secret").stat().st_nlink == 1


def one_line(ended: Ended) -> str:
    """Return the only line of a command that could not run."""
    assert ended.code == 2, ended
    lines = [one for one in ended.err.splitlines() if "curriculumkit:" in one]
    assert len(lines) == 1, ended.err
    assert "Traceback" not in ended.err
    return lines[0]


def test_two_builds_at_once_do_not_meet(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    with build_lock(root / "build"):
        ended = command("build", "--no-pdf", "--jobs", "1", cwd=root)
    assert "another command is writing" in one_line(ended)
    assert command("build", "--no-pdf", "--jobs", "1", cwd=root).code == 0


FULL = """
import resource, sys
from curriculumkit.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(sys.argv[2:])
"""


def with_little_room(size: int, root: Path, *arguments: str) -> Ended:
    """Run a command that cannot write a file larger than so many bytes, as on a full disk."""
    ended = subprocess.run(
        [sys.executable, "-P", "-c", FULL, str(size), *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.parametrize("size", [0, 1_000, 8_000])
def test_a_full_disk_is_one_line_and_nothing_is_lost(tmp_path: Path, size: int) -> None:
    root = small(tmp_path / "library")
    assert built(root) == []
    editions = snapshot(root / "build/editions")
    replaced(root, HANDOUT, "One small step is enough", "One little step is enough")
    line = one_line(with_little_room(size, root, "build", "--jobs", "1"))
    assert "File too large" in line
    assert snapshot(root / "build/editions") == editions
    assert built(root) == []
    assert (
        b"One little step"
        in (root / "build/editions/patient/en/handouts/my-small-step.html").read_bytes()
    )


def visible(root: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in snapshot(root).items() if "/." not in f"/{path}"}


def test_a_full_disk_leaves_the_ledger_and_the_texts_as_they_were(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    sign = ("review", "sign", "my-small-step", "--reviewer", "A", "--credential", "LCSW")
    assert command(*sign, cwd=root).code == 0
    file = root / HANDOUT
    file.write_text(file.read_text().replace(".\n", ".   \n"))
    before = visible(root)
    for arguments in ((*sign[:4], "B", *sign[5:]), ("check", "--fix", "--no-cache")):
        one_line(with_little_room(10, root, *arguments))
        assert visible(root) == before
    line = one_line(with_little_room(10, tmp_path, "new", "library", "mine"))
    assert "mine" in line
    assert command("new", "library", "mine", cwd=tmp_path).code == 0


@pytest.mark.parametrize("folder", ["", "build", "build/.work"])
def test_a_folder_that_is_read_only_is_one_line(tmp_path: Path, folder: str) -> None:
    root = small(tmp_path / "library")
    assert folder == "" or built(root) == []
    replaced(root, HANDOUT, "One small step is enough", "One little step is enough")
    before = visible(root)
    closed = root / folder
    closed.chmod(0o555)
    try:
        ended = command("build", "--no-pdf", "--jobs", "1", cwd=root, powerless=True)
    finally:
        closed.chmod(0o755)
    assert "cannot" in one_line(ended)
    assert visible(root) == before


def test_a_build_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / "build").write_text("mine")
    assert "cannot" in one_line(command("build", "--no-pdf", cwd=root))
    assert (root / "build").read_text() == "mine"


def test_a_file_that_vanishes_while_it_is_mended_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "library")
    file = root / HANDOUT
    file.write_text(file.read_text().replace(".\n", ".   \n"))
    real = app_check.fixed

    def vanishing(*arguments: object) -> tuple[str, int]:
        return real(*arguments)  # type: ignore[arg-type]

    def read(place: Path, name: str) -> object:
        if name == HANDOUT:
            file.unlink(missing_ok=True)
        return app_check.read_raw(place, name)

    monkeypatch.setattr(app_check, "fixed", vanishing)
    monkeypatch.setattr(app_check, "read_text", read)
    options = app_check.Options(today=date(2026, 11, 23))
    app_check.fix_library(root, options)
    assert not file.exists()


def test_a_page_of_a_handout_that_is_gone_is_gone(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    other = root / "handouts/other-step.md"
    other.write_text((root / HANDOUT).read_text().replace("My Small Step", "My Other Step"))
    assert built(root) == []
    assert (root / "build/editions/patient/en/handouts/other-step.html").exists()
    other.unlink()
    assert built(root) == []
    assert not [path for path in snapshot(root / "build/editions/patient") if "other-step" in path]


def test_a_process_that_is_killed_is_one_line(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    code = (
        "import os, signal, sys, curriculumkit.editions as e\n"
        "e.run_sphinx = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from curriculumkit.cli import main\n"
        "main(['build', '--no-pdf', '--jobs', '2'])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "a process was killed" in one_line(Ended(ended.returncode, ended.stdout, ended.stderr))


WAITING = """
import os, sys, time
from pathlib import Path
import curriculumkit.editions as e
e.run_sphinx = lambda *a, **k: (Path(f"at-{os.getpid()}").touch(), time.sleep(600))
from curriculumkit.cli import main
main(["build", "--no-pdf", "--jobs", "2"])
"""


def test_processes_of_a_build_that_was_killed_end_too(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    with subprocess.Popen(
        [sys.executable, "-P", "-c", WAITING],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stderr=subprocess.DEVNULL,
    ) as parent:
        _wait_until(lambda: len(list(root.glob("at-*"))) == 2 or parent.poll() is not None)
        workers = [int(one.name.removeprefix("at-")) for one in root.glob("at-*")]
        assert len(workers) == 2
        parent.kill()
    _wait_until(lambda: not any(map(_is_running, workers)))
    assert built(root) == []


def _wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.02)


def _is_running(process: int) -> bool:
    told = Path(f"/proc/{process}/stat")
    if told.parents[1].is_dir():
        return told.is_file() and told.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_entry_of_the_ledger_never_changes_the_others() -> None:
    first = with_entry("", {"document": "a"})
    assert with_entry(first, {"document": "b"}).startswith(first.rstrip("\n"))
