"""The same pages give the same bytes, and what did not change is not made again."""

import shutil
from pathlib import Path

import pytest
from pressing import GUIDE, Press, staged
from sphinx.application import Sphinx

import curriculumkit.sphinxext as extension
from curriculumkit.sphinxext import memory
from curriculumkit.typst import compile as compiling

PAGES = {"handouts/a": staged("One."), "handouts/b": staged("Two.")}
EVERY = ["handouts/a-large.pdf", "handouts/a.pdf", "handouts/b-large.pdf", "handouts/b.pdf"]


def test_unchanged_prints_are_not_made_again(press: Press) -> None:
    first = press.print_all(PAGES)
    assert sorted(press.made) == EVERY
    assert press.print_all(PAGES) == first
    assert press.made == []


def test_a_changed_page_is_printed_again_alone(press: Press) -> None:
    press.print_all(PAGES)
    press.print_all({**PAGES, "handouts/b": staged("Three.")})
    assert sorted(press.made) == EVERY[2:]
    assert "Three." in press.text("handouts/b.pdf")


def test_a_sign_off_changes_the_foot(press: Press) -> None:
    press.print_all(PAGES)
    assert "Draft" in press.text("handouts/a.pdf")
    press.print_all({**PAGES, "handouts/a": staged("One.", ck_draft=False)})
    assert sorted(press.made) == EVERY[:2]
    assert "Draft" not in press.text("handouts/a.pdf")


def test_a_damaged_print_is_made_again(press: Press) -> None:
    press.print_all(PAGES)
    file = press.place.pdf / "handouts/a.pdf"
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    press.print_all(PAGES)
    assert press.made == ["handouts/a.pdf"]
    assert file.read_bytes() == whole


def test_prints_of_pages_that_are_gone_are_removed(press: Press) -> None:
    press.print_all(PAGES)
    press.print_all({"handouts/a": PAGES["handouts/a"]})
    left = sorted(file.name for file in press.place.pdf.rglob("*.pdf"))
    assert left == ["a-large.pdf", "a.pdf"]


def test_what_a_guide_and_its_session_say_is_one_file_while_both_say_it(press: Press) -> None:
    said = "## Teach ({})\n\n{}\n\nThey say the same."
    guide = staged(said.format("5–10 min", "One."), "A Guide", **GUIDE)
    session = staged(said.format("10 min", "One."), "A Session", **GUIDE)
    press.print_all({"modules/m": guide, "tracks/s": session})
    shared = press.place.typst / "shared"
    (first,) = shared.iterdir()
    changed = staged(said.format("10 min", "Two."), "A Session", **GUIDE)
    press.print_all({"modules/m": guide, "tracks/s": changed})
    assert press.made == ["tracks/s.pdf"]
    assert "One." not in press.text("tracks/s.pdf")
    assert "Two." in press.text("tracks/s.pdf")
    assert len(list(shared.iterdir())) == 2
    press.print_all({"tracks/s": changed})
    (second,) = shared.iterdir()
    assert second != first


def test_a_damaged_ledger_only_costs_time(press: Press) -> None:
    first = press.print_all(PAGES)
    (press.place.root / "printed.json").write_text("[", encoding="utf-8")
    assert press.print_all(PAGES) == first


def test_another_folder_gives_the_same_bytes(press: Press, tmp_path: Path) -> None:
    first = press.print_all(PAGES)
    other = Press(tmp_path / "elsewhere", press.settings)
    other.root.mkdir()
    assert other.print_all(PAGES) == first


def test_prints_are_the_same_however_little_is_held(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"handouts/{name}": staged(f"This is page {name}.") for name in "abcdef"}
    held = {one.path: one.digest for one in press.print_all(pages)}
    monkeypatch.setattr(memory, "KEPT", 2)
    monkeypatch.setattr(compiling, "LASTING", 2)
    shutil.rmtree(press.place.root)
    assert {one.path: one.digest for one in press.print_all(pages)} == held


def test_sphinx_holds_few_documents(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "KEPT", 2)
    most: list[int] = []

    def noted(app: Sphinx, *_about: object) -> None:
        held = app.env._write_doc_doctree_cache, app.env._pickled_doctree_cache  # noqa: SLF001
        most.append(max(map(len, held)))

    before = extension.hold_few_documents
    monkeypatch.setattr(
        extension, "hold_few_documents", lambda app, *about: (before(app), noted(app, *about))
    )
    press.print_all({f"handouts/{name}": staged(f"Page {name}.") for name in "abcdef"})
    assert max(most) == 2
