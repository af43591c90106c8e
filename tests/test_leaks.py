"""The second look at the patient edition finds what facilitators wrote, however it is dressed."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from curriculumkit.app import check
from curriculumkit.kept import keep_data, kept_data
from curriculumkit.leaks import find_leaks, secret_paths, secret_runs
from curriculumkit.outputs import texts_of

Edit = Callable[[str, str, str], None]
SENTENCE = "The words you might say, as you would really say them."


def leaks(root: Path, text: str, path: str = "index.html") -> list[str]:
    library, _ = check(root)
    found = find_leaks({path: text}, secret_runs(library), secret_paths(library))
    return [one.words for one in found]


def test_a_facilitators_sentence_is_found(library_dir: Path) -> None:
    assert leaks(library_dir, f"<p>{SENTENCE}</p>")


def test_it_is_found_with_tags_entities_and_capitals_between(library_dir: Path) -> None:
    dressed = SENTENCE.upper().replace(" ", "</b>&#32;<b>").replace("WORDS", "w&#111;rds")
    assert leaks(library_dir, dressed)


def test_the_path_of_a_module_is_found(library_dir: Path) -> None:
    assert leaks(library_dir, 'href="../modules/coping/one-small-step.html"')
    assert leaks(library_dir, "", path="modules/coping/one-small-step.html")


def test_public_words_are_no_leak(library_dir: Path) -> None:
    library, _ = check(library_dir)
    public = library.handouts[0].source.text + library.modules[0].front.for_patients
    assert leaks(library_dir, public) == []


def test_neighbors_in_a_facilitators_table_are_no_leak(library_dir: Path, edit: Edit) -> None:
    table = "| Price 1: from where you are | Price 2: you have to get up |\n|---|---|\n| a | b |\n"
    edit("modules/coping/one-small-step.md", "Go around once.", f"Go around once.\n\n{table}\n")
    assert leaks(library_dir, "Price 1: from where you are. Price 2: you have to get up") == []


def test_what_a_pdf_says_is_kept_as_long_as_its_bytes_and_its_readers_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, kept = tmp_path / "one.pdf", tmp_path / "texts.json"

    def said(title: str) -> str:
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.docinfo["/Title"] = title
            pdf.save(file, deterministic_id=True)
        return texts_of({"one.pdf": file}, kept)["one.pdf"]

    def change(word: str) -> None:
        data = kept_data(kept)
        texts = {name: text.replace(word, "as kept") for name, text in data["texts"].items()}
        keep_data(kept, data | {"texts": texts})

    assert "first" in said("first")
    assert "second" in said("second")
    change("second")
    assert "as kept" in said("second")
    assert "third" in said("third")
    change("third")
    monkeypatch.setattr("curriculumkit.outputs._readers", lambda: "newer")
    assert "third" in said("third")
    kept.write_text("{", "utf-8")
    assert "third" in said("third")
