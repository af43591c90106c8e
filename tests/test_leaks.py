"""The second look at the patient edition finds what facilitators wrote, however it is dressed."""

import pickle
from array import array
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from curriculumkit.app import check
from curriculumkit.digests import Output
from curriculumkit.kept import keep, kept
from curriculumkit.leaks import find_leaks, marks_of, secret_paths, secret_runs
from curriculumkit.outputs import KeptSecrets, leaks_of_edition, said_by

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


def put(file: Path, text: str) -> Output:
    """Write a page, and return it as a build hands it over."""
    file.write_text(text)
    return Output(file, sha256(text.encode()).hexdigest())


def in_edition(root: Path, work: Path, *texts: str) -> dict[str, str]:
    """Return the leaks in pages of a patient edition, by their paths."""
    library, _ = check(root)
    files = {f"{n}.html": put(work / f"{n}.html", text) for n, text in enumerate(texts)}
    secrets = KeptSecrets(library, work / "secrets")
    return {one.path: one.words for one in leaks_of_edition(secrets, files, work / "said")}


def test_a_search_that_knows_unchanged_pages_finds_what_a_new_one_finds(
    library_dir: Path, edit: Edit, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    innocent = "Words that no facilitator has written in any guide of this library, as it happens."
    path = 'href="../modules/coping/one-small-step.html"'
    found = in_edition(library_dir, work, SENTENCE.upper(), innocent, path)
    assert found.keys() == {"0.html", "2.html"}
    assert in_edition(library_dir, work, SENTENCE.upper(), innocent, path) == found
    edit("modules/coping/one-small-step.md", "Go around once.", innocent)
    now = in_edition(library_dir, work, SENTENCE.upper(), innocent, path)
    assert now.keys() == {"0.html", "1.html", "2.html"}
    edit("handouts/my-small-step.md", "One small step", f"{innocent} {SENTENCE} One small step")
    assert in_edition(library_dir, work, SENTENCE, innocent, path).keys() == {"2.html"}


@pytest.mark.parametrize("kept", ["said", "secrets"])
def test_what_a_search_keeps_serves_the_same_program_and_user_only(
    library_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    found = in_edition(library_dir, tmp_path, SENTENCE)
    assert found
    file = tmp_path / kept
    empty = keep_nothing(file)
    assert in_edition(library_dir, tmp_path, SENTENCE) == {}, "what is kept is not used"
    file.write_bytes(empty[:-1] + b"?")
    assert in_edition(library_dir, tmp_path, SENTENCE) == found
    keep_nothing(file)
    for reader in ("program", "_readers"):
        monkeypatch.setattr(f"curriculumkit.outputs.{reader}", lambda: b"newer")
    assert in_edition(library_dir, tmp_path, SENTENCE) == found


def keep_nothing(file: Path) -> bytes:
    """Let a file say that nothing is secret, or that nothing is said; return its bytes."""
    raw = kept(file)
    assert raw is not None
    data = pickle.loads(raw)  # noqa: S301 - our own
    nothing = {
        key: tuple(array("q") if isinstance(part, array) else part for part in one)
        for key, one in data["marks"].items()
    }
    keep(file, pickle.dumps({**data, "marks": nothing}))
    return file.read_bytes()


def test_what_a_pdf_says_is_read_from_all_its_strings(tmp_path: Path) -> None:
    file = tmp_path / "one.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = SENTENCE
        pdf.save(file)
    one = Output(file, sha256(file.read_bytes()).hexdigest())
    said = said_by({"one.pdf": one}, tmp_path / "said")["one.pdf"]
    assert set(said.marks) == set(marks_of([SENTENCE]))
