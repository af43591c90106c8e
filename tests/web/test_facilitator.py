"""The facilitator edition: to find a session, to fit it to a slot, to print it."""

import json
import shutil
from pathlib import Path

import pytest
from opening import Open
from playwright.sync_api import Browser
from test_patient import printed

GUIDE = "facilitator/en/modules/cravings/ride-the-wave.html"
SESSION = "facilitator/en/tracks/evening/week-01-wed-1800.html"


def test_search_finds_words_of_any_page(open_page: Open) -> None:
    page = open_page("facilitator/en/search.html", width=1280)
    page.get_by_role("searchbox").fill("breakout")
    page.get_by_text("1 found").wait_for()
    page.get_by_role("link", name="Ride the Wave").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ride the Wave"


def test_search_ranks_titles_first_and_takes_several_words(open_page: Open) -> None:
    page = open_page("facilitator/en/search.html#q=wave", width=1280)
    page.locator(".results li").first.wait_for()
    assert "Wave" in page.locator(".results a").first.inner_text()
    page.get_by_role("searchbox").fill("tomorrow partner")
    page.get_by_text("2 found").wait_for()
    assert page.locator(".results a").first.inner_text() == "Plan One Day"
    page.get_by_role("searchbox").fill("zebra")
    page.get_by_text("Nothing found").wait_for()


def test_search_finds_words_without_their_accents(open_page: Open) -> None:
    page = open_page("facilitator/en/search.html", width=1280)
    page.get_by_role("searchbox").fill("senti")
    page.get_by_text("1 found").wait_for()
    assert page.locator(".results a").get_attribute("lang") == "es"


@pytest.mark.parametrize(
    ("asked", "near", "title"),
    [
        ("cravng", "craving", "Ride the Wave"),
        ("tomorow", "tomorrow", "Plan One Day"),
        ("sesion wvae", "wave", "Ride the Wave"),
    ],
)
def test_search_finds_the_nearest_word_and_says_so(
    open_page: Open, asked: str, near: str, title: str
) -> None:
    page = open_page("facilitator/en/search.html", width=1280)
    page.get_by_role("searchbox").fill(asked)
    page.get_by_text(f"so “{near}” was looked for").wait_for()
    assert title in page.locator(".results a").all_inner_texts()


def test_a_word_that_ends_in_y_finds_its_plural_and_is_found_by_it(open_page: Open) -> None:
    found = []
    for asked in ("emergency", "emergencies"):
        page = open_page("facilitator/en/search.html", width=1280)
        page.get_by_role("searchbox").fill(asked)
        page.locator(".results li").first.wait_for()
        found.append(sorted(page.locator(".results a").all_inner_texts()))
    assert found[0] == found[1]


def test_sessions_can_be_narrowed(open_page: Open) -> None:
    page = open_page("facilitator/en/modules/index.html", width=1280)
    shown = page.locator(".ck-filter > ul > li:visible")
    assert shown.count() == 2
    page.get_by_label("Intensity").select_option("High intensity")
    assert shown.count() == 1
    assert "Ride the Wave" in shown.inner_text()
    page.get_by_role("button", name="Show all").click()
    page.get_by_label("Topic").select_option("Plans")
    assert "Plan One Day" in shown.inner_text()
    page.get_by_label("Find in this list").fill("no such words")
    assert shown.count() == 0
    page.get_by_text("0 of 2 shown").wait_for()


def test_a_guide_can_be_fitted_to_a_slot(open_page: Open) -> None:
    page = open_page(GUIDE, width=1280)
    page.get_by_label("75 min", exact=True).click()
    rows = page.locator(".ck-agenda tbody tr")
    minutes = [int(row.locator("td").last.inner_text()) for row in rows.all()]
    assert sum(minutes) == 75
    page.get_by_label("Starts at").fill("18:30")
    assert rows.first.locator("td").first.inner_text().startswith("6:30")
    assert page.locator("h2 .ck-clock").first.inner_text().startswith("6:30")
    assert page.locator(".ck-late li").count() > 0
    page.get_by_label("All", exact=True).click()
    assert page.locator("h2 .ck-clock").count() == 0
    assert "In 60 min" in page.locator(".ck-agenda").inner_text()


