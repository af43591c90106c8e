"""Solving a problem: a plan of least price, or a proof that there is none."""

from collections.abc import Collection, Mapping

from curriculumkit.assemble.answer import Answer, Placement
from curriculumkit.assemble.near import solve_near
from curriculumkit.assemble.problem import (
    Before,
    Count,
    Filled,
    Minutes,
    Problem,
    ReachDays,
    Spread,
    Used,
    Window,
)
from curriculumkit.assemble.search import (
    EFFORT,
    Run,
    minimize_price,
    solve_by_weeks,
    solver_library,
)
from curriculumkit.assemble.weeks import WeekModel


def solve(
    problem: Problem,
    *,
    effort: float = EFFORT,
    active: Collection[int] | None = None,
    previous: Collection[Placement] = (),
    given: Mapping[int, Collection[Placement]] | None = None,
    priced: bool = True,
) -> Answer:
    """Return a plan of least price, or a proof that there is none, or what was found in time.

    `active` are the numbers of the constraints that hold (all when None). With a `previous` plan
    as few of its sessions as possible are moved, and only then the price counts. `given` are the
    sessions of past weeks. The same input gives the same answer on any machine.
    """
    run = Run(solver_library(), effort)
    chosen = range(len(problem.constraints)) if active is None else active
    if previous:
        return solve_near(problem, run, chosen, previous, facts_of(given))
    model = WeekModel(
        problem,
        run.cp,
        active=chosen,
        merge=not given,
        given=facts_of(given),
        offers=None if priced else _called_for(problem, chosen),
    )
    if priced:
        minimize_price(model)
    return solve_by_weeks(model, run, priced=priced)


def _called_for(problem: Problem, active: Collection[int]) -> set[int] | None:
    """Return the offers that some active constraint calls for; None is all.

    Where there is a plan there is one with these alone: to take away sessions that nothing calls
    for breaks nothing.
    """
    found: set[int] = set()
    for part in (part for index in active for part in problem.constraints[index].parts):
        match part:
            case Filled() | Minutes() | ReachDays() | Used():
                return None
            case Count() if part.least:
                found.update(part.offers)
            case Window() | Spread():
                found.update(part.offers)
            case Before():
                found.add(part.first)
            case _:
                pass
    return found


def facts_of(
    given: Mapping[int, Collection[Placement]] | None,
) -> dict[int, list[tuple[int, int, int]]]:
    """Return sessions of past weeks as offer, cell and minutes."""
    return {week: [(p.offer, p.cell, p.minutes) for p in ps] for week, ps in (given or {}).items()}
