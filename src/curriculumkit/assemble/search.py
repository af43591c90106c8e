"""Asking the solver: the only file that imports OR-Tools, and only when it is asked to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from curriculumkit.assemble.answer import Answer, Placement, Status
from curriculumkit.assemble.bins import Bin
from curriculumkit.assemble.costs import (
    DAY_TIE,
    day_tie,
    price_terms,
    scale_of,
    tie,
    tie_terms,
)
from curriculumkit.assemble.days import Item, lay_out
from curriculumkit.assemble.posting import Literal as Variable
from curriculumkit.assemble.posting import Poster
from curriculumkit.assemble.weeks import WeekModel

EFFORT = 60.0
"""How long to try, in the solver's own units of work, near a second each and the same anywhere."""

SEED = 20_260_101


class SolverMissingError(Exception):
    """OR-Tools is not installed."""


def solver_library() -> Any:
    """Return OR-Tools' CP-SAT, imported now; raise SolverMissingError when it is not there."""
    try:
        return import_module("ortools.sat.python.cp_model")
    except ImportError as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # stopped while it was being loaded
            raise error.__cause__ from None
        raise SolverMissingError from error


@dataclass
class Run:
    """One use of the solver: what is left of the effort, and what each question costs."""

    cp: Any
    effort: float
    spent: float = 0.0

    def ask(self, model: Any) -> tuple[str, Any]:
        """Return the status' name and the solver after one question, within what is left.

        Presolve is off: the models have little that it could take away, and it costs more than it
        saves. With it a core may name what is no assumption, besides (or-tools#5141). The linear
        relaxation gets all its rows at once, since nearly all of them are needed in the end.
        """
        solver = self.cp.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = SEED
        parameters.linearization_level = 2
        parameters.cp_model_presolve = False
        parameters.add_lp_constraints_lazily = False
        parameters.max_deterministic_time = max(self.effort - self.spent, 0.0001)
        status = solver.solve(model)
        self.spent += solver.response_proto.deterministic_time
        name: str = solver.status_name(status)
        if name == "MODEL_INVALID":
            raise ValueError(model.validate())
        return name, solver


def minimize_price(model: WeekModel) -> None:
    """Ask for the least price, ties broken by the fixed hash."""
    scale = scale_of(model)
    terms = [(scale * weight, one) for weight, one in price_terms(model)]
    objective(model.poster, [*terms, *tie_terms(model)])


def objective(poster: Poster, terms: list[tuple[int, Variable]]) -> None:
    """Ask for the least value of a weighted sum."""
    variables = [one for weight, one in terms if weight and not isinstance(one, int)]
    weights = [weight for weight, one in terms if weight and not isinstance(one, int)]
    constant = sum(weight * one for weight, one in terms if isinstance(one, int))
    if variables or constant:
        expression = poster.cp.LinearExpr.weighted_sum(variables, weights)
        poster.model.minimize(expression + constant)