def test_a_session_has_its_clock_its_neighbors_and_advice_when_late(open_page: Open) -> None:
    page = open_page(SESSION, width=1280)
    assert "Week 1, Wednesday, 6:00" in page.locator("main").inner_text()
    rows = page.locator(".ck-agenda tbody tr")
    assert sum(int(row.locator("td").last.inner_text()) for row in rows.all()) == 90
    assert "If you are late, cut this" in page.locator(".ck-late").inner_text()
    assert page.locator(".rail .time").first.inner_text() == "6:00\N{NO-BREAK SPACE}pm"
    page.locator(".neighbors .next").click()
    assert page.url.endswith("week-02-mon-1800.html")
    page.locator(".neighbors .previous").click()
    assert page.url.endswith("week-01-wed-1800.html")


def test_a_session_switches_between_the_lengths_that_fit_and_back(open_page: Open) -> None:
    page = open_page(SESSION, width=1280)
    before = page.locator(".ck-agenda").inner_text()
    page.get_by_label("60 min", exact=True).click()
    rows = page.locator(".ck-agenda tbody tr")
    assert sum(int(row.locator("td").last.inner_text()) for row in rows.all()) == 60
    page.get_by_label("90 min", exact=True).click()
    assert page.locator(".ck-agenda").inner_text() == before


def test_folded_parts_are_open_on_paper_only(open_page: Open) -> None:
    page = open_page(GUIDE, width=1280)
    assert not page.get_by_text("use breakout rooms of two").is_visible()
    text = printed(page)
    assert "use breakout rooms of two" in text
    assert "a caller, a friend and a timekeeper" in text
    assert not page.get_by_text("use breakout rooms of two").is_visible()


def test_folded_parts_are_printed_without_scripts(open_page: Open) -> None:
    page = open_page(GUIDE, width=1280, java_script_enabled=False)
    assert "use breakout rooms of two" in printed(page)


def test_a_print_of_a_session_holds_all_its_words(open_page: Open) -> None:
    page = open_page(SESSION, width=1280)
    text = printed(page)
    for part in (
        "Check-in: a number",
        "Say",
        "Welcome, everyone.",
        "Watch for",
        "Write on",
        "rises · peaks · falls",
        "Ask",
        "Hand out",
        "Fidelity checklist",
        "Session record",
        "6:10",
        "Carroll",
    ):
        assert part in text, part


def test_the_week_grid_shows_days_times_services_and_topics(open_page: Open) -> None:
    page = open_page("facilitator/en/tracks/evening/index.html", width=1280)
    grid = page.locator(".ck-grid")
    assert "Monday, 6:00" in grid.locator("th").nth(1).inner_text()
    cell = grid.locator("td:has(a)").first
    assert "Group · " in cell.locator(".ck-tag-service").inner_text()
    topic = cell.locator(".ck-tag-topic")
    assert topic.inner_text()
    color = "one => getComputedStyle(one, '::before').backgroundColor"
    border = "one => getComputedStyle(one).borderLeftColor"
    assert cell.evaluate(border) == topic.evaluate(color)


def test_a_track_names_the_services_outside_its_groups(open_page: Open) -> None:
    text = open_page("facilitator/en/tracks/evening/index.html").inner_text("main")
    assert "Outside the groups" in text
    assert "Individual counseling: 60 min, every week" in text


def test_names_of_other_languages_are_in_these(open_page: Open) -> None:
    page = open_page("facilitator/en/handouts/index.html", width=1280)
    assert page.get_by_text("Español").first.evaluate("one => one.closest('[lang]').lang") == "es"


def test_a_handout_leads_to_its_other_language(open_page: Open) -> None:
    page = open_page("facilitator/en/handouts/my-wave.html", width=1280)
    page.get_by_role("link", name="Español").click()
    assert page.url.endswith("facilitator/en/handouts/es/my-wave.html")
    assert page.locator("html").get_attribute("lang") == "es"


def test_a_spanish_handout_stands_in_the_facilitators_own_frame(open_page: Open) -> None:
    page = open_page("facilitator/en/handouts/index.html", width=1280)
    page.get_by_role("link", name="Español").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Mi ola"
    assert page.locator("header.top").get_attribute("lang") == "en"
    assert page.locator("footer").get_attribute("lang") == "en"
    assert page.locator(".trail").inner_text() == "Cravings"
    page.get_by_role("link", name="Handouts").click()
    assert page.url.endswith("facilitator/en/handouts/index.html")


def test_the_label_of_a_block_stands_above_its_text_on_a_handout(open_page: Open) -> None:
    page = open_page("facilitator/en/handouts/my-wave.html", width=1280)
    label = page.locator(".ck-remember .ck-label").bounding_box()
    text = page.locator(".ck-remember > p").last.bounding_box()
    assert label
    assert text
    assert label["y"] + label["height"] <= text["y"] + 2


