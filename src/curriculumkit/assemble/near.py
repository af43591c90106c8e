"""Planning again: as few sessions of the plan before are moved as possible, provably.

Most edits force some sessions out (their module, slot or day is gone, or what they need first) and
no other. So first all others are held where they are, which leaves a tiny question; if it has an
answer, no plan moves fewer. Only if it has none are all sessions set free.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from curriculumkit.assemble.allowed import allowed_cells
from curriculumkit.assemble.answer import Answer, Placement, Status
from curriculumkit.assemble.costs import highest_price, price_terms, scale_of, tie_terms
from curriculumkit.assemble.posting import Literal
from curriculumkit.assemble.problem import Before, Mask, Problem
from curriculumkit.assemble.search import (
    Run,
    hint,
    lay_out_all,
    minimize_price,
    objective,
    solve_by_weeks,
)
from curriculumkit.assemble.weeks import WeekModel

Facts = Mapping[int, Collection[tuple[int, int, int]]]


def solve_near(
    problem: Problem,
    run: Run,
    active: Collection[int],
    previous: Collection[Placement],
    given: Facts,
) -> Answer:
    """Return a plan that moves as few of the `previous` sessions as possible.

    Of all such plans it has the least price. `given` are sessions of past weeks: facts.
    """
    old = [one for one in previous if problem.cells[one.cell].week not in given]
    allowed = allowed_cells(problem, active, fixed=True)
    if not problem.is_cycle:
        _after_what_they_need(problem, active, given, allowed)
    stays = [one for one in old if _can_stay(problem, allowed, one)]
    forced = len(old) - len(stays)
    held = [(one.offer, one.cell, one.minutes) for one in stays]
    if len({(o, problem.cells[cell].week) for o, cell, _ in held}) == len(held):
        tried = WeekModel(problem, run.cp, active=active, merge=False, given=given, kept=held)
        minimize_price(tried)
        answer = solve_by_weeks(tried, run, priced=True)
        if answer.status in ("best", "good"):
            return replace(answer, moved=forced)
    model = WeekModel(problem, run.cp, active=active, merge=False, given=given)
    return _least_change(model, run, {(one.offer, one.cell) for one in old})


def _after_what_they_need(
    problem: Problem, active: Collection[int], given: Facts, allowed: dict[int, Mask]
) -> None:
    """Take away the cells that are not after any in which what an offer needs first can come."""
    past = {offer for facts in given.values() for offer, _, _ in facts}
    needs = [
        part
        for index in active
        for part in problem.constraints[index].parts
        if isinstance(part, Before) and part.first not in past
    ]
    changed = True
    while changed:
        changed = False
        for part in needs:
            possible = allowed[part.first] & problem.all_cells
            # Cells are in the order of time: those after the first possible one have higher bits.
            later = -(possible & -possible) << 1 if possible else 0
            changed |= allowed[part.then] & ~later & problem.all_cells != 0
            allowed[part.then] &= later


def _can_stay(problem: Problem, allowed: Mapping[int, Mask], one: Placement) -> bool:
    """Tell whether a session is still possible where it is, taken by itself."""
    cell = problem.cells[one.cell]
    fits = one.minutes in cell.lengths and problem.offers[one.offer].fits(cell, one.minutes)
    return fits and bool(allowed[one.offer] & cell.bit)


def _least_change(model: WeekModel, run: Run, old: set[tuple[int, int]]) -> Answer:
    """Return the plan of least change, all sessions being free to move; then of least price.

    Both are one question: a session moved costs more than any price that a plan could have. Weeks
    whose days move more than their modules do are refined until none is left.
    """
    scale, prices = scale_of(model), price_terms(model)
    moved = scale * (highest_price(model) + 1)
    while True:
        kept = [(-moved, one) for one in _kept(model, old)]
        costs = [(scale * price, one) for price, one in prices]
        objective(model.poster, [*kept, *costs, *tie_terms(model)])
        name, solver = run.ask(model.poster.model)
        if name not in ("OPTIMAL", "FEASIBLE"):
            return Answer("impossible" if name == "INFEASIBLE" else "unknown", effort=run.spent)
        placements, failed = lay_out_all(model, run, solver, old)
        failed += _moved_by_days(model, solver, old, placements, failed)
        if not failed:
            break
        if run.spent >= run.effort:
            return Answer("unknown", effort=run.spent)
        hint(model, solver)
        for week in sorted(failed):
            model.refine(week)
    stays = len(old & {(one.offer, one.cell) for one in placements})
    price = sum(cost * (o if isinstance(o, int) else solver.value(o)) for cost, o in prices)
    status: Status = "best" if name == "OPTIMAL" else "good"
    at_least = price if name == "OPTIMAL" else 0
    return Answer(status, placements, price, at_least, run.spent, len(old) - stays)


def _moved_by_days(
    model: WeekModel,
    solver: Any,
    old: set[tuple[int, int]],
    placements: Collection[Placement],
    failed: Collection[int],
) -> list[int]:
    """Return the weeks in which fewer old sessions stay in their cells than stay in the week."""
    held = {(one.offer, one.cell) for one in placements}
    found = []
    for week in set(model.kinds) - model.fine - set(model.given) - set(failed):
        here = {(o, c) for o, c in old if model.problem.cells[c].week == week}
        stay = sum(
            any(isinstance(x, int) or solver.boolean_value(x) for x in model.comes(o, week))
            for o, _ in here
        )
        if len(here & held) < stay:
            found.append(week)
    return found


def _kept(model: WeekModel, old: set[tuple[int, int]]) -> Iterator[Literal]:
    """Yield what tells of each old session that it stays: by its cell, or only by its week."""
    for offer, cell in sorted(old):
        week = model.problem.cells[cell].week
        if week in model.fine:
            for place in model.layouts[week]:
                if place.item.offer == offer and place.bin.mask >> cell & 1:
                    yield place.literal
        else:
            yield from model.comes(offer, week)
