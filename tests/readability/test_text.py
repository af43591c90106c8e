"""Texts are split into sentences and words as a reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculumkit.model.document import Body, Prose
from curriculumkit.readability.prose import patient_sentences
from curriculumkit.readability.text import sentences_in, without_quotations, words_in
from curriculumkit.readability.voice import is_passive, speaks_to_reader, tells_to_act
from curriculumkit.source import Span

HERE = Span(1, 1, 1, 2)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Wait. Call a friend.", ["Wait.", "Call a friend."]),
        ('Say, "I am fine." Then leave.', ['Say, "I am fine."', "Then leave."]),
        ("Come at 5 p.m. on Monday.", ["Come at 5 p.m. on Monday."]),
        ("Dr. Lee called. Mr. Cruz did not.", ["Dr. Lee called.", "Mr. Cruz did not."]),
        ("Three… two… one… breathe.", ["Three… two… one… breathe."]),
        ("My number is ______. Call me.", ["My number is  .", "Call me."]),
        ("¿Quién le ayuda? Llame a la Dra. Ruiz.", ["¿Quién le ayuda?", "Llame a la Dra. Ruiz."]),
        ("No end mark here", ["No end mark here"]),
        ("Go to al-anon.org. Or see www.hhs.gov/find-help.", ["Go to  .", "Or see  ."]),
        ("… — …", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert sentences_in(text) == sentences


@given(st.text(max_size=200))
def test_no_word_is_lost_between_sentences(text: str) -> None:
    filled = text.replace("_", " ").replace(".", ". ")
    assert [word for one in sentences_in(filled) for word in words_in(one)] == words_in(filled)


@given(st.text(alphabet="ab “”\"'‘’.«»", max_size=60), st.sampled_from(["en", "es"]))
def test_quotations_are_blanked_in_place(text: str, language: str) -> None:
    bare = without_quotations(text, language)
    assert len(bare) == len(text)
    assert all(a in (b, " ") for a, b in zip(bare, text, strict=True))


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ('He says, "an addict."', "He says,             "),
        ("It’s a don’t.", "It’s a don’t."),
        ("“Not closed", "           "),
    ],
)
def test_quotation_marks(text: str, bare: str) -> None:
    assert without_quotations(text) == bare


def test_headings_labels_cells_and_short_items_are_no_sentences() -> None:
    prose = (
        Prose("heading", "Try this today with me now please.", HERE),
        Prose("label", "Who will you call when it comes?", HERE),
        Prose("cell", "You write here what it was.", HERE),
        Prose("item", "water and juice", HERE),
        Prose("item", "Drink water.", HERE),
        Prose("paragraph", "Wait ten minutes. Then call.", HERE),
    )
    found = [one.text for one in patient_sentences(Body(1, prose=prose))]
    assert found == ["Drink water.", "Wait ten minutes.", "Then call."]


@pytest.mark.parametrize(
    ("sentence", "language", "acts"),
    [
        ("Wait ten minutes.", "en", True), ("If it is strong, call a friend.", "en", True),
        ("Cravings fade.", "en", False), ("Please sit down.", "en", True),
        ("Espere diez minutos.", "es", True), ("El antojo baja.", "es", False),
    ],
)  # fmt: skip
def test_imperatives(sentence: str, language: str, acts: bool) -> None:  # noqa: FBT001
    assert tells_to_act(sentence, language) is acts


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("The form is filled in by the nurse.", True), ("You fill in the form.", False),
        ("You are tired.", False), ("The pills were taken.", True), ("I am worried.", False),
    ],
)  # fmt: skip
def test_passive_voice(sentence: str, passive: bool) -> None:  # noqa: FBT001
    assert is_passive(sentence, "en") is passive


def test_the_reader_is_spoken_to() -> None:
    assert speaks_to_reader("You can do this.", "en")
    assert not speaks_to_reader("People can do this.", "en")
