"""Solving a problem: the only file that imports OR-Tools, and only when it is asked to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Literal

from curriculumkit.assemble.bins import Bin
from curriculumkit.assemble.days import Item, lay_out
from curriculumkit.assemble.posting import Literal as Variable
from curriculumkit.assemble.posting import Poster
from curriculumkit.assemble.problem import Before, Problem
from curriculumkit.assemble.weeks import TIE, WeekModel, tie

EFFORT = 60.0
"""How long to try, in the solver's own units of work, near a second each and the same anywhere."""

SEED = 20_260_101

Status = Literal["best", "good", "impossible", "unknown"]
"""A plan proved best, a plan that may not be, a proof that there is none, or out of time."""


class SolverMissingError(Exception):
    """OR-Tools is not installed."""


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """A module (by its number among the offers) in a cell for so many minutes."""

    cell: int
    offer: int
    minutes: int


@dataclass(frozen=True)
class Answer:
    """What the solver says. `effort` is the work done; `moved` how many old sessions had to go."""

    status: Status
    placements: tuple[Placement, ...] = ()
    price: int = 0
    at_least: int = 0
    effort: float = 0.0
    moved: int | None = None


def solver_library() -> Any:
    """Return OR-Tools' CP-SAT, imported now; raise SolverMissingError when it is not there."""
    try:
        return import_module("ortools.sat.python.cp_model")
    except ImportError as error:
        raise SolverMissingError from error


@dataclass
class Run:
    """One use of the solver: what is left of the effort, and what each question costs."""

    cp: Any
    effort: float
    spent: float = 0.0

    def ask(self, model: Any, *, presolve: bool = True) -> tuple[str, Any]:
        """Return the status' name and the solver after one question, within what is left."""
        solver = self.cp.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        parameters.random_seed = SEED
        parameters.linearization_level = 2
        parameters.cp_model_presolve = presolve
        parameters.max_deterministic_time = max(self.effort - self.spent, 0.001)
        status = solver.solve(model)
        self.spent += solver.deterministic_time
        name: str = solver.status_name(status)
        if name == "MODEL_INVALID":
            raise ValueError(model.validate())
        return name, solver


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
    facts = {week: [(p.offer, p.cell, p.minutes) for p in ps] for week, ps in (given or {}).items()}
    model = WeekModel(
        problem,
        run.cp,
        active=range(len(problem.constraints)) if active is None else active,
        merge=not previous and not facts,
        given=facts,
        fine=problem.week_masks if previous else (),
    )
    if previous:
        return _solve_near(model, run, previous)
    if priced:
        _minimize(model, [])
    return _solve_by_weeks(model, run, priced=priced)


def _minimize(model: WeekModel, first: list[tuple[int, Variable]]) -> list[tuple[int, Variable]]:
    """Ask for the least price, ties broken by the fixed hash; return the price as a sum."""
    price = model.price_terms()
    scale = TIE * len(model.problem.cells) + 1
    terms = [*((scale * weight, one) for weight, one in [*first, *price]), *model.tie_terms()]
    _objective(model.poster, terms)
    return price


def _objective(poster: Poster, terms: list[tuple[int, Variable]]) -> None:
    variables = [one for weight, one in terms if weight and not isinstance(one, int)]
    weights = [weight for weight, one in terms if weight and not isinstance(one, int)]
    constant = sum(weight * one for weight, one in terms if isinstance(one, int))
    if variables or constant:
        expression = poster.cp.LinearExpr.weighted_sum(variables, weights)
        poster.model.minimize(expression + constant)


