"""Every rule finds what its case files say, and nothing else."""

import pytest
from rule_examples import HERE, cases_in, example_of

from curriculumkit.catalogue import SLUGS

CASES = {file.stem: cases_in(file.read_text("utf-8")) for file in (HERE / "cases").glob("*.md")}


def test_every_rule_has_cases_and_every_case_a_rule() -> None:
    assert set(CASES) == set(SLUGS)


@pytest.mark.parametrize("slug", sorted(CASES))
def test_every_rule_is_shown_finding_something_and_nothing(slug: str) -> None:
    expected = [example_of(text).expected for text in CASES[slug].values()]
    assert any(expected), "no case in which the rule finds something"
    assert not all(expected), "no case in which the rule finds nothing"


@pytest.mark.parametrize(
    ("slug", "title"), [(slug, title) for slug in sorted(CASES) for title in CASES[slug]]
)
def test_case(slug: str, title: str) -> None:
    example = example_of(CASES[slug][title])
    found = {(one.rule, one.path, one.span.line) for one in example.found() if one.rule == slug}
    assert found == {one for one in example.expected if one[0] == slug}


def test_the_baseline_of_the_examples_is_clean() -> None:
    found = example_of("").found()
    assert {one.rule for one in found} <= {"review", "translations"}
    assert all(one.severity == "note" for one in found)
