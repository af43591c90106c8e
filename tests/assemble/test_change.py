"""Planning again: as little moves as can be, past weeks stay, and the words for it are true."""

from random import Random

import pytest
from drawing import REQUIREMENTS, draw, draw_line
from making import every_plan, module, sessions_of, track

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.diff import differences
from curriculumkit.assemble.lock import placed, planned
from curriculumkit.assemble.price import given_up
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify
from curriculumkit.model.plan import PlannedSession


def _edited(seed: int, kind: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return how many sessions moved after an edit and the price, and the least: of all plans.

    The edit withdraws a module of the plan (`exclude`), or adds a line of another kind.
    """
    drawn = draw(seed)
    problem = problem_of(drawn.track, drawn.standards, drawn.modules.values())
    answer = solve(problem)
    if answer.status != "best" or not answer.placements:
        return None
    old = sessions_of(problem, answer.placements)
    rng = Random(seed)  # noqa: S311 - drawn for tests
    front = drawn.track.front
    line = draw_line(rng, kind, front.weeks, list(drawn.modules), rolling=front.is_rolling)
    if kind == "exclude":
        line["modules"] = [rng.choice(old).module]
    fields = front.model_dump()
    fields["requirements"] = [*(one.model_dump() for one in front.requirements), line]
    edited = track(**fields)
    after = problem_of(edited, drawn.standards, drawn.modules.values())
    again = solve(after, previous=placed(after, old))
    least: tuple[int, int] | None = None
    for plan in every_plan(edited, drawn.standards, drawn.modules):
        weeks = [(one.week, one.module) for one in plan]
        if len(set(weeks)) == len(weeks) and not verify(
            edited, drawn.standards, drawn.modules, plan
        ):
            moved = len({(o.place, o.module) for o in old} - {(o.place, o.module) for o in plan})
            case = Case(edited, drawn.standards, drawn.modules, plan)
            both = (moved, sum(lost.price for lost in given_up(case)))
            least = both if least is None else min(least, both)
    if least is None:
        assert again.status == "impossible"
        return None
    assert again.moved is not None
    assert (
        verify(edited, drawn.standards, drawn.modules, sessions_of(after, again.placements)) == ()
    )
    return (again.moved, again.price), least


@pytest.mark.parametrize("kind", REQUIREMENTS)
def test_no_plan_moves_fewer_sessions_and_none_so_near_costs_less(kind: str) -> None:
    seeds = range(120 if kind == "exclude" else 40)
    tried = [pair for seed in seeds if (pair := _edited(seed, kind)) is not None]
    assert len(tried) > 5
    assert all(moved == least for moved, least in tried)


def test_past_weeks_stay_even_if_their_module_is_gone() -> None:
    modules = [module(f"m{n}", f"t{n}") for n in range(6)]
    one = track(weeks=3, requirements=[{"kind": "repeats", "most": 1}])
    problem = problem_of(one, {}, modules)
    old = sessions_of(problem, solve(problem).placements)
    left = [m for m in modules if m.id not in (old[0].module, old[1].module)]
    after = problem_of(one, {}, left)
    past = [s for s in old if s.week < 2]
    answer = solve(after, previous=placed(after, old), given={1: placed(after, past)})
    new = planned(after, answer.placements, past)
    assert new[0] == old[0]
    assert new[1].module not in (old[0].module, old[1].module)
    assert new[2] == old[2]
    by_id = {m.id: m for m in left}
    assert verify(one, {}, by_id, new, from_week=2) == ()


def test_a_past_week_counts_towards_repeats() -> None:
    modules = [module("a"), module("b")]
    one = track(weeks=2, requirements=[{"kind": "repeats", "most": 1}])
    problem = problem_of(one, {}, modules)
    past = [PlannedSession(week=1, day="mon", start="18:00", minutes=90, module="a")]
    answer = solve(problem, given={1: placed(problem, past)})
    assert planned(problem, answer.placements, past)[1].module == "b"


def _session(week: int, module_: str, **fields: object) -> PlannedSession:
    plain = {"week": week, "day": "mon", "start": "18:00", "minutes": 90, "module": module_}
    return PlannedSession.model_validate(plain | fields)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ([_session(1, "a")], [_session(1, "a")], ()),
        (
            [_session(1, "a"), _session(2, "b")],
            [_session(1, "b"), _session(2, "a")],
            (
                "b: moves from week 2, mon 18:00 to week 1, mon 18:00",
                "a: moves from week 1, mon 18:00 to week 2, mon 18:00",
            ),
        ),
        (
            [_session(1, "a")],
            [_session(1, "b")],
            ("a: no longer in week 1, mon 18:00", "b: new in week 1, mon 18:00"),
        ),
        (
            [_session(1, "a")],
            [_session(1, "a", minutes=60)],
            ("a: week 1, mon 18:00: 60 minutes instead of 90",),
        ),
        (
            [_session(1, "a", room="2")],
            [_session(1, "a")],
            ("a: week 1, mon 18:00: in no room instead of 2",),
        ),
    ],
)
def test_what_moved_in_words(
    old: list[PlannedSession], new: list[PlannedSession], said: tuple[str, ...]
) -> None:
    assert differences(old, new) == said
