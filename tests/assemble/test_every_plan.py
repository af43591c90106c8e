"""The solver against every plan of tiny tracks, and against itself with a rule left out."""

from collections.abc import Iterator

import pytest
from drawing import REQUIREMENTS, ROLLING, STANDARD_KINDS, Drawn, draw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import best_of_all, module, sessions_of, track

from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.problem import Offer, Problem
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify

NEEDS = ("prerequisite", "co-leader", "module-size", "slot", "closed")
KINDS = (*REQUIREMENTS, *ROLLING, *STANDARD_KINDS, *NEEDS)
SAID_AS = {"closed": "slot"}
"""What the verifier calls a broken rule where the model has another name for it."""


def _problem(drawn: Drawn) -> Problem:
    return problem_of(drawn.track, drawn.standards, drawn.modules.values())


def _agrees(drawn: Drawn) -> None:
    problem = _problem(drawn)
    answer = solve(problem)
    least = best_of_all(drawn.track, drawn.standards, drawn.modules)
    if least is None:
        assert answer.status == "impossible"
        return
    assert (answer.status, answer.price) == ("best", least)
    sessions = sessions_of(problem, answer.placements)
    assert verify(drawn.track, drawn.standards, drawn.modules, sessions) == ()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**40))
def test_feasibility_and_least_price_are_those_of_all_plans(seed: int) -> None:
    _agrees(draw(seed))


@pytest.mark.parametrize("kind", KINDS[: -len(NEEDS)])
def test_each_kind_of_line_agrees_with_all_plans(kind: str) -> None:
    for seed in range(12):
        _agrees(draw(seed, kind))


def _plans_without(kind: str, seeds: int) -> Iterator[tuple[Drawn, set[str]]]:
    """Yield tracks with the kinds of rules that a plan made without `kind` breaks."""
    for seed in range(seeds):
        drawn = draw(seed, kind if kind not in NEEDS[:4] else None)
        problem = _problem(drawn)
        active = [n for n, one in enumerate(problem.constraints) if one.kind != kind]
        if len(active) == len(problem.constraints):
            continue
        answer = solve(problem, active=active)
        if answer.placements:
            sessions = sessions_of(problem, answer.placements)
            broken = verify(drawn.track, drawn.standards, drawn.modules, sessions)
            skipped = verify(
                drawn.track,
                drawn.standards,
                drawn.modules,
                sessions,
                skip={SAID_AS.get(kind, kind)},
            )
            assert not skipped or kind in ("closed", "slot")
            yield drawn, {one.kind for one in broken}


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_can_be_dropped_from_model_or_verifier_unnoticed(kind: str) -> None:
    # A plan made without the rule breaks that rule and no other: so the verifier has the rule,
    # the model had it, and without it in the verifier the bad plan would pass.
    wanted = {SAID_AS.get(kind, kind)}
    assert any(broken == wanted for _, broken in _plans_without(kind, 120))


def test_a_model_that_forgets_format_and_length_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Offer, "fits", lambda _self, _cell, _minutes: True)
    said: set[str] = set()
    for seed in range(60):
        drawn = draw(seed)
        problem = _problem(drawn)
        sessions = sessions_of(problem, solve(problem).placements)
        broken = verify(drawn.track, drawn.standards, drawn.modules, sessions) if sessions else ()
        said |= {one.kind for one in broken}
    assert {"format", "length"} <= said


def test_a_module_comes_once_a_week_at_most() -> None:
    two = [
        {"day": day, "start": "18:00", "minutes": 90, "service": "group", "leaders": 1}
        for day in ("mon", "wed")
    ]
    problem = problem_of(track(weeks=1, slots=two), {}, [module("a")])
    assert solve(problem).status == "impossible"
