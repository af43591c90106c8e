"""Two checkers of PDF/UA that are not ours find nothing, over every PDF of a small library."""

from pathlib import Path

import pdfua
import pytest
from page import ValidationProfile, validate_pdf
from planned import plan_it, run
from pressing import Press, staged
from test_complete import EVERYTHING

from curriculumkit.app import build


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    from curriculumkit.app import begin, check  # noqa: PLC0415
    from curriculumkit.scaffold import new_library  # noqa: PLC0415

    root = tmp_path_factory.mktemp("checked")
    library = root / "library"
    begin(library, new_library("Test Library"))
    plan_it(library)
    settings = library / "curriculum/library.yaml"
    text = settings.read_text(encoding="utf-8").replace("paper: letter", "paper: a4")
    settings.write_text(f"{text}address: https://example.org/groups\n", encoding="utf-8")
    build(library, library / "build", lambda *_: None, audience="facilitator")
    assert run(library, "pack", "evening", "--week", "1", "--copies", "--people", "2") == 0
    assert run(library, "binder", "evening") == 0
    known = check(library)[0].settings
    assert known is not None
    press = Press(root, known)
    press.print_all({"handouts/x": staged(EVERYTHING)})
    return [*press.place.pdf.rglob("*.pdf"), *(library / "build").rglob("*.pdf")]


def test_there_is_a_pdf_of_every_kind(files: list[Path]) -> None:
    names = {one.name for one in files}
    assert {"my-small-step.pdf", "my-small-step-large.pdf", "my-small-step-fill.pdf"} <= names
    assert {"one-small-step.pdf", "week-01-copies.pdf", "binder.pdf", "x-fill.pdf"} <= names


def test_page_validation_finds_nothing(files: list[Path]) -> None:
    for file in files:
        found = validate_pdf(str(file), profile=ValidationProfile.PDF_UA_1)
        assert [str(one) for one in found.failures] == [], file


def test_pdfua_finds_nothing(files: list[Path]) -> None:
    for file in files:
        assert [str(one) for one in pdfua.validate(str(file)).findings] == [], file
