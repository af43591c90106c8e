"""Segments fit their slot exactly, and late advice saves the time that it promises."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from curriculumkit.agenda import (
    Agenda,
    DoesNotFitError,
    clock_minutes,
    clock_text,
    cuts,
    fit,
)
from curriculumkit.model.module import Segment, SegmentKind
from curriculumkit.source import Span


def segment(kind: SegmentKind, least: int, most: int, line: int) -> Segment:
    return Segment(kind, f"line {line}", least, most, Span(line, 1, line, 2), line, ())


KINDS = st.sampled_from(["teach", "practice", "break", "discuss", "plan"])


@st.composite
def segments(draw: st.DrawFn, step: int = 1) -> list[Segment]:
    found = []
    for line in range(draw(st.integers(1, 9))):
        least = draw(st.integers(0, 40 // step)) * step
        most = least + draw(st.integers(0, 40 // step)) * step
        found.append(segment(draw(KINDS), least, max(most, 1), line + 1))
    return found


@given(segments(), st.data())
def test_every_slot_between_least_and_most_is_filled_exactly(
    parts: list[Segment], data: st.DataObject
) -> None:
    least, most = sum(one.least for one in parts), sum(one.most for one in parts)
    minutes = data.draw(st.integers(max(least, 1), max(most, 1)))
    assume(least <= minutes <= most)
    agenda = fit(parts, minutes, 600)
    assert sum(item.minutes for item in agenda.items) == minutes
    assert all(item.segment.least <= item.minutes <= item.segment.most for item in agenda.items)
    assert all(one.least == 0 for one in agenda.left_out)
    ends = [600, *(item.end for item in agenda.items)]
    assert [item.start for item in agenda.items] == ends[:-1]


@given(segments(step=5), st.data())
def test_shares_are_multiples_of_five_when_the_module_and_the_slot_are(
    parts: list[Segment], data: st.DataObject
) -> None:
    parts = [one for one in parts if one.most >= 5]
    assume(parts)
    least, most = sum(one.least for one in parts), sum(one.most for one in parts)
    agenda = fit(parts, data.draw(st.integers(least // 5, most // 5)) * 5)
    assert all(item.minutes % 5 == 0 for item in agenda.items)


@given(segments(), st.integers(-50, 800))
def test_a_slot_that_does_not_fit_is_refused(parts: list[Segment], minutes: int) -> None:
    assume(not sum(one.least for one in parts) <= minutes <= sum(one.most for one in parts))
    with pytest.raises(DoesNotFitError):
        fit(parts, minutes)


EVENING = [
    segment("check-in", 5, 10, 1),
    segment("teach", 10, 15, 2),
    segment("practice", 20, 35, 3),
    segment("break", 0, 10, 4),
    segment("plan", 15, 15, 5),
    segment("close", 5, 10, 6),
]


def told(agenda: Agenda, late: int) -> list[tuple[str, int, int]]:
    return [(one.segment.kind, one.planned, one.to) for one in cuts(agenda, late)]


def test_ninety_minutes_on_the_clock() -> None:
    agenda = fit(EVENING, 90, clock_minutes("18:00"))
    clock = [(item.segment.kind, clock_text(item.start, "en")) for item in agenda.items]
    assert clock[0] == ("check-in", "6:00\N{NO-BREAK SPACE}pm")
    assert clock[-1][0] == "close"
    assert agenda.items[-1].end == clock_minutes("19:30")


def test_late_the_break_goes_first_then_the_slack() -> None:
    agenda = fit(EVENING, 90)
    assert told(agenda, 5)[0][::2] == ("break", 0)
    assert told(agenda, 20)[0][0] == "practice" or ("practice", 35, 20) in told(agenda, 20)


def test_with_no_slack_something_is_left_out_but_never_the_practice() -> None:
    agenda = fit(EVENING, 55)
    assert told(agenda, 5) == [("teach", 10, 0)]
    kinds = {kind for kind, _, to in told(agenda, 60) if to == 0}
    assert not kinds & {"practice", "plan", "close", "check-in"}


@given(segments(), st.data(), st.integers(1, 60))
def test_cuts_save_at_least_what_is_asked_or_all_that_can_be(
    parts: list[Segment], data: st.DataObject, late: int
) -> None:
    least, most = sum(one.least for one in parts), sum(one.most for one in parts)
    assume(most)
    agenda = fit(parts, data.draw(st.integers(max(least, 1), most)))
    found = cuts(agenda, late)
    assert all(0 <= one.to < one.planned for one in found)
    saved = sum(one.saves for one in found)
    more = cuts(agenda, 10_000)
    assert saved >= late or saved == sum(one.saves for one in more)


@pytest.mark.parametrize(
    ("minutes", "language", "text"),
    [
        (0, "en", "12:00 am"),
        (12 * 60 + 5, "en", "12:05 pm"),
        (18 * 60 + 30, "es", "6:30 p. m."),
        (9 * 60, "es", "9:00 a. m."),
    ],
)
def test_clock_times_read_as_people_write_them(minutes: int, language: str, text: str) -> None:
    assert clock_text(minutes, language).replace("\N{NO-BREAK SPACE}", " ") == text
