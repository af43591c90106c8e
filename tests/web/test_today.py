"""Home finds today's session by itself, from the dates of each track."""

import shutil
from pathlib import Path

import pytest
from opening import Open
from playwright.sync_api import Browser, Page

from curriculumkit.app import check
from curriculumkit.assemble.reading import read_tracks
from curriculumkit.stage.calendar import Calendar, calendar_of, session_dates, week_dates
from curriculumkit.words import words_of

HOME = "facilitator/en/index.html"
LIBRARY = Path(__file__).parent / "library"


def at(open_page: Open, moment: str, path: str = HOME, **options: object) -> Page:
    """Return home as it is at a moment in universal time."""
    page = open_page(path, width=1280, **options)
    page.clock.set_fixed_time(moment)
    page.reload()
    return page


def shown(page: Page) -> tuple[str, list[str]]:
    """Return what the card of the track says of the week, and its sessions in order."""
    week = page.locator(".ck-tracks .week").inner_text()
    return week, [one.inner_text() for one in page.locator(".ck-tracks .next li").all()]


@pytest.mark.parametrize(
    ("moment", "week", "first"),
    [
        ("2026-12-31T15:00:00Z", "Begins on Monday, January 4", "Monday, January 4, 6:00"),
        ("2027-01-04T22:00:00Z", "Week 1 of 2", "Today, 6:00"),
        ("2027-01-04T23:30:00Z", "Week 1 of 2", "Now, 6:00"),
        ("2027-01-05T00:30:00Z", "Week 1 of 2", "Wednesday, January 6, 6:00"),
        ("2027-01-11T04:59:00Z", "Week 1 of 2", "Tomorrow, 6:00"),
        ("2027-01-11T05:00:00Z", "Week 2 of 2", "Today, 6:00"),
        ("2027-01-18T15:00:00Z", "Week 1 of 2", "Tomorrow, 6:00"),
    ],
)
def test_home_knows_the_week_and_the_next_session(
    open_page: Open, moment: str, week: str, first: str
) -> None:
    told, sessions = shown(at(open_page, moment))
    assert told == week
    assert sessions[0].replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(first)


def cohort(site: Path, folder: Path) -> str:
    """Return where home is of a site whose track is held once, with the last session made up."""
    shutil.copytree(site / "facilitator/en", folder / "en")
    home = folder / "en/index.html"
    text = home.read_text("utf-8")
    changed = text
    for old, new in (
        ('"rolling":true', '"rolling":false'),
        ('"2027-01-18"', '"2027-01-11"'),
        ('"2027-01-19"', '"2027-01-20"'),
    ):
        assert old in changed
        changed = changed.replace(old, new)
    home.write_text(changed, "utf-8")
    return str(home)


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2027-01-12T15:00:00Z", "Week 2 of 2"),
        ("2027-01-19T15:00:00Z", "Week 2 of 2"),
        ("2027-01-20T23:30:00Z", "Week 2 of 2"),
        ("2027-01-21T00:30:00Z", "This track is over."),
    ],
)
def test_a_session_made_up_for_after_the_end_belongs_to_the_last_week(
    site: Path, tmp_path: Path, browser: Browser, moment: str, week: str
) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.clock.set_fixed_time(moment)
    page.goto(f"file://{cohort(site, tmp_path)}")
    assert page.locator(".ck-tracks .week").inner_text() == week
    context.close()


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2027-03-15T21:30:00Z", "Today, 6:00"),  # clocks went forward the night before
        ("2027-03-15T22:30:00Z", "Now, 6:00"),
        ("2027-11-08T04:30:00Z", "Tomorrow, 6:00"),  # clocks went back that night
        ("2027-11-08T05:30:00Z", "Today, 6:00"),
    ],
)
def test_home_follows_the_clock_when_it_is_put_forward_or_back(
    open_page: Open, moment: str, first: str
) -> None:
    _, sessions = shown(at(open_page, moment))
    assert sessions[0].replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(first)


def test_a_page_left_open_overnight_tells_the_new_day(open_page: Open) -> None:
    page = at(open_page, "2027-01-11T04:00:00Z")
    before = shown(page)
    page.clock.set_fixed_time("2027-01-11T14:00:00Z")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    week, sessions = shown(page)
    assert before[0] == "Week 1 of 2"
    assert week == "Week 2 of 2"
    assert sessions[0].startswith("Today")
    assert page.locator(".ck-tracks .next").count() == 1


