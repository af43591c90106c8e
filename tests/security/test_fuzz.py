"""No text in any file of a library makes the program fail: hypothesis, and cases once found.

`nox -s fuzz` looks further, led by coverage; what it finds is put into `cases` and stays.
"""

from pathlib import Path

import pytest
from fuzzing import BASE, PATHS, look
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculumkit.parse.pictures import picture_faults

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))

WORDS = st.sampled_from((Path(__file__).parent / "words.txt").read_text("utf-8").split("\n~\n"))

TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map("".join))


@st.composite
def changed(draw: st.DrawFn, kind: str) -> str:
    """Draw a good file of a kind in which a few stretches are replaced."""
    text = BASE[PATHS[kind]]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        text = text[:start] + draw(TEXTS) + text[end:]
    return text


@pytest.mark.parametrize("kind", PATHS)
def test_no_text_makes_the_program_fail(kind: str) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changed(kind))
    def holds(text: str) -> None:
        look(kind, text.encode("utf-8", "surrogatepass"))

    holds()


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.stem)
def test_what_once_failed_holds(case: Path) -> None:
    kind = case.stem.partition("-")[0]
    look(kind, case.read_bytes())


@pytest.mark.parametrize("kind", sorted({*PATHS} - {"picture", "cache"}))
def test_the_files_that_fuzzing_begins_with_are_good(kind: str) -> None:
    report = look(kind, BASE[PATHS[kind]].encode())
    assert report is not None
    assert not report.has_errors


def test_the_picture_that_fuzzing_begins_with_is_good() -> None:
    assert picture_faults(PATHS["picture"], BASE[PATHS["picture"]].encode()) == ()