def test_the_weeks_of_a_track_lead_to_its_sessions(open_page: Open) -> None:
    page = open_page("facilitator/en/tracks/evening/index.html", width=1280)
    page.locator(".ck-grid").get_by_role("link", name="Plan One Day").last.click()
    assert "Room 4" not in page.locator("main").inner_text()
    assert page.get_by_role("heading", level=1).inner_text() == "Plan One Day"


def test_the_search_says_how_many_it_lists_and_lists_the_rest(
    site: Path, tmp_path: Path, browser: Browser
) -> None:
    """It once said that 68 pages were found, and listed 50."""
    shutil.copytree(site / "facilitator/en", tmp_path / "en")
    pages = [[f"Page {number}", "index.html", "guide", "en", ""] for number in range(120)]
    hits = [one for number in range(120) for one in (number, 1)]
    for name, text in {
        "index": 'ckIndex({"each":200,"words":["w"]})',
        "pages-0": f"ckPages(0,{json.dumps(pages)})",
        "words-w": f"ckWords({json.dumps({'wave': hits})})",
    }.items():
        (tmp_path / f"en/search/{name}.js").write_text(text)
    page = browser.new_page()
    page.goto(f"file://{tmp_path}/en/search.html#q=wave")
    page.get_by_text("120 found; the best 50 are listed").wait_for()
    entries, more = page.locator(".results li"), page.get_by_role("button", name="List more")
    assert entries.count() == 50
    more.click()
    page.get_by_text("120 found; the best 100 are listed").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Page 50"
    more.click()
    page.get_by_text("120 found", exact=True).wait_for()
    assert entries.count() == 120
    assert not more.is_visible()
    page.close()


@pytest.mark.parametrize("text", ["a", "<>; %$#", "  ?  "])
def test_the_search_says_what_to_type_where_no_word_is_typed(open_page: Open, text: str) -> None:
    page = open_page("facilitator/en/search.html")
    page.get_by_role("searchbox").fill(text)
    page.get_by_text("Type a word of two letters or more.").wait_for()


def test_an_agenda_leads_to_its_segments_in_any_length(open_page: Open) -> None:
    """On a phone no list of segments stands beside the page."""
    page = open_page(SESSION)
    for length in ("90 min", "60 min"):
        page.get_by_label(length, exact=True).click()
        links = page.locator(".ck-agenda td a")
        assert links.count() == page.locator(".ck-agenda tbody tr").count()
        for link in links.all():
            target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}'] > h2")
            assert link.inner_text() in target.inner_text()


def test_links_are_large_enough_for_a_finger(open_page: Open) -> None:
    for path, selector in {
        "index.html": ".ck-now .next li",
        "modules/index.html": ".ck-list p:first-child a",
        "tracks/evening/index.html": ".ck-grid td:has(a)",
        "tracks/evening/week-01-wed-1800.html": ".ck-agenda td a",
        "modules/cravings/ride-the-wave.html": ".contains-task-list li, .ck-handout .ck-title a",
        "search.html#q=wave": ".results a",
    }.items():
        page = open_page(f"facilitator/en/{path}", has_touch=True, is_mobile=True)
        page.locator(selector).first.wait_for()
        boxes = [one.bounding_box() for one in page.locator(selector).all()]
        assert all(one and one["height"] >= 44 for one in boxes), path


def test_the_language_of_a_handout_stands_beside_the_name_on_a_phone(open_page: Open) -> None:
    page = open_page("facilitator/en/handouts/my-wave.html", width=360)
    name, language = page.locator(".home").bounding_box(), page.locator(".language").bounding_box()
    assert name
    assert language
    assert abs(name["y"] - language["y"]) < 20


def test_paper_shows_no_focus_and_no_way_to_other_pages(open_page: Open) -> None:
    page = open_page("facilitator/en/tracks/evening/index.html", width=1280)
    link = page.get_by_role("link", name="Hours, coverage and prerequisites")
    page.locator(".ck-grid a").first.focus()
    page.emulate_media(media="print")
    assert not link.is_visible()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "0px"


def test_without_scripts_the_search_leads_to_the_lists(open_page: Open) -> None:
    page = open_page("facilitator/en/search.html", java_script_enabled=False)
    assert not page.locator("#q").is_visible()
    page.get_by_role("link", name="All handouts").click()
    assert page.url.endswith("handouts/index.html")
