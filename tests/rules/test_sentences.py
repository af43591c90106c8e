"""Rules about wording find what they should in one sentence, and nothing in its neighbors."""

from functools import cache
from pathlib import Path

import pytest
import yaml
from rule_examples import baseline

from curriculumkit.model.library import Library
from curriculumkit.parse.documents import parse_handout
from curriculumkit.parse.library import parse_library
from curriculumkit.rules import RULES
from curriculumkit.source import SourceText

HERE = Path(__file__).parents[2]
FILES = sorted((Path(__file__).parent / "sentences").glob("*.yaml"))
CHECKS = {rule.slug: rule for rule in RULES}
HANDOUT = "handouts/my-page.md"


@cache
def _library() -> Library:
    """Return the small library with the terms of our own."""
    files = baseline() | {
        f"curriculum/terms/{name}.yaml": (HERE / f"curriculum/terms/{name}.yaml").read_text("utf-8")
        for name in ("en", "es")
    }
    return parse_library({name: SourceText(name, text) for name, text in files.items()})


@cache
def _settings() -> str:
    return baseline()[HANDOUT].split("---\n")[1]


def _cases() -> list[tuple[str, str, str, str]]:
    data = [yaml.safe_load(path.read_text("utf-8")) for path in FILES]
    return [
        (one["rule"], one["language"], sentence, kind)
        for one in data
        for kind in ("found", "fine")
        for sentence in one[kind]
    ]


@pytest.mark.parametrize(("rule", "language", "sentence", "kind"), _cases())
def test_a_sentence_is_judged_as_a_person_would(
    rule: str, language: str, sentence: str, kind: str
) -> None:
    settings = _settings()
    path = HANDOUT if language == "en" else f"handouts/{language}/my-page.md"
    source = SourceText(path, f"---\n{settings}---\n\n{sentence}\n")
    handout, problems = parse_handout(source, language)
    assert handout is not None, problems
    found = list(CHECKS[rule].in_document(handout, _library()))
    assert found if kind == "found" else not found
