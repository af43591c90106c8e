"""The director's page: drawings that say what their tables say, legible without color."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from opening import LIBRARY, Open

from curriculumkit.app import check
from curriculumkit.assemble.reading import read_tracks
from curriculumkit.assemble.verify_standards import Hours
from curriculumkit.draw.bars import Bar, Limit, bar_chart, limit_chart
from curriculumkit.draw.graph import Edge, Node, arrow_graph, ordered
from curriculumkit.draw.heat import COLUMNS, heat_map
from curriculumkit.draw.svg import WIDTH, wrapped
from curriculumkit.parse.pictures import picture_faults
from curriculumkit.stage.director import case_of, director_files
from curriculumkit.stage.hours import kept_lines
from curriculumkit.words import words_of

DIRECTOR = "facilitator/en/tracks/evening/director.html"


def words_in(svg: str) -> list[str]:
    """Return the words of a drawing, which must be well-formed."""
    return [one.text or "" for one in ET.fromstring(svg).iter("text")]  # noqa: S314 - ours


def test_the_page_holds_hours_topics_coverage_and_prerequisites(open_page: Open) -> None:
    page = open_page(DIRECTOR, width=1280)
    assert page.locator("svg.ck-svg").count() == 4
    text = page.inner_text("main")
    for part in (
        "1.67 h to spare",
        "0.33 h to spare",
        "57",
        "helpful",
        "No one misses",
    ):
        assert part in text, part


def test_each_drawing_stands_with_a_table_that_says_the_same(open_page: Open) -> None:
    page = open_page(DIRECTOR, width=1280)
    for figure in page.locator(".ck-figure").all():
        table = figure.locator("table").first.inner_text()
        drawn = [one for one in figure.locator("svg text").all_text_contents() if one.isalpha()]
        assert all(one in table for one in drawn)
        assert figure.locator("svg").get_attribute("aria-label")


def test_words_of_drawings_are_large_enough_on_a_phone(open_page: Open) -> None:
    page = open_page(DIRECTOR)
    heights = page.locator("svg text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 12


def test_the_page_is_reached_from_the_track_and_is_not_for_patients(
    open_page: Open, site: Path
) -> None:
    page = open_page("facilitator/en/tracks/evening/index.html", width=1280)
    page.get_by_role("link", name="Hours, coverage and prerequisites").click()
    assert page.url.endswith("tracks/evening/director.html")
    assert not list((site / "patient").rglob("director*"))


def test_topics_are_colored_and_named_in_the_week_grid(open_page: Open) -> None:
    page = open_page("facilitator/en/tracks/evening/index.html", width=1280)
    tags = page.locator(".ck-grid .ck-tag-topic")
    assert set(tags.all_inner_texts()) == {"Plans", "Cravings"}
    colors = tags.evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::before').backgroundColor)"
    )
    assert len(set(colors)) == 2


BARS = [Bar("Early & late", 90, "90 min", 1), Bar("Second", 30, "30 min", 2)]
NODES = [Node("b", "Bee"), Node("x", "Alone"), Node("a", "<Ay>", "Week 1"), Node("c", "Cee")]
EDGES = [Edge("a", "b", must=True), Edge("b", "c", must=False)]


@pytest.mark.parametrize(
    "svg",
    [
        bar_chart(BARS, "Bars"),
        bar_chart([], "None"),
        limit_chart(BARS, [Limit(60, "at least"), Limit(120, "at most")], "Limits", frozenset({1})),
        heat_map([("One", [0, 1, 2]), ("Two", [3, 0, 0])], ["1", "2", "3"], "Heat", frozenset({1})),
        heat_map([], [], "Empty"),
        arrow_graph(NODES, EDGES, "Graph"),
        arrow_graph([], [], "Empty"),
    ],
)
def test_drawings_are_harmless_pictures_within_their_width(svg: str) -> None:
    assert "\n" not in svg
    whole = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    assert picture_faults("drawing.svg", whole.encode()) == ()
    assert f'viewBox="0 0 {WIDTH} ' in svg
    for x, width in re.findall(r'<rect x="([\d.]+)"[^>]* width="([\d.]+)"', svg):
        assert float(x) + float(width) <= WIDTH + 1
    assert "<Ay>" in words_in(svg) or "Ay" not in svg


def test_a_broken_limit_is_hollow_and_a_missed_core_topic_has_a_border() -> None:
    assert 'class="ck-bar ck-hollow"' in limit_chart(BARS, [], "x", frozenset({1}))
    svg = heat_map([("One", [0]), ("Two", [0])], ["1"], "x", frozenset({1}))
    assert svg.count("ck-missed") == 1


def test_many_entry_weeks_go_on_below() -> None:
    weeks = [str(number) for number in range(1, 3 * COLUMNS + 1)]
    svg = heat_map([("Topic", list(range(len(weeks))))], weeks, "x")
    assert words_in(svg).count("Topic") == 3
    assert max(float(one) for one in re.findall(r' x="([\d.]+)"', svg)) < WIDTH


def test_what_comes_first_stands_above_even_in_a_circle() -> None:
    assert [one.id for one in ordered(NODES, EDGES)] == ["a", "b", "c", "x"]
    circle = [Edge("a", "b", must=True), Edge("b", "a", must=True)]
    assert {one.id for one in ordered(NODES, circle)} == {"a", "b", "c", "x"}


def test_lines_break_between_words() -> None:
    assert wrapped("one two three", 60) == ["one two", "three"]
    assert wrapped("extraordinarily long", 20) == ["extraordinarily", "long"]


def test_the_page_answers_first_whether_standards_are_kept(open_page: Open) -> None:
    page = open_page(DIRECTOR, width=1280)
    answers = page.locator("main h1 + ul li").all_inner_texts()
    assert answers == [
        "Test standard: two hours a week: kept in every week, with 0.33 h or more to spare.",
        "No one misses a required session or a core topic, or needs a catch-up.",
    ]


def hours(counted: int, least: int | None = 120, most: int | None = None) -> Hours:
    return Hours("two-hours", "week 1", counted, counted, least, most)


@pytest.mark.parametrize(
    ("weeks", "told"),
    [
        ([hours(120), hours(150)], "kept in every week, with 0 h or more to spare."),
        ([hours(90), hours(150)], "not kept in 1 of 2 weeks."),
        ([hours(90, None, 100), hours(101, None, 100)], "not kept in 1 of 2 weeks."),
        ([hours(90, None, 100)], "kept in every week."),
    ],
)
def test_the_answer_follows_from_the_weeks(weeks: list[Hours], told: str) -> None:
    library, _ = check(LIBRARY)
    (plan,) = library.plans
    modules = {one.id: one for one in library.modules}
    case = case_of(plan, read_tracks(library), modules)
    assert case is not None
    (line,) = kept_lines(case, weeks, "en", words_of("en"))
    assert line.endswith(f":** {told}")


def test_shares_add_up_and_topics_that_are_not_held_are_named() -> None:
    library, _ = check(LIBRARY)
    (plan,) = library.plans
    modules = {one.id: one for one in library.modules}
    case = case_of(plan, read_tracks(library), modules)
    assert case is not None
    more = library.topics[0].model_copy(update={"id": "rest", "title": {"en": "Rest"}})
    (page,) = director_files(plan, case, (*library.topics, more), "en").values()
    assert "Not in this plan: Rest." in page.text.replace("\\", "")
    assert sum(map(int, re.findall(r"(\d+)%", page.text))) == 100
