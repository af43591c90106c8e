"""What a build leaves behind: whole editions, the author's places in messages, and no leak."""

import json
import re
import zlib
from collections.abc import Callable, Mapping
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from curriculumkit import site
from curriculumkit.app import Built, begin, build, check
from curriculumkit.checking.known import check_again
from curriculumkit.diagnostics import Report
from curriculumkit.digests import Output
from curriculumkit.disk import read_library
from curriculumkit.leaks import Leak
from curriculumkit.outputs import KeptSecrets, leaks_of_edition
from curriculumkit.parse.library import parse_document
from curriculumkit.scaffold import new_library
from curriculumkit.site import BuildError, Workplace
from curriculumkit.stage.staged import Stage

Edit = Callable[[str, str, str], None]
MODULE = "modules/coping/one-small-step.md"
HANDOUT = "handouts/my-small-step.md"


def silent(_edition: str, _step: str, _done: int, _total: int) -> None:
    """Show nothing."""


def run(root: Path, **options: object) -> Built:
    return build(root, root / "build", silent, **options)  # type: ignore[arg-type]


def snapshot(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the editions of the small library, built once."""
    root = tmp_path_factory.mktemp("built") / "library"
    begin(root, new_library("Test Library"))
    result = run(root)
    assert not result.report.has_findings
    assert result.pages["patient/en"] >= 3
    return root / "build/editions"


@pytest.mark.parametrize(
    "path",
    [
        "facilitator/en/index.html",
        "facilitator/en/topics/coping.html",
        "facilitator/en/modules/coping/one-small-step.html",
        "facilitator/en/modules/coping/one-small-step.pdf",
        "facilitator/en/handouts/my-small-step.html",
        "facilitator/en/handouts/my-small-step.pdf",
        "facilitator/en/handouts/my-small-step-large.pdf",
        "patient/en/index.html",
        "patient/en/help.html",
        "patient/en/handouts/my-small-step.html",
        "patient/en/handouts/my-small-step.pdf",
        "patient/en/handouts/my-small-step-large.pdf",
    ],
)
def test_every_promised_output_is_there(built: Path, path: str) -> None:
    assert (built / path).stat().st_size > 1000


def test_the_report_names_every_output_with_its_digest(built: Path) -> None:
    files = snapshot(built)
    outputs = json.loads(files.pop("report.json"))["outputs"]
    assert outputs == {path: sha256(raw).hexdigest() for path, raw in files.items()}


def test_help_lines_stand_on_every_patient_page(built: Path) -> None:
    for page in (built / "patient").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "tel:988" in text, page
        assert "tel:911" in text, page


def test_a_guide_has_what_a_facilitator_needs(built: Path) -> None:
    text = (built / "facilitator/en/modules/coping/one-small-step.html").read_text(encoding="utf-8")
    for needed in ("In 60 min", "In 90 min", "Fidelity checklist", "Session record", "Sources"):
        assert needed in text


def test_building_again_gives_the_same_bytes(built: Path) -> None:
    before = snapshot(built / "facilitator") | snapshot(built / "patient")
    run(built.parents[1])
    assert snapshot(built / "facilitator") | snapshot(built / "patient") == before


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a library through whose mistakes only Sphinx is to find."""
    monkeypatch.setattr(
        "curriculumkit.app.check_again", lambda root, *_: (read_library(root), Report.of((), {}, 0))
    )


def test_the_board_keeps_its_lines_on_page_and_paper(library_dir: Path, edit: Edit) -> None:
    """What begins like a list, a heading or a quotation is words when it stands on the board."""
    lines = [
        "1. It's true",
        "2. It is also true",
        "# one",
        "- two",
        "> three",
        "| four |",
        "% five",
    ]
    edit(MODULE, "Go around once.", ":::{board}\n" + "\n".join(lines) + "\n:::\n\nGo around once.")
    result = run(library_dir)
    assert not result.report.has_findings
    guide = library_dir / "build/editions/facilitator/en" / MODULE.removesuffix(".md")
    board = guide.with_suffix(".html").read_text("utf-8").partition("ck-board")[2]
    shown = [unescape(one) for one in re.findall("<p>(.*?)</p>", board)[: len(lines)]]
    assert shown == [line.replace("'", "’") for line in lines]
    paper = pdf_text(guide.with_suffix(".pdf").read_bytes()).replace("\r", "").split("\n")
    start = paper.index(shown[0])
    assert paper[start : start + len(lines)] == shown


@pytest.mark.usefixtures("unchecked")
def test_a_warning_of_sphinx_names_the_authors_file_and_line(library_dir: Path, edit: Edit) -> None:
    edit(HANDOUT, "2. Choose a day and a time.", "2. Choose a [day](no-such-page.md) and a time.")
    line = (
        (library_dir / HANDOUT)
        .read_text()
        .split("\n")
        .index("2. Choose a [day](no-such-page.md) and a time.")
    )
    with pytest.raises(BuildError) as caught:
        run(library_dir, pdf=False)
    places = [(one.path, one.line) for one in caught.value.troubles]
    assert places == [(HANDOUT, line + 1)]


@pytest.mark.usefixtures("unchecked")
def test_a_build_that_sphinx_refuses_leaves_the_one_before_whole(
    library_dir: Path, edit: Edit
) -> None:
    run(library_dir, pdf=False)
    before = snapshot(library_dir / "build/editions")
    edit(HANDOUT, "1. Pick one thing", "1. Pick [one](no-such-page.md) thing")
    with pytest.raises(BuildError):
        run(library_dir, pdf=False)
    assert snapshot(library_dir / "build/editions") == before


def test_what_did_not_change_is_checked_as_if_it_were_read_anew(
    library_dir: Path, edit: Edit, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"

    def same() -> None:
        assert check_again(library_dir, kept, b"one") == check(library_dir)

    same()
    same()
    edit(MODULE, "The words you might say", "What you might say")
    same()
    edit(HANDOUT, "1. Pick one thing", "1. Pick [one](no-such-page.md) thing")
    same()
    edit("curriculum/topics.yaml", "coping", "managing")
    same()
    edit(HANDOUT, "kind: worksheet", "kind: work")
    same()
    (library_dir / MODULE).unlink()
    same()
    kept.write_bytes(kept.read_bytes()[:-9])
    same()
    kept.write_bytes(b"")
    same()


def test_documents_are_read_again_when_the_program_changed(
    library_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "curriculumkit.parse.library.parse_document",
        lambda source, language: read.append(source.path) or parse_document(source, language),
    )
    for program in (b"one", b"one", b"two"):
        check_again(library_dir, tmp_path / "kept", program)
    assert sorted(read) == sorted([HANDOUT, MODULE] * 2)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is built, and what is searched for leaks, as that happens."""
    told: list[str] = []

    def run_sphinx(stage: Stage, place: Workplace, *given: Any, **options: Any) -> None:
        told.append(f"{stage.audience} built")
        site.run_sphinx(stage, place, *given, **options)

    def leaks(secrets: KeptSecrets, files: Mapping[str, Output], kept: Path) -> list[Leak]:
        told.append(f"patient searched in {len(files)} files")
        return leaks_of_edition(secrets, files, kept)

    monkeypatch.setattr("curriculumkit.editions.run_sphinx", run_sphinx)
    monkeypatch.setattr("curriculumkit.editions.leaks_of_edition", leaks)
    return told


def test_an_edition_that_did_not_change_is_searched_but_not_built(
    library_dir: Path, edit: Edit, made: list[str]
) -> None:
    run(library_dir, pdf=False)
    _, _, searched = made
    before = snapshot(library_dir / "build/editions/patient")
    made.clear()
    edit(MODULE, "The words you might say", "What you might say")
    run(library_dir, pdf=False)
    assert made == ["facilitator built", searched]
    assert snapshot(library_dir / "build/editions/patient") == before


@pytest.mark.parametrize("harm", ["text", "gone", "ledger", "busy"])
def test_an_edition_whose_files_were_touched_is_built_again(
    library_dir: Path, made: list[str], harm: str
) -> None:
    run(library_dir, pdf=False)
    before = snapshot(library_dir / "build/editions/patient")
    work = library_dir / "build/.work/patient/en"
    page = work / "html/help.html"
    if harm == "text":
        page.write_text(page.read_text("utf-8") + " ", "utf-8")
    elif harm == "gone":
        page.unlink()
    elif harm == "ledger":
        (work / "finished.json").write_text("[]")
    else:
        (work / "busy").touch()
    made.clear()
    run(library_dir, pdf=False)
    assert made[0] == "patient built"
    if harm in ("ledger", "busy"):
        assert snapshot(library_dir / "build/editions/patient") == before


def test_a_library_with_errors_is_not_built(library_dir: Path, edit: Edit) -> None:
    run(library_dir, pdf=False)
    before = snapshot(library_dir / "build/editions/patient")
    edit(HANDOUT, "kind: worksheet", "kind: work")
    assert run(library_dir, pdf=False).report.has_errors
    assert snapshot(library_dir / "build/editions/patient") == before


CANARIES = {
    "summary: One": "summary: SECRETONE",
    "- Name one thing that helps": "- Name SECRETTWO thing that helps",
    "materials: [whiteboard]": "materials: [SECRETTHREE]",
    "## Check-in: one thing from today": "## Check-in: SECRETFOUR from today",
    "The words you might say": "SECRETFIVE words you might say",
    "What you do, in plain": "SECRETSIX, in plain",
    "- A question that": "- SECRETSEVEN that",
    "Give it out now": "SECRETEIGHT out now",
    "Go around once": "SECRETNINE once",
}


def test_nothing_planted_in_a_module_is_in_any_byte_of_the_patient_edition(
    library_dir: Path, edit: Edit
) -> None:
    for old, new in CANARIES.items():
        edit(MODULE, old, new)
    run(library_dir)
    guide = (
        library_dir / "build/editions/facilitator/en/modules/coping/one-small-step.html"
    ).read_text()
    assert guide.count("SECRET") >= len(CANARIES)
    for path, raw in snapshot(library_dir / "build/editions/patient").items():
        assert b"secret" not in inflated(raw).lower(), path
        if path.endswith(".pdf"):
            assert "secret" not in pdf_text(raw).lower(), path


def inflated(raw: bytes) -> bytes:
    """Return the bytes, and after them every compressed stream in them, unpacked."""
    parts = [raw]
    for start in range(len(raw)):
        if raw[start : start + 1] == b"x" and raw[start + 1 : start + 2] in b"\x01\x5e\x9c\xda":
            try:
                parts.append(zlib.decompressobj().decompress(raw[start:]))
            except zlib.error:
                continue
    return b"".join(parts)


def pdf_text(raw: bytes) -> str:
    """Return the words and the settings of a PDF."""
    document = pypdfium2.PdfDocument(raw)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join([*pages, str(document.get_metadata_dict())])


def test_a_library_s_own_conf_is_executed_only_when_asked(
    library_dir: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "executed"
    conf = library_dir / "docs"
    conf.mkdir()
    (conf / "conf.py").write_text(
        "from curriculumkit.sphinxext.settings import DEFAULTS\n"
        "globals().update(DEFAULTS)\n"
        f"open({str(mark)!r}, 'w').close()\n"
    )
    run(library_dir, pdf=False)
    assert not mark.exists()
    run(library_dir, pdf=False, conf=conf)
    assert mark.exists()
    assert (library_dir / "build/editions/patient/en/index.html").exists()
