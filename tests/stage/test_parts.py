"""Long lists are divided, so that no page of a large library is heavy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculumkit.stage.parts import LONG, PART, part_links, part_values, parts_of
from curriculumkit.words import words_of


@given(st.integers(0, 1000))
def test_every_entry_is_in_one_part_and_in_order(count: int) -> None:
    entries = [str(number) for number in range(count)]
    parts = parts_of("modules/index", entries)
    assert [one for part in parts.values() for one in part] == entries
    assert next(iter(parts)) == "modules/index"
    assert all(len(part) <= LONG for part in parts.values())


def test_a_short_list_is_one_page_and_says_nothing_of_parts() -> None:
    parts = parts_of("pages", ["x"] * LONG)
    assert list(parts) == ["pages"]
    assert part_values(parts, "pages") == {}
    assert part_links(parts, "pages", words_of("en")) == ""


@pytest.mark.parametrize(("page", "others"), [("pages", "pages-2"), ("pages-2", "pages")])
def test_parts_know_of_each_other(page: str, others: str) -> None:
    parts = parts_of("pages", ["x"] * 2 * PART)
    assert part_values(parts, page) == {"ck_parts": others, "ck_count": 2 * PART}
    links = part_links(parts, page, words_of("en"))
    assert f"<{others}>" in links
    assert f"<{page}>" not in links
    assert ("toctree" in links) == (page == "pages")
