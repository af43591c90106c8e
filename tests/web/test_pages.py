"""What pages and the search index are made of, without a browser."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from opening import LIBRARY

from curriculumkit.agenda import fit
from curriculumkit.app import build, check
from curriculumkit.editions import in_languages
from curriculumkit.model.slots import OutsideService
from curriculumkit.site import Workplace, run_sphinx, write_stage
from curriculumkit.sphinxext.pages import learning_resource, other_languages, prints
from curriculumkit.sphinxext.search import MOST_BYTES, Entry, shards, weighed
from curriculumkit.stage import stage
from curriculumkit.stage.lengths import late_advice
from curriculumkit.stage.plans import services_part, session_pages
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.staged import Audience
from curriculumkit.words import words_of

PATIENT = {"audience": "patient", "languages": ["en", "es"]}
FACILITATOR = {"audience": "facilitator", "languages": ["en", "es"]}


def test_handouts_have_up_to_three_prints_and_guides_one() -> None:
    names = ["my-plan.pdf", "my-plan-large.pdf", "my-plan-fill.pdf"]
    assert [one["file"] for one in prints("handouts/my-plan", "handout")] == names
    told = prints("handouts/my-plan", "handout", fields=False)
    assert [one["file"] for one in told] == names[:2]
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


def test_a_facilitators_page_names_only_languages_that_it_has() -> None:
    three = {"audience": "facilitator", "languages": ["en", "es", "fr"]}
    also = {"also": "es:handouts/es/x"}
    assert [one["code"] for one in other_languages("handouts/x", also, three, "en")] == ["es"]


def test_a_build_of_one_language_leads_to_no_other(tmp_path: Path) -> None:
    build(LIBRARY, tmp_path, lambda *_: None, audience="patient", language="en", pdf=False)
    pages = [
        one.read_text(encoding="utf-8") for one in tmp_path.glob("editions/patient/en/**/*.html")
    ]
    assert pages
    assert not any("../es/" in one for one in pages)


def test_patients_pages_lead_to_no_language_that_is_not_built() -> None:
    library, _ = check(LIBRARY)
    alone = in_languages(library, {"en"})
    assert alone.settings is not None
    assert alone.settings.languages == ("en",)
    staged = "".join(one.text for one in stage(alone, "patient", "en").files.values())
    assert '"ck_also": "es"' not in staged
    spanish = stage(in_languages(library, {"es"}), "patient", "es").files
    assert not any("{elsewhere}" in one.text for one in spanish.values())
    both = stage(in_languages(library, {"en", "es"}), "patient", "es").files
    assert any("{elsewhere}" in one.text for one in both.values())


def test_sessions_at_the_same_time_have_pages_of_their_own() -> None:
    library, _ = check(LIBRARY)
    (plan,) = library.plans
    first = plan.front.sessions[0]
    other = first.model_copy(update={"module": "ride-the-wave", "room": "Room 5"})
    third = first.model_copy(update={"room": "Room 6"})
    front = plan.front.model_copy(update={"sessions": (first, other, third)})
    assert session_pages(replace(plan, front=front)) == (
        "tracks/evening/week-01-mon-1800-plan-one-day",
        "tracks/evening/week-01-mon-1800-ride-the-wave",
        "tracks/evening/week-01-mon-1800-plan-one-day-2",
    )


def test_what_to_leave_out_comes_before_what_to_shorten() -> None:
    library, _ = check(LIBRARY)
    words = words_of("en")
    for module in library.modules:
        for _, ways in late_advice(fit(module.segments, 90), words):
            left = [one.startswith("leave out") for one in ways.split("; ")]
            assert left == sorted(left, reverse=True), ways


def test_editions_hold_no_files_of_extensions_that_they_do_not_use(site: Path) -> None:
    assert not list(site.glob("*/*/_static/*design*"))


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


def test_many_words_with_the_same_first_letters_are_divided_by_one_more() -> None:
    words = {f"c{one}{two}{number}": 1 for one in "ao" for two in "lnr" for number in range(999)}
    few = {"co": 1, "do": 1}
    groups = shards({str(page): Entry("", "guide", "en", "", words | few) for page in range(7)})
    assert set(groups) == {"cal", "can", "car", "co", "col", "con", "cor", "d"}
    assert list(groups["co"]) == ["co"]
    assert {word for group in groups.values() for word in group} == set(words | few)
    assert all(len(json.dumps(group)) < 2 * MOST_BYTES for group in groups.values())


def test_machines_may_read_what_a_page_is(site: Path) -> None:
    text = (site / "patient/en/handouts/my-wave.html").read_text(encoding="utf-8")
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("<")[0])
    assert data["@type"] == "LearningResource"
    assert data["name"] == "My Wave"
    assert data["inLanguage"] == "en"
    assert data["license"].startswith("https://creativecommons.org/")
    assert data["creativeWorkStatus"] == "Draft"
    assert data["about"] == {"@type": "Thing", "name": "Cravings"}
    assert data["learningResourceType"] == "worksheet"


def test_machines_may_read_how_long_a_page_takes_and_a_license_of_its_own() -> None:
    edition = {"license": "All rights reserved", "audience": "facilitator"}
    module, session = {"least": "55"}, {"least": "55", "length": "90", "form": "fact-sheet"}
    told = learning_resource(module, edition, "A", "en")
    assert told["timeRequired"] == "PT55M"
    assert told["license"] == {"@type": "CreativeWork", "name": "All rights reserved"}
    told = learning_resource(session, edition, "A", "en")
    assert told["timeRequired"] == "PT90M"
    assert told["learningResourceType"] == "fact sheet"


def test_all_data_in_pages_can_be_read(site: Path, pages: list[str]) -> None:
    found = [
        json.loads(data)
        for path in pages
        for data in re.findall(
            r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>',
            (site / path).read_text(encoding="utf-8"),
            re.DOTALL,
        )
    ]
    assert len(found) >= 10


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"times": 1, "every_weeks": 1}, "every week"),
        ({"times": 1, "every_weeks": 4}, "every 4 weeks"),
        (
            {"times": 2, "every_weeks": 1, "days": ["mon", "thu"]},
            "2 times a week, Monday, Thursday",
        ),
        ({"times": 2, "every_weeks": 4, "random": True}, "2 times in 4 weeks, on random days"),
    ],
)
def test_services_say_how_often_they_are_held(given: dict[str, object], told: str) -> None:
    service = OutsideService.model_validate({"service": "testing", "minutes": 15, **given})
    assert f"- Drug testing\\: 15 min, {told}\n" in services_part([service], words_of("en"))


@pytest.mark.parametrize(("audience", "language"), [("patient", "es"), ("facilitator", "en")])
def test_names_that_are_in_another_language_say_so(
    tmp_path: Path, audience: Audience, language: str
) -> None:
    """Names of the library, of its tracks and of help lines, wherever they stand."""
    library, _ = check(LIBRARY)
    other = "en" if language == "es" else "es"
    named = {other: "Elsewhere & Co"}
    lines = tuple(one.model_copy(update={"name": named}) for one in settings_of(library).help_lines)
    settings = settings_of(library).model_copy(update={"name": named, "help_lines": lines})
    plans = tuple(
        replace(one, front=one.front.model_copy(update={"title": named})) for one in library.plans
    )
    work = Workplace(tmp_path)
    staged = stage(replace(library, settings=settings, plans=plans), audience, language)
    write_stage(staged, LIBRARY, settings, work, pdf=False)
    run_sphinx(staged, work, "html", work.html)
    said = 0
    for page in work.html.rglob("*.html"):
        head, _, body = page.read_text("utf-8").partition("<body")
        if f'<html lang="{other}"' in head:
            continue
        for before in body.split("Elsewhere &amp; Co")[:-1]:
            within = re.findall(r"<[^>]*>", before)[-3:]
            assert any(f'lang="{other}"' in tag for tag in within), (page.name, within)
            said += 1
    assert said > len(staged.files)


def test_a_sitemap_is_made_where_an_address_is_given(tmp_path: Path) -> None:
    library, report = check(LIBRARY)
    assert not report.has_errors
    settings = settings_of(library).model_copy(update={"address": "https://example.org/a&b"})
    for audience in ("facilitator", "patient"):
        work, staged = Workplace(tmp_path / audience), stage(library, audience, "en")
        write_stage(staged, LIBRARY, settings, work, pdf=False)
        run_sphinx(staged, work, "html", work.html)
    text = (tmp_path / "patient/html/sitemap.xml").read_text("utf-8")
    assert "<loc>https://example.org/a&amp;b/en/handouts/my-wave.html</loc>" in text
    lost = (tmp_path / "patient/html/404.html").read_text("utf-8")
    assert 'href="https://example.org/a&amp;b/en/index.html"' in lost
    assert not (tmp_path / "facilitator/html/sitemap.xml").exists(), "it is for patients only"
