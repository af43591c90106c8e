"""Calls and texts that running text speaks of are links on patients' pages, and only there."""

import re
from pathlib import Path

import pytest
import yaml
from docutils import nodes
from docutils.utils import new_document

from curriculumkit.sphinxext.calls import link_calls
from curriculumkit.sphinxext.nodes import ck_block

NUMBERS = {
    "call": {"911": "tel:911", "988": "tel:988", "1-800-662-4357": "tel:+18006624357"},
    "text": {"988": "sms:988"},
}
CASES = yaml.safe_load(Path(__file__).with_name("calls.yaml").read_text(encoding="utf-8"))


def page(*parts: nodes.Node) -> nodes.document:
    document = new_document("page")
    document.extend(parts)
    return document


def links(document: nodes.document) -> dict[str, str]:
    return {one.astext(): one["refuri"] for one in document.findall(nodes.reference)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("en") or case["es"])
def test_calls_and_texts_are_links(case: dict[str, str | dict[str, str]]) -> None:
    """The words stay as they are, in however many nodes, one a line, the text is."""
    language = "en" if "en" in case else "es"
    lines = str(case[language]).splitlines(keepends=True)
    document = page(nodes.paragraph("", "", *map(nodes.Text, lines)))
    link_calls(document, NUMBERS, language)
    assert links(document) == case["links"]
    for unseen in list(
        document.findall(
            lambda one: "ck-unseen" in getattr(one, "attributes", {}).get("classes", ())
        )
    ):
        unseen.parent.remove(unseen)
    assert document.astext() == case[language]


def test_a_number_alone_in_a_cell_is_a_call() -> None:
    cell = nodes.entry("", nodes.paragraph("", "911"))
    other = nodes.entry("", nodes.paragraph("", "12"))
    document = page(nodes.row("", cell, other))
    link_calls(document, NUMBERS, "en")
    assert links(document) == {"911": "tel:911"}


def test_titles_links_and_help_lines_stay_as_they_are() -> None:
    link = nodes.reference("", "Call 988", refuri="https://988lifeline.org")
    document = page(
        nodes.section("", nodes.title("", "Call 911 now")),
        nodes.paragraph("", "", link),
        ck_block("", nodes.paragraph("", "Call 911. TTY 1-800-487-4889."), name="help", classes=[]),
    )
    before = document.pformat()
    link_calls(document, NUMBERS, "en")
    assert document.pformat() == before


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("patient/en/handouts/my-wave.html", "Call 911"),
        ("patient/es/handouts/my-wave.html", "Llame al 911"),
        ("facilitator/en/handouts/my-wave.html", ""),
    ],
)
def test_safety_texts_lead_to_the_call_on_patients_pages(site: Path, path: str, told: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    safety = text[text.index("ck-safety") : text.index("ck-help")]
    found = re.findall(r'href="tel:911">([^<]+)<', safety)
    assert found == ([told] if told else [])
