"""The second look at the patient edition finds what facilitators wrote, however it is dressed."""

from pathlib import Path

from curriculumkit.app import check
from curriculumkit.leaks import find_leaks, secret_paths, secret_runs

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
