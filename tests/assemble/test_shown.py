"""Plans as calendars, workbooks, JSON and tables, and what people of each entry week meet."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar
from making import module, sessions_of, standard, track
from openpyxl import load_workbook

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.lock import plan_of
from curriculumkit.assemble.makeup import make_up
from curriculumkit.assemble.personal import way
from curriculumkit.assemble.price import given_up
from curriculumkit.assemble.rolling import coverage
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify_standards import weekly_hours
from curriculumkit.dates import occurrences
from curriculumkit.model.track import StandardUse, Track
from curriculumkit.report.plan_calendar import calendar_bytes
from curriculumkit.report.plan_data import plan_json
from curriculumkit.report.plan_standards import proved_rules
from curriculumkit.report.plan_table import table
from curriculumkit.report.plan_text import coverage_text, hours_text
from curriculumkit.report.plan_weeks import weeks_text
from curriculumkit.report.plan_workbook import workbook_bytes

MODULES = {
    one.id: one
    for one in (
        module("a", "t1"),
        module("b", "t2", hard=("a",)),
        module("c", "t3"),
        module("d", "t1"),
    )
}
STANDARDS = {"hours": standard("hours", [{"kind": "weekly-hours", "least": 1.25}])}
ROLLING: dict[str, Any] = {
    "start": "2027-03-01",
    "weeks": 4,
    "admission": {
        "kind": "rolling",
        "stay_weeks": 4,
        "core_topics": ["t1"],
        "first_sessions": 0,
        "catch_ups": 1,
    },
    "standards": [{"standard": "hours"}],
    "requirements": [{"kind": "repeats", "most": 1}],
    "closed": [
        {
            "date": "2027-03-29",
            "reason": "Spring",
            "then": "make-up",
            "make_up": "2027-03-30",
            "shift_minutes": 60,
        },
    ],
}


def _case(**fields: Any) -> Case:
    one: Track = track(**(ROLLING | fields))
    problem = problem_of(one, STANDARDS, MODULES.values())
    answer = solve(problem)
    assert answer.status == "best"
    return Case(one, STANDARDS, MODULES, sessions_of(problem, answer.placements))


def _dates_of(calendar: Calendar, until: datetime) -> set[tuple[str, datetime]]:
    """Return what a program that reads the calendar shows, by the rules of RFC 5545."""
    shown: set[tuple[str, datetime]] = set()
    moved: set[tuple[str, datetime]] = set()
    for event in calendar.walk("VEVENT"):
        start = event.decoded("dtstart")
        if not isinstance(start, datetime):
            continue
        naive = start.replace(tzinfo=None)
        if "recurrence-id" in event:
            usual = event.decoded("recurrence-id").replace(tzinfo=None)
            moved.add((str(event["uid"]), usual))
            shown.add((str(event["uid"]), naive))
            continue
        if "rrule" not in event:
            shown.add((str(event["uid"]), naive))
            continue
        dates = rruleset()
        dates.rrule(rrulestr(event["rrule"].to_ical().decode(), dtstart=naive))
        gone = event.get("exdate")
        for one in [] if gone is None else gone if isinstance(gone, list) else [gone]:
            for date in one.dts:
                dates.exdate(date.dt.replace(tzinfo=None))
        shown |= {(str(event["uid"]), one) for one in dates.between(naive, until, inc=True)}
    return shown - moved


@pytest.mark.parametrize("then", ["make-up", "skip"])
def test_a_rolling_calendar_shows_what_takes_place(then: str) -> None:
    closed = dict(ROLLING["closed"][0]) | {"then": then}
    if then == "skip":
        closed |= {"make_up": None}
    case = _case(closed=[closed], standards=[])
    calendar = Calendar.from_ical(calendar_bytes(case))
    until = datetime(2027, 6, 21)  # noqa: DTZ001 - local time, as calendars show it
    shown = {when for _, when in _dates_of(calendar, until - timedelta(days=1))}
    held = {
        one.begins
        for one in occurrences(case.track.front, tuple(case.sessions), runs=4)
        if one.begins is not None and one.begins < until
    }
    assert shown == held
    assert len(shown) == (16 if then == "make-up" else 15)


def test_a_calendar_has_the_same_bytes_stable_ids_and_a_time_zone() -> None:
    case = _case()
    first = calendar_bytes(case)
    assert first == calendar_bytes(_case())
    calendar = Calendar.from_ical(first)
    ids = [str(one["uid"]) for one in calendar.walk("VEVENT") if "recurrence-id" not in one]
    assert len(ids) == len(set(ids))
    assert [str(one["tzid"]) for one in calendar.walk("VTIMEZONE")] == ["America/New_York"]
    other = [s.model_copy(update={"module": "a"}) for s in case.sessions]
    changed = Calendar.from_ical(calendar_bytes(Case(case.track, STANDARDS, MODULES, tuple(other))))
    assert {str(one["uid"]) for one in changed.walk("VEVENT")} == set(ids)


def test_a_cohort_calendar_stands_on_its_dates() -> None:
    closed = [
        {"date": "2027-03-08", "reason": "Closed", "then": "make-up", "make_up": "2027-03-09"}
    ]
    case = _case(admission={"kind": "cohort"}, closed=closed)
    calendar = Calendar.from_ical(calendar_bytes(case))
    days = sorted(
        str(one.decoded("dtstart").date())
        for one in calendar.walk("VEVENT")
        if isinstance(one.decoded("dtstart"), datetime)
    )
    assert days == ["2027-03-01", "2027-03-09", "2027-03-15", "2027-03-22"]


def test_a_workbook_has_the_same_bytes_and_no_formula() -> None:
    case = _case(title={"en": "=1+1"})
    hours, entries = list(weekly_hours(case)), coverage(case)
    first = workbook_bytes(case, hours, entries)
    assert first == workbook_bytes(case, hours, entries)
    book = load_workbook(BytesIO(first))
    assert book.sheetnames == ["Sessions", "Hours", "Entry weeks"]
    assert book["Sessions"].max_row == 1 + len(case.rows)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_text_that_looks_like_a_formula_stays_text() -> None:
    slot = {
        "day": "mon",
        "start": "18:00",
        "minutes": 90,
        "service": "group",
        "leaders": 1,
        "room": "=HYPERLINK(1)",
    }
    case = _case(slots=[slot])
    book = load_workbook(BytesIO(workbook_bytes(case, [], ())))
    cell = book["Sessions"]["I2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_json_says_what_the_plan_says() -> None:
    case = _case()
    problem = problem_of(case.track, STANDARDS, MODULES.values())
    plan = plan_of(case.track, STANDARDS, MODULES, case.sessions, solve(problem))
    data = json.loads(plan_json(case, plan, list(weekly_hours(case)), given_up(case)))
    assert [one["module"] for one in data["sessions"]] == [one.module for one in case.sessions]
    assert data["hours"][0]["slack_minutes"] == 15


def test_hours_show_the_slack_and_closed_weeks() -> None:
    case = _case(closed=[{"date": "2027-03-29", "reason": "x", "then": "skip"}], standards=[])
    again = Case(
        track(**(ROLLING | {"closed": [{"date": "2027-03-29", "reason": "x", "then": "skip"}]})),
        STANDARDS,
        MODULES,
        case.sessions,
    )
    text = hours_text(list(weekly_hours(again)))
    assert "0.25 h" in text
    assert "the week of 2027-03-29" in text
    assert "-1.25 h" in text


def test_coverage_names_the_catch_up() -> None:
    case = _case()
    lines = coverage(case)
    assert [one.entry for one in lines] == [1, 2, 3, 4]
    assert all(set(one.modules) == set(MODULES) for one in lines)
    caught = [one.catch_ups for one in lines]
    assert any(caught)
    assert set().union(*caught) == {("a", "b")}
    assert "a before b" in coverage_text(lines)


def test_the_next_chance_goes_around_the_cycle() -> None:
    case = _case()
    week = case.of("a")[0].week
    told = make_up(case, "a", week)
    assert told.again is not None
    assert told.again.weeks_away == 4
    assert told.related is not None
    assert told.related.row.module.id == "d"
    assert [row.module.id for row in told.before] == ["b"]


def test_a_cohort_has_no_second_chance() -> None:
    case = _case(admission={"kind": "cohort"}, closed=[])
    last = case.rows[-1]
    told = make_up(case, last.module.id, last.week)
    assert told.again is None


def test_one_way_through_the_track() -> None:
    case = _case()
    told = way(case, 3, ["t2", "t9"])
    assert [step.row.week for step in told.steps] == [3, 4, 1, 2]
    assert [step.week_of_stay for step in told.steps] == [1, 2, 3, 4]
    assert {step.row.topic for step in told.steps if step.needed} == {"t2"}
    assert told.unmet == ("t9",)


def test_weeks_are_shown_in_order() -> None:
    text = weeks_text(_case())
    assert text.index("Week 1") < text.index("Week 4")
    assert "18:00-19:30" in text


def test_long_titles_wrap_and_the_table_keeps_its_width() -> None:
    rows = [("day", "module"), ("mon", "A very long title " * 8), ("tue", "Short\n(topic)")]
    lines = table(rows, 40).split("\n")
    assert max(map(len, lines)) <= 40
    assert lines[1] == "---  " + "-" * 35
    assert lines[-2:] == ["tue  Short", "     (topic)"]


def test_days_go_down_where_the_terminal_is_too_narrow_for_them() -> None:
    wide, narrow = weeks_text(_case(), 100), weeks_text(_case(), 28)
    assert wide.split("\n")[3].split() == ["Monday"]
    assert narrow.split("\n")[3].split() == ["day", "time", "session"]


def test_every_rule_of_a_standard_is_shown_with_what_the_plan_says_to_it() -> None:
    rules = [
        {"kind": "length", "least_days": 7},
        {"kind": "group-size", "services": ["group"], "most": 3},
    ]
    case = replace(_case(), standards={"s": standard("s", rules)})
    front = case.track.front.model_copy(update={"standards": (StandardUse(standard="s"),)})
    case = replace(case, track=replace(case.track, front=front))
    (length, size) = proved_rules(case)
    assert length[1:3] == ("at least 7 days of treatment", "holds")
    assert size[1] == "at most 3 patients (group)"
    assert "3 is the most" in size[2]
    assert "(not confirmed)" in size[3]


def test_an_event_that_changes_counts_up_and_others_do_not() -> None:
    case = _case()
    first = calendar_bytes(case)
    assert calendar_bytes(case, first) == first
    other = case.sessions[0].model_copy(update={"room": "Another room"})
    changed = replace(case, sessions=(other, *case.sessions[1:]))
    events = Calendar.from_ical(calendar_bytes(changed, first)).walk("VEVENT")
    assert sorted({int(one["sequence"]) for one in events}) == [0, 1]
    assert calendar_bytes(case, b"no calendar at all") == first
