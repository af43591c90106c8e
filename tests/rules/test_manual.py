"""The manual's page on rules says what the rules say, and its examples hold."""

import pytest
from rule_examples import example_of

from curriculumkit.catalogue import SLUGS, explained, listed, sections
from curriculumkit.parse.problems import PROBLEMS
from curriculumkit.rules import RULES

SECTIONS = sections()


def test_rules_are_in_the_order_of_their_slugs() -> None:
    slugs = [rule.slug for rule in RULES]
    assert slugs == sorted(slugs)


def test_the_manual_has_a_section_for_every_rule_and_problem_and_no_more() -> None:
    assert tuple(SECTIONS) == SLUGS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)
def test_the_manual_says_what_the_rule_says(rule) -> None:  # noqa: ANN001 - a Rule
    text = SECTIONS[rule.slug]
    ignorable = "" if rule.can_be_ignored else " Cannot be ignored."
    assert f"*{rule.severity}.* {rule.summary}{ignorable}\n\n{rule.reason}" in text


@pytest.mark.parametrize("slug", PROBLEMS)
def test_the_manual_says_what_the_problem_says(slug: str) -> None:
    assert f"*error.* {PROBLEMS[slug]}" in SECTIONS[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_bad_example_is_found_and_the_good_one_is_not(slug: str) -> None:
    bad, _, good = SECTIONS[slug].partition("**Good**")
    assert "**Bad**" in bad
    assert slug in {one.rule for one in example_of(bad).found() if one.severity != "note"}
    assert slug not in {one.rule for one in example_of(good).found() if one.severity != "note"}


@pytest.mark.parametrize("slug", SLUGS)
def test_explain_shows_both_examples(slug: str) -> None:
    text = explained(slug)
    assert text.startswith(slug)
    assert "Bad:" in text
    assert "Good:" in text


def test_rules_lists_every_slug() -> None:
    assert [line.split()[0] for line in listed().splitlines()] == list(SLUGS)