def test_the_clock_of_the_track_counts_not_that_of_the_reader(open_page: Open) -> None:
    page = at(open_page, "2027-01-11T04:59:00Z", timezone_id="Asia/Tokyo")
    assert shown(page)[0] == "Week 1 of 2"


def test_the_next_session_leads_to_its_page(open_page: Open) -> None:
    page = at(open_page, "2027-01-04T22:00:00Z")
    page.locator(".ck-tracks .next a").first.click()
    assert page.url.endswith("tracks/evening/week-01-mon-1800.html")


def test_without_scripts_home_says_from_when_a_track_is_held(open_page: Open) -> None:
    page = open_page(HOME, java_script_enabled=False)
    assert "2 weeks, over and over, from Monday, January 4, 2027." in page.inner_text("main")
    page.get_by_role("link", name="Evening Group").click()
    assert "from Jan\N{NO-BREAK SPACE}4, Jan\N{NO-BREAK SPACE}18" in page.inner_text(".ck-grid")


def test_a_patients_schedule_has_dates_and_closed_days(open_page: Open) -> None:
    text = open_page("patient/es/tracks/evening.html").inner_text("main")
    assert "2 semanas que se repiten, desde el lunes, 4 de enero de 2027." in text
    assert "desde el 11 ene" in text
    assert "pasa al martes, 19 de enero de 2027" in text


def test_closed_dates_stand_with_the_weeks_and_with_the_session(open_page: Open) -> None:
    closed = "Monday, January 18, 2027, Martin Luther King Jr. Day: held on Tuesday, January 19"
    for path in ("index", "week-01-mon-1800"):
        page = open_page(f"facilitator/en/tracks/evening/{path}.html", width=1280)
        assert closed in page.inner_text("main")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    library, _ = check(LIBRARY)
    (plan,) = library.plans
    made = calendar_of(read_tracks(library).tracks["evening"], plan)
    assert made is not None
    return made


def test_dates_of_a_session_that_comes_again(calendar: Calendar) -> None:
    words = words_of("en")
    session = next(iter(calendar.found.values()))[0].session
    dates = dict(session_dates(calendar, session, "en", words))
    assert dates["Dates:"].startswith("Monday, January 4, 2027; then every 2 weeks: Jan")
    assert week_dates(calendar.term, 2, "es", words_of("es")).startswith(
        "desde el 11\N{NO-BREAK SPACE}ene"
    )


def test_a_schedule_tells_the_next_group_and_leads_to_its_week(open_page: Open) -> None:
    page = at(open_page, "2027-01-11T05:00:00Z", "patient/en/tracks/evening.html")
    assert page.locator(".ck-now .week").inner_text() == "Week 2 of 2"
    first = page.locator(".ck-now .next li").first
    assert first.inner_text().startswith("Today, 6:00")
    first.get_by_role("link").click()
    week = page.locator("main section", has=page.locator(":scope > h2", has_text="Week 2"))
    assert page.url.endswith(f"#{week.last.get_attribute('id')}")


def test_a_spanish_schedule_tells_the_time_as_the_rest_of_the_page(open_page: Open) -> None:
    page = at(open_page, "2027-01-11T05:00:00Z", "patient/es/tracks/evening.html")
    told = page.locator(".ck-now .next li").first.inner_text()
    assert " ".join(told.split()).startswith("Hoy, 6:00 p. m.–7:00 p. m.")
    english = page.locator(".ck-now .next a", has_text="Plan One Day").first
    assert english.get_attribute("lang") == "en"


def test_a_tracks_own_page_leads_to_the_next_session(open_page: Open) -> None:
    page = at(open_page, "2027-01-04T22:00:00Z", "facilitator/en/tracks/evening/index.html")
    page.locator(".ck-now .next a").first.click()
    assert page.url.endswith("tracks/evening/week-01-mon-1800.html")


def test_on_paper_nothing_says_today(open_page: Open) -> None:
    page = at(open_page, "2027-01-11T05:00:00Z", "patient/en/tracks/evening.html")
    page.emulate_media(media="print")
    assert not page.locator(".ck-now").is_visible()
