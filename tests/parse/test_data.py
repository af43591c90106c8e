"""YAML keeps its places, guesses nothing, and refuses what is hostile."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curriculumkit.parse.data import read_data
from curriculumkit.source import SourceText, Span

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "yaml.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_mistake_in_yaml_is_told_at_its_place(case: dict[str, object]) -> None:
    found = read_data(SourceText("x.yaml", str(case["text"]))).problems
    told = [f"{one.span.line}: {one.rule}: {one.message}" for one in found]
    assert told == case["expect"]
    assert all(one.hint for one in found)


def test_values_keep_line_and_column() -> None:
    data = read_data(SourceText("x.yaml", "a: one\nb:\n  - {c: two}\n"), first_line=1)
    assert data.places.value(("a",)) == Span(1, 4, 1, 7)
    assert data.places.value(("b", 0, "c")) == Span(3, 9, 3, 12)
    assert data.places.key(("b", 0, "c")) == Span(3, 6, 3, 7)


@pytest.mark.parametrize(
    "text", ["2026-11-23", "12:30", "yes", "no", "on", "0o17", "1_000", "0x1f"]
)
def test_nothing_turns_into_something_else_by_surprise(text: str) -> None:
    assert read_data(SourceText("x.yaml", f"value: {text}")).value == {"value": text}


def test_plain_numbers_and_truth_values_are_read() -> None:
    text = "a: 3\nb: -1\nc: 2.5\nd: true\ne: null\nf: '3'\n"
    expected = {"a": 3, "b": -1, "c": 2.5, "d": True, "e": None, "f": "3"}
    assert read_data(SourceText("x.yaml", text)).value == expected


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    data = read_data(SourceText("x.yaml", bomb))
    assert data.value is None
    assert [one.rule for one in data.problems] == ["yaml"]


@given(st.text(max_size=200))
def test_any_text_ends_in_data_or_in_a_problem(text: str) -> None:
    data = read_data(SourceText("x.yaml", text))
    for one in data.problems:
        assert one.span.line >= 1
        assert one.span.column >= 1


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(10**6), 10**6)
        | st.text("abc xyz:'\"-#", max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_data_that_yaml_wrote_reads_back_the_same(value: object) -> None:
    text = yaml.safe_dump({"value": value}, allow_unicode=True)
    if "&id" not in text:
        assert read_data(SourceText("x.yaml", text)).value == {"value": value}
