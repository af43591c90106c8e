"""Short codes lead to their handout's page, without a script, and never change."""

from dataclasses import replace
from pathlib import Path

import pytest

from curriculumkit.app import begin, build, check
from curriculumkit.scaffold import new_library
from curriculumkit.stage import codes
from curriculumkit.stage.codes import ALPHABET, code_of, code_pages, short_address
from curriculumkit.typst.readback import read_back

ADDRESS = "https://example.org/groups"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "library"
    begin(root, new_library("Test Library"))
    settings = root / "curriculum/library.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}address: {ADDRESS}/\n", encoding="utf-8")
    return root


def test_a_code_stays_what_it_was_printed_as() -> None:
    assert code_of("my-small-step") == "tjx2w"
    assert code_of("riding-out-a-craving") == "77qgy"


def test_codes_have_five_signs_that_nobody_takes_for_others() -> None:
    for number in range(200):
        code = code_of(f"handout-{number}")
        assert len(code) == 5
        assert set(code) <= set(ALPHABET)
    assert not set(ALPHABET) & set("aeiou01l5s8b")


def test_the_code_on_paper_leads_to_the_page(library: Path) -> None:
    out = library / "build"
    build(library, out, lambda *_: None, audience="patient", language="en")
    short = short_address(ADDRESS, "en", "my-small-step")
    for name in ("my-small-step.pdf", "my-small-step-large.pdf"):
        pages = read_back((out / "editions/patient/en/handouts" / name).read_bytes()).pages
        assert short.removeprefix("https://") in " ".join("".join(pages).split())
    page = out / "editions/patient" / short.removeprefix(f"{ADDRESS}/") / "index.html"
    text = page.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    assert "<script" not in text
    target = page.parent / "../../handouts/my-small-step.html"
    assert target.is_file()
    assert text.count('"../../handouts/my-small-step.html"') == 1
    assert '"0; url=../../handouts/my-small-step.html"' in text


def test_without_an_address_there_is_no_code(library: Path) -> None:
    out = library / "build"
    build(library, out, lambda *_: None, audience="patient", language="en")
    settings = library / "curriculum/library.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f"address: {ADDRESS}/\n", ""), encoding="utf-8")
    build(library, out, lambda *_: None, audience="patient", language="en")
    assert not list((out / "editions/patient/en").glob("h/**/*.html"))
    pages = read_back((out / "editions/patient/en/handouts/my-small-step.pdf").read_bytes()).pages
    assert "/h/" not in "".join(pages)
    assert code_of("my-small-step") not in "".join(pages)


def test_handouts_that_share_a_code_are_both_named(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handouts = check(library)[0].handouts
    (one,) = handouts
    other = replace(one, id="another")
    monkeypatch.setattr(codes, "code_of", lambda _id: "tjx2w")
    (page,) = code_pages([one, other], "en").values()
    assert page.count(b"<a href") == 2
    assert b"refresh" not in page