def solve_by_weeks(model: WeekModel, run: Run, *, priced: bool) -> Answer:
    """Solve by weeks; lay out each week; refine the weeks that have no layout; repeat."""
    scale = scale_of(model)
    while True:
        name, solver = run.ask(model.poster.model)
        if name == "INFEASIBLE":
            return Answer("impossible", effort=run.spent)
        if name not in ("OPTIMAL", "FEASIBLE"):
            return Answer("unknown", effort=run.spent)
        placements, failed = lay_out_all(model, run, solver)
        if not failed:
            at_least = int(solver.best_objective_bound // scale) if priced else 0
            price = int(solver.objective_value // scale) if priced else 0
            best = name == "OPTIMAL" or price == at_least
            status: Status = "best" if best else "good"
            return Answer(status, placements, price, max(at_least, 0), run.spent)
        if run.spent >= run.effort:
            return Answer("unknown", effort=run.spent)
        hint(model, solver)
        for week in failed:
            model.refine(week)


def hint(model: WeekModel, solver: Any) -> None:
    """Have the next question begin from the last answer."""
    model.poster.model.clear_hints()
    for item in (one for items in model.items.values() for one in items):
        if not isinstance(item.literal, int):
            model.poster.model.add_hint(item.literal, solver.boolean_value(item.literal))


def lay_out_all(
    model: WeekModel,
    run: Run,
    solver: Any,
    old: Collection[tuple[int, int]] = (),
) -> tuple[tuple[Placement, ...], list[int]]:
    """Return the placements of a solution by weeks, and the weeks that have no layout.

    The modules of `old` (offer, cell) stay in their cells as far as the week allows.
    """

    def holds(literal: Variable) -> int:
        return literal if isinstance(literal, int) else int(solver.boolean_value(literal))

    def comes(offer: int, week: int) -> list[Variable]:
        return [holds(one) for one in model.comes(offer, week)]

    missed = {key: holds(one) for key, one in model.catch_up.items()}
    needs: dict[int, set[int]] = {}
    for part, _ in model.befores:
        needs.setdefault(part.then, set()).add(part.first)
    placements: list[Placement] = []
    failed = []
    for week in model.kinds:
        if week in model.given:
            placements += [Placement(c, o, minutes) for o, c, minutes in model.given[week]]
            continue
        items = [replace(i, literal=1) for i in model.items_of(week) if holds(i.literal)]
        if model.is_crossed:
            chosen = [(p.item, p.bin) for p in model.layouts[week] if holds(p.literal)]
        else:
            held = _held(model, week, items, old)
            found = _days_of(model, run, week, held, comes, missed, old)
            if found is None and held != items:
                found = _days_of(model, run, week, items, comes, missed, old)
            if found is None and week in model.fine:
                found = [(p.item, p.bin) for p in model.layouts[week] if holds(p.literal)]
            if found is None:
                failed.append(week)
                continue
            chosen = found
        placements += _in_cells(model, chosen, needs)
    return tuple(sorted(placements)), failed


def _held(
    model: WeekModel, week: int, items: list[Item], old: Collection[tuple[int, int]]
) -> list[Item]:
    """Return the items of a week with those of `old` held in their cells, where they may be."""
    cells = {
        offer: model.problem.cells[cell].bit
        for offer, cell in old
        if model.problem.cells[cell].week == week
    }
    return [
        replace(item, mask=item.mask & cells[item.offer])
        if item.mask & cells.get(item.offer, 0)
        else item
        for item in items
    ]


def _days_of(
    model: WeekModel,
    run: Run,
    week: int,
    items: list[Item],
    comes: Any,
    missed: Any,
    old: Collection[tuple[int, int]],
) -> list[tuple[Item, Bin]] | None:
    """Return the bin of each item of a week, or None when there is none or no time is left."""
    poster = Poster(run.cp)
    layout = lay_out(model, poster, week, items, comes, missed)
    scale = DAY_TIE * (len(items) + 1)
    terms = []
    for place in layout:
        stays = any((place.item.offer, cell.index) in old for cell in place.bin.cells)
        weight = day_tie(model, place, DAY_TIE)
        terms.append((weight - scale if stays else weight, place.literal))
    if poster.is_settled:
        return None if poster.contradicted else [(p.item, p.bin) for p in layout if p.literal]
    objective(poster, terms)
    name, solver = run.ask(poster.model)
    if name not in ("OPTIMAL", "FEASIBLE"):
        return None
    chosen = [(p.item, p.bin, p.literal) for p in layout]
    return [
        (item, place)
        for item, place, one in chosen
        if (one if isinstance(one, int) else solver.boolean_value(one))
    ]


def _in_cells(
    model: WeekModel, chosen: list[tuple[Item, Bin]], needs: Mapping[int, Collection[int]]
) -> list[Placement]:
    """Return the sessions of bins in their cells, each after those that it `needs` first."""
    placements = []
    for one in sorted(
        {place.number: place for _, place in chosen}.values(), key=lambda b: b.number
    ):
        waiting = [item for item, place in chosen if place.number == one.number]
        names = model.problem.offers
        waiting.sort(key=lambda item: (tie(names[item.offer].id), names[item.offer].id))
        for cell in one.cells:
            if not waiting:
                break
            rest = {item.offer for item in waiting}
            item = next(
                (w for w in waiting if rest.isdisjoint({*needs.get(w.offer, ())} - {w.offer})),
                waiting[0],
            )
            waiting.remove(item)
            placements.append(Placement(cell.index, item.offer, item.minutes))
    return placements
