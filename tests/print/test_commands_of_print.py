"""Today's session, and what the machine lacks."""

import sys
from pathlib import Path

import pytest
from planned import plan_it, run

from curriculumkit import app_doctor


def test_today_finds_the_session_of_a_date(
    library_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_it(library_dir)
    assert run(library_dir, "today", "evening", "--date", "2026-11-23") == 0
    told = capsys.readouterr().out
    assert "18:00  One Small Step (60 min, Room 2)" in told
    assert "curriculumkit pack evening --week 2 --day mon" in told


def test_today_tells_the_next_session(
    library_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_it(library_dir)
    assert run(library_dir, "today", "evening", "--date", "2026-11-17") == 0
    told = capsys.readouterr().out
    assert "Tuesday, November 17, 2026: no session." in told
    assert "Next: Monday, November 23, 2026" in told


def test_today_needs_a_start(library_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan_it(library_dir)
    file = library_dir / "curriculum/tracks/evening.yaml"
    file.write_text(file.read_text().replace("start: 2026-11-16\n", ""))
    assert run(library_dir, "today", "evening", "--date", "2026-11-17") == 2
    assert "add 'start'" in capsys.readouterr().err


def test_doctor_finds_all_that_is_needed(
    library_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(library_dir, "doctor") == 0
    told = capsys.readouterr().out
    for name in ("Python", "fonts", "typst", "ortools", "build folder"):
        assert name in told


def test_doctor_tells_what_is_missing_and_how_to_get_it(
    library_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_doctor, "_version", lambda _name: "")
    assert run(library_dir, "doctor") == 1
    told = capsys.readouterr().out
    assert "lacks typst: missing; needed by PDFs" in told
    assert 'pip install "curriculumkit[assemble]"' in told


def test_a_package_that_is_missing_is_one_clear_line(
    library_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "curriculumkit.typst.compile", raising=False)
    monkeypatch.setitem(sys.modules, "typst", None)
    assert run(library_dir, "doctor") == 1
    assert "lacks fonts: no compiler to ask" in capsys.readouterr().out
    for name in [one for one in sys.modules if one.startswith("curriculumkit.")]:
        if "print" in name or "editions" in name or ".typst" in name or "packs" in name:
            monkeypatch.delitem(sys.modules, name)
    assert run(library_dir, "build") == 2
    told = capsys.readouterr().err
    assert "the package typst is missing or damaged" in told
    assert "`curriculumkit doctor` tells what else is missing" in told
