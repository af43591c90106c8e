"""What the independent check says of plans that were tampered with."""

from collections.abc import Callable
from typing import Any

import pytest
from making import module, sessions_of, standard, track

from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify
from curriculumkit.model.plan import PlannedSession

MODULES = {
    one.id: one
    for one in (
        module("a", "t1"),
        module("b", "t2"),
        module("c", "t3", (60, 90)),
        module("long", "t3", (100, 120)),
        module("family", "t3", format_="family"),
    )
}
SLOTS = [
    {
        "day": day,
        "start": "18:00",
        "minutes": [60, 90],
        "service": "group",
        "leaders": 1,
        "room": "2",
    }
    for day in ("mon", "wed")
]


def _plan() -> list[PlannedSession]:
    problem = problem_of(track(slots=SLOTS), {}, MODULES.values())
    return list(sessions_of(problem, solve(problem).placements))


def _changed(**fields: Any) -> Callable[[list[PlannedSession]], list[PlannedSession]]:
    return lambda plan: [plan[0].model_copy(update=fields), *plan[1:]]


TAMPERED: dict[str, tuple[str, Callable[[list[PlannedSession]], list[PlannedSession]]]] = {
    "a session is missing": ("slot", lambda plan: plan[1:]),
    "two sessions at once": ("slot", lambda plan: [plan[0], *plan]),
    "a day without a slot": ("slot", _changed(day="tue")),
    "another start": ("slot", _changed(start="18:30")),
    "a week that is not there": ("slot", _changed(week=9)),
    "a length the slot does not have": ("length", _changed(minutes=75)),
    "a module that is too long": ("length", _changed(module="long", minutes=90)),
    "another room": ("room", _changed(room="3")),
    "no such module": ("module", _changed(module="nowhere")),
    "a family module in a group": ("format", _changed(module="family")),
    "twice in a week": (
        "once-a-week",
        lambda plan: [plan[0], plan[1].model_copy(update={"module": plan[0].module}), *plan[2:]],
    ),
}


def test_an_honest_plan_passes() -> None:
    assert verify(track(slots=SLOTS), {}, MODULES, _plan()) == ()


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_is_refused(how: str) -> None:
    kind, tamper = TAMPERED[how]
    found = verify(track(slots=SLOTS), {}, MODULES, tamper(_plan()))
    assert kind in {one.kind for one in found}


PLACED: dict[str, tuple[list[dict[str, Any]], dict[int, str], int]] = {
    "again in one week": ([], {1: "a"}, 1),
    "again too soon": ([{"kind": "repeats", "after_weeks": 2}], {2: "a"}, 2),
    "too often": ([{"kind": "repeats", "most": 1}], {3: "a"}, 3),
    "too much of a topic in the plan": (
        [{"kind": "topic", "topic": "t1", "most": 1, "per": "plan"}],
        {3: "a"},
        3,
    ),
    "too much of a topic in a week": (
        [{"kind": "topic", "topic": "t1", "most": 1, "per": "week"}],
        {1: "d"},
        1,
    ),
    "too close together": (
        [{"kind": "spacing", "modules": ["a", "b"], "least_days": 7}],
        {},
        1,
    ),
    "what must not come": ([{"kind": "exclude", "modules": ["c"]}], {}, 2),
    "on a day it must not come": (
        [{"kind": "only", "modules": ["c"], "days": ["wed"]}],
        {},
        2,
    ),
    "before what it needs": ([{"kind": "order", "modules": ["c", "b"]}], {}, 1),
    "two of high intensity a week": (
        [{"kind": "intensity", "most": 1, "per": "week"}],
        {3: "h"},
        3,
    ),
}
"""Lines of a track, what is changed in the plan a, b | c, h, and the session that is to blame."""


@pytest.mark.parametrize("how", PLACED)
def test_what_is_wrong_is_told_at_the_session_where_a_reader_would_look(how: str) -> None:
    requirements, changes, blamed = PLACED[how]
    known = {
        one.id: one
        for one in (
            module("a", "t1"),
            module("b", "t2"),
            module("c", "t3"),
            module("d", "t1"),
            module("h", "t4", intensity="high"),
            module("g", "t5", intensity="high"),
        )
    }
    ids = {0: "a", 1: "b", 2: "c", 3: "d"} | ({2: "g"} if "intensity" in how else {}) | changes
    plan = [
        PlannedSession(
            week=n // 2 + 1, day=("mon", "wed")[n % 2], start="18:00", minutes=60, module=m
        )
        for n, m in sorted(ids.items())
    ]
    slots = [{**one, "room": None} for one in SLOTS]
    asked = track(slots=slots, weeks=2, requirements=requirements)
    assert {one.session for one in verify(asked, {}, known, plan)} == {blamed}


def test_an_empty_slot_is_told_at_the_session_before_it() -> None:
    plan = _plan()
    (found,) = verify(track(slots=SLOTS), {}, MODULES, [plan[0], *plan[2:]])
    assert found.session == 0


def test_past_weeks_are_facts() -> None:
    plan = _changed(module="nowhere")(_plan())
    assert verify(track(slots=SLOTS), {}, MODULES, plan, from_week=2) == ()


def test_a_week_with_too_few_days_of_counted_services_is_refused() -> None:
    days = standard("days", [{"kind": "service-days", "least": 3}])
    standards = {"days": days}
    asked = track(slots=SLOTS, standards=[{"standard": "days"}])
    found = verify(asked, standards, MODULES, _plan())
    assert [one.kind for one in found] == ["standard-service-days"] * 2
    assert "week 1: counted services on mon, wed, 3 days needed" in found[0].message
    counselor = {"service": "group", "minutes": 30, "times": 1, "every_weeks": 1, "days": ["fri"]}
    enough = track(slots=SLOTS, standards=[{"standard": "days"}], services=[counselor])
    assert verify(enough, standards, MODULES, _plan()) == ()
