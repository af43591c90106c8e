"""Reasons for "no": true, minimal, and with ways out that work."""

import pytest
from drawing import draw
from making import module, sessions_of, track

from curriculumkit.assemble.changes import KINDS
from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.counting import shortages
from curriculumkit.assemble.explain import explain, ways_out
from curriculumkit.assemble.names import contradictions
from curriculumkit.assemble.remedies import remedies
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify


@pytest.mark.parametrize("first", range(0, 80, 20))
def test_conflicts_are_true_and_minimal_and_helps_help(first: int) -> None:
    for seed in range(first, first + 20):
        drawn = draw(seed)
        problem = problem_of(drawn.track, drawn.standards, drawn.modules.values())
        if solve(problem).status != "impossible":
            continue
        told = explain(problem)
        assert told is not None
        assert told.minimal
        members = frozenset(told.members)
        assert solve(problem, active=members, priced=False).status == "impossible"
        for left_out, plan in zip(told.members, told.witnesses, strict=True):
            assert solve(problem, active=members - {left_out}, priced=False).status == "best"
            if drawn.track.front.closed:
                continue  # on a day that is closed after all the verifier sees no session
            # The plan that shows it breaks nothing of what it was to satisfy.
            sessions = sessions_of(problem, plan)
            broken = verify(drawn.track, drawn.standards, drawn.modules, sessions)
            others = set(range(len(problem.constraints))) - (members - {left_out})
            gone = {problem.constraints[number].kind for number in others}
            if gone & {"prerequisite", "order"}:
                gone.add("catch-ups")  # the verifier counts those of lines that were left out too
            assert {one.kind for one in broken} <= gone
        everything = frozenset(range(len(problem.constraints)))
        for help_ in ways_out(problem):
            if help_.steps is None:
                without = everything - set(help_.lines)
                assert solve(problem, active=without, priced=False).status == "best"


def test_changes_that_are_said_to_help_do_and_smaller_ones_of_their_kind_do_not() -> None:
    told = 0
    for seed in range(120):
        drawn = draw(seed)
        problem = problem_of(drawn.track, drawn.standards, drawn.modules.values())
        if solve(problem).status != "impossible":
            continue
        found = remedies(drawn.track, drawn.standards, drawn.modules.values(), effort=60)
        told += len(found)
        for kind in KINDS:
            for change in kind(drawn.track, drawn.standards, tuple(drawn.modules.values())):
                modules = drawn.modules | {one.id: one for one in change.modules}
                wider = problem_of(change.track, drawn.standards, modules.values())
                answer = solve(wider, priced=False)
                if change.what in {one.what for one in found}:
                    sessions = sessions_of(wider, answer.placements)
                    assert verify(change.track, drawn.standards, modules, sessions) == ()
                    break
                assert answer.status == "impossible" or any(contradictions(change.track))
                if len(change.modules) > 2:  # the rest of this kind is long and says no more
                    break
    assert told > 10


def test_sums_never_call_a_track_impossible_that_is_not() -> None:
    for seed in range(150):
        drawn = draw(seed)
        problem = problem_of(drawn.track, drawn.standards, drawn.modules.values())
        for one in shortages(problem, range(len(problem.constraints))):
            assert solve(problem, active=one.members, priced=False).status == "impossible"


def test_running_out_of_time_is_never_impossible() -> None:
    modules = [module(f"m{n:03}", f"t{n % 9}") for n in range(120)]
    slots = [
        {"day": day, "start": start, "minutes": [60, 90], "service": "group", "leaders": 1}
        for day in ("mon", "tue", "wed", "thu", "fri")
        for start in ("09:00", "10:45")
    ]
    lines = [{"kind": "repeats", "most": 1}, {"kind": "topic", "most": 1, "per": "day"}]
    wishes = [{"kind": "spread-topics", "weight": 3}]
    problem = problem_of(
        track(weeks=12, slots=slots, requirements=lines, wishes=wishes), {}, modules
    )
    assert solve(problem, effort=0.001).status in ("unknown", "good")
