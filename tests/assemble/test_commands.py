"""The commands, on a copy of this repository's library."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from pythons import with_the_solver

from curriculumkit import app_plan
from curriculumkit.assemble.answer import Answer
from curriculumkit.assemble.solve import solve
from curriculumkit.cli import curriculumkit
from curriculumkit.cli.crash import guarded

ROOT = Path(__file__).parents[2]
TRACK = "curriculum/tracks/adult-evening.yaml"
LOCK = "curriculum/tracks/adult-evening.lock.yaml"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for folder in ("curriculum", "modules", "handouts"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def _run(library: Path, *arguments: str) -> int:
    return guarded(curriculumkit, [*arguments, "--library", str(library)])


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_assembling_again_moves_nothing(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(library, "assemble", "adult-evening") == 0
    first = (library / LOCK).read_bytes()
    assert _run(library, "assemble", "adult-evening") == 0
    assert (library / LOCK).read_bytes() == first
    assert "is up to date" in capsys.readouterr().out


def test_a_withdrawn_module_moves_little(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(library, "assemble", "adult-evening") == 0
    before = (library / LOCK).read_text()
    guides = list(library.glob("modules/*/*.md"))
    track = (library / "curriculum/tracks/adult-evening.yaml").read_text()
    named = track + "".join(one.read_text("utf-8") for one in guides)
    gone = next(one for one in re.findall("module: ([a-z-]+)", before) if one not in named)
    shutil.copy(library / LOCK, library / "old.yaml")
    next(one for one in guides if one.stem == gone).unlink()
    capsys.readouterr()
    assert _run(library, "assemble", "adult-evening") == 0
    said = capsys.readouterr().out
    assert f"Since the last plan, the module {gone} is gone." in said
    assert f"Moved: {gone}: no longer in" in said
    assert _run(library, "plan", "diff", "adult-evening", str(library / "old.yaml")) == 0
    assert f"{gone}: no longer in" in capsys.readouterr().out


def test_past_weeks_are_kept(library: Path) -> None:
    assert _run(library, "assemble", "step-down") == 0
    lock = library / "curriculum/tracks/step-down.lock.yaml"
    before = [line for line in lock.read_text().splitlines() if "{week: 1," in line]
    track = library / "curriculum/tracks/step-down.yaml"
    _replace(track, "wishes:", "  - {kind: exclude, modules: [listening]}\nwishes:")
    assert _run(library, "assemble", "step-down", "--from", "2") == 0
    after = [line for line in lock.read_text().splitlines() if "{week: 1," in line]
    assert after == before


def test_no_plan_says_why_and_leaves_the_lock(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (library / LOCK).read_bytes()
    _replace(
        library / TRACK,
        "wishes:",
        "  - {kind: topic, topic: relapse-prevention, least: 40, per: plan}\nwishes:",
    )
    assert _run(library, "assemble", "adult-evening") == 1
    said = capsys.readouterr().out
    line = (library / TRACK).read_text().split("least: 40")[0].count("\n") + 1
    assert f"{TRACK}:{line}: 'relapse-prevention' has at least 40 sessions in all" in said
    assert "The reason: 40 sessions (60 hours) asked for" in said
    assert (library / LOCK).read_bytes() == before


def test_a_holiday_that_takes_too_much_gets_a_make_up_day_proposed(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(library / TRACK, "then: make-up, make_up: 2027-01-20", "then: skip")
    assert _run(library, "assemble", "adult-evening") == 1
    said = capsys.readouterr().out
    assert "a make-up day: wed 2027-01-20 for 2027-01-18" in said
    assert "then: make-up, make_up: 2027-01-20}" in said
    assert "payer" not in said


def test_a_payers_rule_is_given_up_only_when_nothing_else_helps(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    standards = library / "curriculum/standards"
    text = (standards / "samhsa-adult.yaml").read_text()
    (standards / "few-hours.yaml").write_text(text.replace("least: 9", "most: 8"))
    _replace(library / TRACK, "standards:\n", "standards:\n  - {standard: few-hours}\n")
    assert _run(library, "assemble", "adult-evening") == 1
    said = capsys.readouterr().out
    assert "only with the leave of the payer or the state: give up" in said


def test_subjects_that_a_track_leaves_out_are_all_told_at_once_with_what_to_write(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(library / TRACK, "standards:\n", "standards:\n  - {standard: texas}\n")
    assert _run(library, "assemble", "adult-evening") == 1
    said = capsys.readouterr().out
    assert "error[tracks] the track does not say how these subjects are covered: " in said
    assert "tuberculosis, hiv, " in said
    assert "{subject: tuberculosis, modules: [a-module]}" in said


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("{kind: include, modules: [rebuilding-trust]}", "service: family, leaders: 2}"),
        ("{kind: include, modules: [safe-relationships]}", "leaders: 2"),
        ("{kind: include, modules: [staying-safe]}", "group: {least: 6, most: 8}"),
    ],
)
def test_what_a_module_needs_is_offered_before_the_module_is_given_up_for_good(
    library: Path, capsys: pytest.CaptureFixture[str], asked: str, told: str
) -> None:
    one_leader = "safe" in asked and "staying" not in asked
    leaders = 1 if one_leader else 2
    days = "".join(
        f'  - {{day: {day}, start: "18:00", minutes: 90, service: group, leaders: {leaders}}}\n'
        for day in ("mon", "wed")
    )
    (library / "curriculum/tracks/asked.yaml").write_text(
        "title: {en: A, es: A}\nweeks: 4\nadmission: {kind: cohort}\ntime_zone: America/New_York\n"
        f"group: {{least: 6, most: 12}}\nslots:\n{days}requirements:\n  - {asked}\n"
    )
    assert _run(library, "assemble", "asked") == 1
    assert told in capsys.readouterr().out.partition("What would help")[2]


def test_today_says_why_a_day_has_no_session_and_when_they_are_held(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(library, "today", "adult-evening", "--date", "2027-01-18") == 0
    said = capsys.readouterr().out
    assert "January 18, 2027: closed (Martin Luther King Jr. Day)." in said
    assert "Its sessions are held on Wednesday, January 20, 2027." in said


def test_a_track_that_cannot_be_read_is_not_said_to_be_missing(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / TRACK).write_bytes(b"\0\1")
    assert _run(library, "assemble", "adult-evening") == 1
    assert f"{TRACK}:1:1: error[file] a binary file" in capsys.readouterr().out


def test_a_line_whose_kind_has_the_name_of_a_field_is_told_as_a_whole(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = "{kind: topic, topic: relapse-prevention, least: 2, per: plan}"
    _replace(library / TRACK, old, "{kind: topic, topic: thinking, least: 5, most: 2, per: week}")
    number = (library / TRACK).read_text().split("{kind: topic, topic: thinking")[0].count("\n") + 1
    assert _run(library, "assemble", "adult-evening") == 1
    said = capsys.readouterr().out
    assert f"{TRACK}:{number}:5: error[fields] the least (5) is above the most (2)" in said


def test_unknown_names_are_errors_with_a_suggestion(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(library / TRACK, "overdose-response", "overdose-respnse")
    assert _run(library, "assemble", "adult-evening") == 1
    assert "Did you mean 'overdose-response'?" in capsys.readouterr().out
    assert _run(library, "assemble", "adult-evning") == 2
    assert "Did you mean 'adult-evening'?" in capsys.readouterr().err


def test_running_out_of_time_is_said_and_nothing_is_written(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / LOCK).unlink()
    assert _run(library, "assemble", "adult-evening", "--effort", "0.0001") == 1
    assert "This does not mean that there is" in capsys.readouterr().out
    assert not (library / LOCK).exists()


def test_a_broken_lock_is_told_and_can_be_made_anew(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / LOCK).write_text("version: [")
    assert _run(library, "assemble", "adult-evening") == 1
    assert "YAML does not parse" in capsys.readouterr().out
    assert _run(library, "assemble", "adult-evening", "--fresh") == 0
    assert (library / LOCK).read_text().startswith("# The plan of")


def test_what_a_plan_shows(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(library, "plan", "show", "adult-evening") == 0
    assert "Week 4" in capsys.readouterr().out
    calendar, book = library / "x.ics", library / "x.xlsx"
    assert (
        _run(library, "plan", "show", "adult-evening", "--ics", str(calendar), "--xlsx", str(book))
        == 0
    )
    assert len(Calendar.from_ical(calendar.read_bytes()).walk("VEVENT")) == 30
    assert book.read_bytes().startswith(b"PK")
    assert _run(library, "plan", "show", "adult-evening", "--json") == 0
    assert _run(library, "plan", "coverage", "adult-evening") == 0
    assert "fit for newcomers" in capsys.readouterr().out
    assert _run(library, "plan", "makeup", "adult-evening", "--missed", "money") == 0
    assert "For an individual session" in capsys.readouterr().out
    assert (
        _run(
            library,
            "plan",
            "personal",
            "adult-evening",
            "--entry-week",
            "3",
            "--needs",
            "thinking, family",
        )
        == 0
    )
    assert "No session within the stay answers 'family'." in capsys.readouterr().out


def test_why_a_module_stands_where_it_stands(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(library, "plan", "why", "continuing-care", "step-down") == 0
    said = capsys.readouterr().out
    assert "continuing-care stands in week 8." in said
    assert "week 1: impossible, because of" in said
    assert "continuing-care only in weeks 7, 8" in said


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_request_gives_the_same_plan(library: Path, seed: str) -> None:
    command = [
        sys.executable,
        "-m",
        "curriculumkit",
        "assemble",
        "step-down",
        "--fresh",
        "--library",
        str(library),
    ]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    subprocess.run(command, check=True, env=environment, capture_output=True)
    lock = library / "curriculum/tracks/step-down.lock.yaml"
    first = lock.read_bytes()
    assert _run(library, "assemble", "step-down", "--fresh") == 0
    assert lock.read_bytes() == first


PLANS = sorted(path.name.partition(".")[0] for path in ROOT.glob("curriculum/tracks/*.lock.yaml"))


@pytest.mark.parametrize("track", PLANS)
def test_each_plan_that_ships_is_made_anew_byte_for_byte(library: Path, track: str) -> None:
    lock = library / f"curriculum/tracks/{track}.lock.yaml"
    shipped = lock.read_bytes()
    lock.unlink()
    assert _run(library, "assemble", track) == 0
    assert lock.read_bytes() == shipped


def test_other_pythons_give_the_same_plan(library: Path) -> None:
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    others = {version: one for version, one in with_the_solver().items() if version != ours}
    if not others:
        pytest.skip("no other Python here has the solver; `nox -s pythons` makes such")
    lock = library / "curriculum/tracks/step-down.lock.yaml"
    shipped = lock.read_bytes()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    for version, python in others.items():
        lock.unlink()
        command = [python, "-m", "curriculumkit", "assemble", "step-down"]
        subprocess.run(
            [*command, "--library", str(library)], check=True, env=environment, capture_output=True
        )
        assert lock.read_bytes() == shipped, version


def test_two_at_once_wait_for_each_other(library: Path) -> None:
    track = "adult-evening"
    (library / LOCK).unlink()
    command = [sys.executable, "-m", "curriculumkit", "assemble", track, "--library", str(library)]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=300)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sorted("Wrote" in text for text in said) == [False, True]
    assert sorted("is up to date" in text for text in said) == [False, True]


def test_a_plan_edited_meanwhile_is_not_lost(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(library / TRACK, "wishes:", "  - {kind: exclude, modules: [listening]}\nwishes:")
    edited = (library / LOCK).read_text().replace("# The plan of", "# By hand: the plan of")

    def solve_while_someone_edits(*arguments: Any, **options: Any) -> Answer:
        (library / LOCK).write_text(edited)
        return solve(*arguments, **options)

    monkeypatch.setattr(app_plan, "solve", solve_while_someone_edits)
    assert _run(library, "assemble", "adult-evening") == 2
    assert "was changed meanwhile; nothing was written" in capsys.readouterr().err
    assert (library / LOCK).read_text() == edited


def test_who_reads_while_a_plan_is_written_sees_the_old_or_the_new_one(library: Path) -> None:
    before = (library / LOCK).read_bytes()
    _replace(library / TRACK, "wishes:", "  - {kind: exclude, modules: [listening]}\nwishes:")
    command = [sys.executable, "-m", "curriculumkit", "assemble", "adult-evening"]
    writer = subprocess.Popen(
        [*command, "--library", str(library)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    seen = {before}
    while writer.poll() is None:
        seen.add((library / LOCK).read_bytes())
    assert writer.returncode == 0
    assert seen <= {before, (library / LOCK).read_bytes()}
    assert len({before, (library / LOCK).read_bytes()}) == 2


def test_a_subject_left_to_slots_is_told_how_to_name_modules(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track = library / "curriculum/tracks/family-night.yaml"
    _replace(
        track,
        "{subject: family, modules: [everyone-is-affected]}",
        "{subject: family, service: family}",
    )
    assert _run(library, "assemble", "family-night", "--dry-run") == 1
    said = capsys.readouterr().out
    assert "the track has no service 'family' outside the groups" in said
    assert "name them: 'modules: [...]'" in said


def test_the_solver_is_imported_only_when_it_is_needed(library: Path) -> None:
    code = (
        "import sys; from curriculumkit.cli import curriculumkit; "
        "from curriculumkit.cli.crash import guarded; "
        f"guarded(curriculumkit, ['plan', 'show', 'adult-evening', '--library', '{library}']); "
        "assert not [name for name in sys.modules if name.startswith('ortools')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_without_the_solver_it_says_how_to_get_it(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python.cp_model", None)
    assert _run(library, "assemble", "adult-evening", "--fresh") == 2
    assert 'pip install "curriculumkit[assemble]"' in capsys.readouterr().err


def test_without_openpyxl_it_says_how_to_get_it(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "curriculumkit.report.plan_workbook", None)
    book = str(library / "x.xlsx")
    assert _run(library, "plan", "show", "adult-evening", "--xlsx", book) == 2
    assert 'pip install "curriculumkit[assemble]"' in capsys.readouterr().err
