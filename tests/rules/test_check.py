"""The story of `check`: the same findings however they are got, and what is asked for."""

import importlib.util
import json
import pickle
from datetime import date
from pathlib import Path

import pytest
from rule_examples import baseline

from curriculumkit.app import check as check_whole
from curriculumkit.app_check import check_library, fix_library, fixed
from curriculumkit.checking import cache, everything
from curriculumkit.checking.options import Options
from curriculumkit.diagnostics import Fix, Report, Severity
from curriculumkit.report.data import report_json, report_sarif
from curriculumkit.report.github import report_github
from curriculumkit.report.text import colored, report_text
from curriculumkit.source import SourceText, Span

TODAY = date(2026, 11, 23)
GENERATOR = Path(__file__).parents[2] / "benchmarks" / "generated.py"
HANDOUT = "handouts/my-page.md"
MODULE = "modules/cravings/the-wave.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of a small library that checks clean."""
    for path, text in baseline().items():
        file = tmp_path / "library" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "library"


def replace(root: Path, path: str, old: str, new: str) -> None:
    """Replace text in a file of the library; the text must be there."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def shown(report: Report) -> list[tuple[str, str, int]]:
    """Return rule, path and line of each diagnostic that is no note."""
    return [
        (one.rule, one.path, one.span.line)
        for one in report.diagnostics
        if one.severity is not Severity.NOTE
    ]


@pytest.fixture
def broken(root: Path) -> Path:
    """Return a library with an error, a warning and a finding of two documents."""
    replace(root, MODULE, "Each person says", "Each addict says")
    replace(root, HANDOUT, "Wait ten minutes.", "Stop taking your medicine.")
    replace(root, MODULE, "} my-page", "} my-pag")
    return root


def test_all_ways_to_check_find_the_same(broken: Path, tmp_path: Path) -> None:
    whole = check_whole(broken)[1].diagnostics
    kept = Options(TODAY, cache=tmp_path / "cache")
    assert len(shown(check_library(broken, kept))) == 4
    assert check_library(broken, Options(TODAY)).diagnostics == whole
    assert check_library(broken, kept).diagnostics == whole
    replace(broken, HANDOUT, "Stop taking your medicine.", "Wait ten minutes.")
    assert check_library(broken, kept).diagnostics == check_whole(broken)[1].diagnostics


def test_a_changed_setting_of_the_library_makes_all_results_new(root: Path, tmp_path: Path) -> None:
    kept = Options(TODAY, cache=tmp_path / "cache")
    assert not check_library(root, kept).has_findings
    (root / "curriculum/library.yaml").write_text(
        (root / "curriculum/library.yaml").read_text("utf-8") + "most_talk: 1\n", "utf-8"
    )
    assert shown(check_library(root, kept)) == [("talk-share", MODULE, 23)]


def test_a_damaged_cache_is_as_good_as_none(broken: Path, tmp_path: Path) -> None:
    kept = Options(TODAY, cache=tmp_path / "cache")
    first = check_library(broken, kept)
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:40])
    assert check_library(broken, kept).diagnostics == first.diagnostics


def test_a_cache_that_cannot_be_written_changes_nothing(broken: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = Options(TODAY, cache=tmp_path / "file")
    assert (
        check_library(broken, kept).diagnostics == check_library(broken, Options(TODAY)).diagnostics
    )


def test_the_cache_runs_no_code() -> None:
    class Evil:
        def __reduce__(self) -> tuple:
            return (print, ("run",))

    assert cache.unpickled(pickle.dumps(Evil())) is None
    assert cache.unpickled(b"cos\nsystem\n(S'true'\ntR.") is None
    assert cache.unpickled(b"ccurriculumkit.disk\nwrite_atomically\n.") is None


def test_many_documents_in_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("generated", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    generated = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generated)
    generated.write_library(tmp_path / "library", 12, seed=3)
    replace(
        tmp_path / "library",
        "handouts/handout-00007.md",
        "Wait.",
        "Addicts wait. Call 212-664-7665.",
    )
    terms = tmp_path / "library/curriculum/terms/en.yaml"
    terms.parent.mkdir()
    terms.write_text(baseline()["curriculum/terms/en.yaml"], "utf-8")
    monkeypatch.setattr(everything, "FEW", 5)
    alone = check_library(tmp_path / "library", Options(TODAY))
    assert {"person-first", "private-data"} <= {one.rule for one in alone.diagnostics}
    together = check_library(tmp_path / "library", Options(TODAY, jobs=2, cache=tmp_path / "cache"))
    assert together.diagnostics == alone.diagnostics


def test_only_what_is_asked_for_is_shown(broken: Path) -> None:
    select = Options(TODAY, select=frozenset({"person-first"}))
    assert shown(check_library(broken, select)) == [("person-first", MODULE, 21)]
    leave = Options(TODAY, ignore=frozenset({"person-first", "stop-medicine"}))
    rules = {rule for rule, _, _ in shown(check_library(broken, leave))}
    assert rules == {"known-ids", "unused-handouts"}
    inside = Options(TODAY, paths=("handouts",))
    assert {path for _, path, _ in shown(check_library(broken, inside))} == {HANDOUT}


def test_a_file_that_is_no_text_is_reported_and_hides_nothing(broken: Path) -> None:
    (broken / "handouts/picture.md").write_bytes(b"\xff\xfe\x00")
    found = check_library(broken, Options(TODAY))
    assert ("file", "handouts/picture.md", 1) in shown(found)
    assert ("person-first", MODULE, 21) in shown(found)
    assert found.diagnostics == check_whole(broken)[1].diagnostics


def test_fixes_are_made_and_nothing_else_changes(root: Path) -> None:
    before = (root / MODULE).read_text("utf-8")
    replace(root, MODULE, "(5–10 min)", "(5-10 min)")
    replace(
        root,
        MODULE,
        "Each person says one word for today.",
        "Each person says one word for today. ",
    )
    replace(root, MODULE, "sources: [craving-manual]", "sources: [other]")
    replace(root, MODULE, "telehealth: true", "telehealth: true\nignore:\n  readability: no need")
    entry = "@book{other, author={A}, title={B}, year={1}, url={c}}\n@book{"
    replace(root, "curriculum/references.bib", "@book{", entry)
    made, report = fix_library(root, Options(TODAY))
    text = (root / MODULE).read_text("utf-8")
    assert "sources: [other, craving-manual]" in text
    assert text.replace("other, ", "") == before
    assert made == 4
    assert not report.has_findings


def test_fixes_that_overlap_wait_for_the_next_round() -> None:
    source = SourceText("a.md", "one two\nthree\n")
    fixes = [Fix(Span(1, 1, 1, 4), "1"), Fix(Span(1, 2, 1, 6), "x"), Fix(Span(2, 1, 3, 1), "")]
    assert fixed(source, fixes) == ("oxwo\n", 2)


def test_json_is_versioned_and_complete(broken: Path) -> None:
    report = check_library(broken, Options(TODAY))
    data = json.loads(report_json(report, "9"))
    assert data["version"] == 1
    assert data["tool"] == {"name": "curriculumkit", "version": "9"}
    assert sum(data["counts"].values()) == len(data["diagnostics"]) == len(report.diagnostics)
    first = data["diagnostics"][0]
    assert set(first) == {
        "rule", "severity", "path", "line", "column", "end_line", "end_column", "message", "hint",
        "related", "fix",
    }  # fmt: skip


def test_the_manual_names_every_field_of_the_json(broken: Path) -> None:
    data = json.loads(report_json(check_library(broken, Options(TODAY)), "9"))
    manual = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    introduction = manual.partition("\n## ")[0]
    fields = {*data, *data["tool"], *data["diagnostics"][0]}
    assert {name for name in fields if f"`{name}`" not in introduction} == set()


def test_sarif_names_every_rule_and_place(broken: Path) -> None:
    report = check_library(broken, Options(TODAY))
    run = json.loads(report_sarif(report, "9"))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(report.diagnostics)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["endLine"] >= region["startLine"] >= 1
        assert result["level"] in ("error", "warning", "note")


def test_github_commands_escape_what_would_break_them(broken: Path) -> None:
    lines = report_github(check_library(broken, Options(TODAY))).splitlines()
    assert len(lines) == 4
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)


def test_text_shows_place_line_mark_and_hint(broken: Path) -> None:
    text = report_text(check_library(broken, Options(TODAY, select=frozenset({"person-first"}))))
    assert f"{MODULE}:21:6: warning[person-first] 'addict' does not put the person first" in text
    assert "   21 | Each addict says one word for today." in text
    assert "      |      ^^^^^^" in text
    assert "hint Say: person with a substance use disorder." in text
    assert "7 files checked: 1 warning." in text
    assert "\x1b[" not in text


def test_color_is_only_dress(broken: Path) -> None:
    import re  # noqa: PLC0415

    report = check_library(broken, Options(TODAY))
    assert re.sub(r"\x1b\[[\d;]*m", "", report_text(report, colored)) == report_text(report)