def _solve_by_weeks(model: WeekModel, run: Run, *, priced: bool) -> Answer:
    """Solve by weeks; lay out each week; refine the weeks that have no layout; repeat."""
    scale = TIE * len(model.problem.cells) + 1
    while True:
        name, solver = run.ask(model.poster.model)
        if name == "INFEASIBLE":
            return Answer("impossible", effort=run.spent)
        if name not in ("OPTIMAL", "FEASIBLE"):
            return Answer("unknown", effort=run.spent)
        placements, failed = _lay_out_all(model, run, solver)
        if not failed:
            at_least = int(solver.best_objective_bound // scale) if priced else 0
            price = int(solver.objective_value // scale) if priced else 0
            best = name == "OPTIMAL" or price == at_least
            status: Status = "best" if best else "good"
            return Answer(status, placements, price, max(at_least, 0), run.spent)
        if run.spent >= run.effort:
            return Answer("unknown", effort=run.spent)
        model.poster.model.clear_hints()
        for item in (one for items in model.items.values() for one in items):
            if not isinstance(item.literal, int):
                model.poster.model.add_hint(item.literal, solver.boolean_value(item.literal))
        for week in failed:
            model.refine(week)


def _lay_out_all(
    model: WeekModel, run: Run, solver: Any
) -> tuple[tuple[Placement, ...], list[int]]:
    """Return the placements of a solution by weeks, and the weeks that have no layout."""

    def holds(literal: Variable) -> int:
        return literal if isinstance(literal, int) else int(solver.boolean_value(literal))

    def comes(offer: int, week: int) -> list[Variable]:
        return [holds(one) for one in model.comes(offer, week)]

    missed = {key: holds(one) for key, one in model.catch_up.items()}
    placements: list[Placement] = []
    failed = []
    for week in model.kinds:
        if week in model.given:
            placements += [Placement(c, o, minutes) for o, c, minutes in model.given[week]]
            continue
        if week in model.fine:
            chosen = [(p.item, p.bin) for p in model.layouts[week] if holds(p.literal)]
        else:
            items = [replace(i, literal=1) for i in model.items_of(week) if holds(i.literal)]
            found = _days_of(model, run, week, items, comes, missed)
            if found is None:
                failed.append(week)
                continue
            chosen = found
        placements += _in_cells(model, chosen)
    return tuple(sorted(placements)), failed


def _days_of(
    model: WeekModel, run: Run, week: int, items: list[Item], comes: Any, missed: Any
) -> list[tuple[Item, Bin]] | None:
    """Return the bin of each item of a week, or None when there is none or no time is left."""
    poster = Poster(run.cp)
    layout = lay_out(model, poster, week, items, comes, missed)
    offers = model.problem.offers
    _objective(
        poster, [(tie(offers[p.item.offer].id, 1000 + p.bin.day), p.literal) for p in layout]
    )
    name, solver = run.ask(poster.model)
    if name not in ("OPTIMAL", "FEASIBLE"):
        return None
    return [(p.item, p.bin) for p in layout if solver.boolean_value(p.literal)]


def _in_cells(model: WeekModel, chosen: list[tuple[Item, Bin]]) -> list[Placement]:
    """Return the sessions of bins in their cells, each after those that it needs first."""
    needs: dict[int, set[int]] = {}
    for index in model.active:
        for part in model.problem.constraints[index].parts:
            if isinstance(part, Before):
                needs.setdefault(part.then, set()).add(part.first)
    placements = []
    for one in sorted(
        {place.number: place for _, place in chosen}.values(), key=lambda b: b.number
    ):
        waiting = [item for item, place in chosen if place.number == one.number]
        names = model.problem.offers
        waiting.sort(key=lambda item: (tie(names[item.offer].id, 0), names[item.offer].id))
        for cell in one.cells:
            if not waiting:
                break
            rest = {item.offer for item in waiting}
            item = next(
                (w for w in waiting if not needs.get(w.offer, set()) & (rest - {w.offer})),
                waiting[0],
            )
            waiting.remove(item)
            placements.append(Placement(cell.index, item.offer, item.minutes))
    return placements


def _solve_near(model: WeekModel, run: Run, previous: Collection[Placement]) -> Answer:
    """Solve with as few of the previous sessions moved as possible, then for the least price."""
    past = {cell.index for cell in model.problem.cells if cell.week in model.given}
    places: dict[tuple[int, int], list[Variable]] = {}
    for layout in model.layouts.values():
        for place in layout:
            key = (place.item.offer, place.bin.cells[0].index)
            places.setdefault(key, []).append(place.literal)
    kept: list[tuple[int, Variable]] = []
    old = [one for one in previous if one.cell not in past]
    for one in old:
        kept += [(-1, literal) for literal in places.get((one.offer, one.cell), ())]
    hinted = {(one.offer, one.cell) for one in old}
    for key, literals in places.items():
        for literal in literals:
            model.poster.model.add_hint(literal, key in hinted)
    _objective(model.poster, kept)
    name, solver = run.ask(model.poster.model)
    if name == "INFEASIBLE":
        return Answer("impossible", effort=run.spent)
    if name not in ("OPTIMAL", "FEASIBLE"):
        return Answer("unknown", effort=run.spent)
    stays = sum(solver.boolean_value(one) for _, one in kept)
    least_change = name == "OPTIMAL" or stays == len(old)
    model.poster.total([(-weight, one) for weight, one in kept], stays, None, None)
    model.poster.model.clear_hints()
    for literal in (one for literals in places.values() for one in literals):
        model.poster.model.add_hint(literal, solver.boolean_value(literal))
    _minimize(model, [])
    answer = _solve_by_weeks(model, run, priced=True)
    if answer.status == "unknown":
        placements, _ = _lay_out_all(model, run, solver)
        answer = replace(answer, status="good", placements=placements)
    if answer.status == "best" and not least_change:
        answer = replace(answer, status="good")
    return replace(answer, moved=len(old) - stays)
