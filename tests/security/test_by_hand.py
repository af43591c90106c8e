"""Plans that were edited by hand: every command holds them to the track, or says what is wrong."""

from pathlib import Path

import pytest
from planned_library import LOCK, MODULE, OTHER, planned_library
from strangers import HANDOUT, replaced

from curriculumkit.app_plan import assemble, read_track
from curriculumkit.cli import curriculumkit
from curriculumkit.cli.crash import guarded

ONE = '{week: 1, day: mon, start: "18:00", minutes: 60, module: one-small-step, room: Room 1}'
TWO = '{week: 2, day: tue, start: "18:00", minutes: 60, module: another-step, room: Room 1}'
HEAD = "version: 1\ntitle: {en: Evening}\n"

GOOD = (ONE, TWO)

EDITED: dict[str, tuple[tuple[str, ...], str]] = {
    "an unknown module": ((ONE.replace("one-small", "no"), TWO), "there is no module 'no-step'"),
    "a slot that is not there": ((ONE.replace("18:00", "03:00"), TWO), "no slot there"),
    "a time past midnight": ((ONE.replace("18:00", "23:59"), TWO), "no slot there"),
    "a week too many": ((*GOOD, TWO.replace("week: 2", "week: 50")), "no slot there"),
    "a session twice": ((ONE, *GOOD), "two sessions at once"),
    "a session missing": ((ONE,), "nothing is planned"),
    "a closed day": ((ONE, TWO.replace("tue", "mon")), "no slot there"),
    "a shorter session": ((ONE.replace("60", "15"), TWO), "week 1, mon 18:00"),
    "a longer session": ((ONE.replace("60", "480"), TWO), "week 1, mon 18:00"),
    "another room": ((ONE.replace("Room 1", "Room 9"), TWO), "the slot's room is Room 1"),
}
"""The sessions of an edited plan, and what must be said of it."""

OLD = "sha256:" + "0" * 64
STALE = f"{HEAD}digests: {{track: '{OLD}', modules: {{}}}}\n"

TELLING = (
    "plan show evening",
    "plan show evening --json",
    "plan show evening --ics made.ics",
    "plan coverage evening",
    "plan makeup evening --missed another-step",
    "plan personal evening",
    "today evening --date 2027-01-04",
)


def written(root: Path, sessions: tuple[str, ...], head: str = HEAD) -> None:
    """Write a plan by hand."""
    rows = "".join(f"  - {one}\n" for one in sessions)
    (root / LOCK).write_text(f"{head}sessions:\n{rows}")


@pytest.mark.parametrize("edit", EDITED)
def test_what_a_plan_edited_by_hand_breaks_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    edit: str,
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    sessions, told = EDITED[edit]
    written(root, sessions)
    for order in TELLING:
        code = guarded(curriculumkit, order.split())
        err = capsys.readouterr().err
        assert code in (0, 1, 2), (order, err)
        assert told in err, order
        assert LOCK in err, order


@pytest.mark.parametrize("order", ["pack evening --week 1", "binder evening"])
def test_a_session_without_its_module_cannot_be_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], order: str
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    written(root, EDITED["an unknown module"][0])
    assert guarded(curriculumkit, order.split()) == 2
    assert "week 1, mon 18:00: there is no module 'no-step'" in capsys.readouterr().err
    assert not (root / "build").exists()


def test_a_plan_that_is_older_than_its_track_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    written(root, GOOD, STALE)
    assert guarded(curriculumkit, ["plan", "show", "evening"]) == 0
    told = capsys.readouterr().err
    assert "the plan is stale: the track has changed" in told
    assert "curriculumkit assemble evening" in told


def test_a_good_plan_is_told_of_without_a_word_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    for order in TELLING:
        assert guarded(curriculumkit, order.split()) == 0
        assert capsys.readouterr().err.replace("Wrote made.ics.\n", "") == "", order


def test_sessions_may_stand_in_any_order(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    in_order = read_track(root, "evening")
    written(root, (TWO, ONE.replace("Room 1", "Room 9")))
    read = read_track(root, "evening")
    assert [one.module for one in read.planned.front.sessions] == [
        one.module for one in in_order.planned.front.sessions
    ]
    (doubt,) = read.doubts
    assert (read.library.sources[LOCK].line(doubt.span.line)).endswith("room: Room 9}")


def test_what_was_proved_of_another_plan_is_not_said_of_this_one(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    best = assemble(read_track(root, "evening"), fresh=True)
    assert best.plan is not None
    assert best.plan.proof is not None
    assert best.plan.proof.price == 0
    again = assemble(read_track(root, "evening"))
    assert not again.written
    replaced(root, LOCK, "module: another-step", "module: one-small-step")
    digest = best.plan.digests and best.plan.digests.modules["another-step"]
    replaced(root, LOCK, f"    another-step: {digest}\n", "")
    edited = assemble(read_track(root, "evening"))
    assert edited.written
    assert edited.plan is not None
    assert edited.plan.proof is not None
    assert edited.plan.proof.price == sum(one.price for one in edited.lost) == 10


def test_a_module_that_is_withdrawn_is_planned_anew(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    replaced(root, "curriculum/tracks/evening.yaml", "[one-small-step]", "[another-step]")
    written(root, GOOD)
    (root / MODULE).unlink()
    read = read_track(root, "evening")
    assert any("there is no module 'one-small-step'" in one.message for one in read.doubts)
    planned = assemble(read).plan
    assert planned is not None
    assert {one.module for one in planned.sessions} == {"another-step"}


@pytest.mark.parametrize("order", ["pack evening --week 1", "binder evening"])
@pytest.mark.parametrize("path", [MODULE, HANDOUT])
def test_what_a_build_refuses_is_not_printed_either(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    order: str,
    path: str,
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    with (root / path).open("a") as file:
        file.write("\n[a](javascript:alert(1))\n")
    assert guarded(curriculumkit, order.split()) == 1
    told = capsys.readouterr().err
    assert f"{path}:" in told
    assert "The pack that was there before is untouched." in told
    assert not (root / "build").exists()


def test_an_error_in_a_document_that_is_not_printed_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    with (root / OTHER).open("a") as file:
        file.write("\n[a](javascript:alert(1))\n")
    order = "pack evening --week 1 --only handouts"
    assert guarded(curriculumkit, order.split()) == 0


def test_the_broken_plan_of_another_track_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    track = (root / "curriculum/tracks/evening.yaml").read_text()
    (root / "curriculum/tracks/other.yaml").write_text(track)
    lock = (root / LOCK).read_text()
    written(root, EDITED["an unknown module"][0])
    (root / LOCK).rename(root / "curriculum/tracks/other.lock.yaml")
    (root / LOCK).write_text(lock)
    for order in ("pack evening --week 1", "binder evening"):
        assert guarded(curriculumkit, order.split()) == 0
    assert guarded(curriculumkit, ["binder", "other"]) == 2


@pytest.mark.parametrize("order", ["pack evening --week 1", "binder evening", *TELLING])
def test_broken_settings_are_told_with_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], order: str
) -> None:
    root = planned_library(tmp_path / "library")
    monkeypatch.chdir(root)
    (root / "curriculum/library.yaml").write_text("name: [")
    assert guarded(curriculumkit, order.split()) in (1, 2)
    told = capsys.readouterr()
    assert "curriculum/library.yaml:2:" in told.out + told.err
