"""What pages and the search index are made of, without a browser."""

import json
from pathlib import Path

from curriculumkit.sphinxext.pages import other_languages, prints
from curriculumkit.sphinxext.search import Entry, shards, weighed

PATIENT = {"audience": "patient", "languages": ["en", "es"]}
FACILITATOR = {"audience": "facilitator", "languages": ["en", "es"]}


def test_handouts_have_two_prints_and_guides_one() -> None:
    assert [one["file"] for one in prints("handouts/my-plan", "handout")] == [
        "my-plan.pdf",
        "my-plan-large.pdf",
    ]
    assert [one["file"] for one in prints("modules/a/b", "guide")] == ["b.pdf"]
    assert prints("index", "home") == []


def test_editions_of_patients_lie_side_by_side() -> None:
    (other,) = other_languages("handouts/x", {"also": "es"}, PATIENT, "en")
    assert other["address"] == "../../es/handouts/x.html"
    (other,) = other_languages("index", {"also": "es"}, PATIENT, "en")
    assert other["address"] == "../es/index.html"
    (other,) = other_languages("handouts/x", {}, PATIENT, "en")
    assert other["address"] is None


def test_languages_of_a_handout_lie_in_one_facilitator_edition() -> None:
    (other,) = other_languages("handouts/x", {"also": "es:handouts/es/x"}, FACILITATOR, "en")
    assert other["address"] == "../handouts/es/x.html"
    assert list(other_languages("modules/a/b", {}, FACILITATOR, "en")) == []


def test_words_weigh_more_in_titles() -> None:
    weights = weighed([("title", "Saying No"), ("text", "No, no, and Nó. It's ok.")])
    assert weights["saying"] == 12
    assert weights["no"] == 12 + 3
    assert weights["it"] == 1
    assert "s" not in weights


def test_the_index_is_split_by_first_letter() -> None:
    entries = {
        "b": Entry("B", "guide", "en", "", {"wave": 2}),
        "a": Entry("A", "guide", "en", "", {"wave": 1, "call": 3}),
    }
    assert shards(entries) == {"c": {"call": [0, 3]}, "w": {"wave": [0, 1, 1, 2]}}


def test_machines_may_read_what_a_page_is(site: Path) -> None:
    text = (site / "patient/en/handouts/my-wave.html").read_text(encoding="utf-8")
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("<")[0])
    assert data["@type"] == "LearningResource"
    assert data["name"] == "My Wave"
    assert data["inLanguage"] == "en"
    assert data["license"].startswith("https://creativecommons.org/")
    assert data["creativeWorkStatus"] == "Draft"
