"""The staged tree keeps line numbers, leads names to pages, and keeps facilitators' text in."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curriculumkit.app import check
from curriculumkit.model.library import Library
from curriculumkit.stage import editions, stage
from curriculumkit.stage.markup import escaped, table
from curriculumkit.stage.public import PublicLibrary, public_library

Edit = Callable[[str, str, str], None]


@pytest.fixture
def library(library_dir: Path) -> Library:
    """Return the small library, read and without errors."""
    library, report = check(library_dir)
    assert not report.has_findings
    return library


def test_there_is_an_edition_for_facilitators_and_one_a_language_for_patients(
    library: Library,
) -> None:
    assert editions(library) == (("facilitator", "en"), ("patient", "en"))


@pytest.mark.parametrize("audience", ["facilitator", "patient"])
def test_an_authors_lines_keep_their_numbers(library: Library, audience: str) -> None:
    staged = stage(library, audience, "en").files["handouts/my-small-step.md"]
    original = library.sources["handouts/my-small-step.md"]
    for number, line in enumerate(original.lines, 1):
        if line.startswith((":::", "1.", "- [ ]", "One small step")):
            assert staged.text.split("\n")[number - 1 + staged.shift] == line


def test_a_handout_that_is_given_out_leads_to_its_page_by_title(library: Library) -> None:
    text = stage(library, "facilitator", "en").files["modules/coping/one-small-step.md"].text
    assert ":::{handout} My Small Step <handouts/my-small-step>" in text


def test_a_new_title_changes_every_page_that_quotes_it(library_dir: Path, edit: Edit) -> None:
    def pages() -> dict[str, str]:
        files = stage(check(library_dir)[0], "facilitator", "en").files
        return {path: one.text for path, one in files.items()}

    before = pages()
    edit("handouts/my-small-step.md", "title: My Small Step", "title: My Next Step")
    after = pages()
    changed = {path for path in after if after[path] != before[path]}
    assert {
        "handouts/my-small-step.md",
        "modules/coping/one-small-step.md",
        "_parts/modules/coping/one-small-step.md",
        "topics/coping.md",
    } <= changed


def test_the_patient_edition_has_no_way_to_a_modules_text(library: Library) -> None:
    public = public_library(library)
    assert {one.name for one in fields(PublicLibrary)} == {
        "settings",
        "topics",
        "references",
        "handouts",
        "plans",
        "signed",
    }
    assert public.plans == ()
    for path, staged in stage(library, "patient", "en").files.items():
        assert "modules" not in path
        assert "One Small Step" not in staged.text


def test_a_library_that_cannot_be_staged_is_refused() -> None:
    with pytest.raises(ValueError, match="errors"):
        stage(Library(), "patient", "en")


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_an_escaped_title_shows_exactly_itself(text: str) -> None:
    shown = MarkdownIt("commonmark").enable("table").render(f"x {escaped(text)} x")
    plain = shown.removeprefix("<p>").strip().removesuffix("</p>")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, character)
    assert plain.split() == ["x", *text.replace("\0", "\N{REPLACEMENT CHARACTER}").split(), "x"]


@given(st.text("|\\`*_ab", min_size=1, max_size=20).filter(lambda text: text.strip()))
def test_a_bar_in_a_title_does_not_break_a_table(text: str) -> None:
    shown = (
        MarkdownIt("commonmark")
        .enable("table")
        .render(table(["One", "Two"], [[escaped(text), "x"]]))
    )
    assert shown.count("<td>") == 2
