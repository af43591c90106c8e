"""The model that comes to mind first: a variable for each module and slot, integer positions."""

from threading import Event, Thread
from time import process_time
from typing import Any

from curriculumkit.assemble.problem import Before, Count, Forbid, Over, Problem, Spread
from curriculumkit.assemble.search import solver_library


def naive(problem: Problem, limit: float) -> tuple[str, int | None, float]:
    """Return the status, the price found and the processor's seconds of a naive model.

    The problem is a cohort's. The model has the same lines and wishes as far as these sizes use
    them: all lengths are one.
    """
    begun = process_time()
    cp = solver_library()
    model = cp.CpModel()
    cells = [cell for cell in problem.cells if cell.closed_by is None or cell.opened_by is not None]
    forbidden: dict[int, int] = {}
    parts = [part for one in problem.constraints for part in one.parts]
    for part in parts:
        if isinstance(part, Forbid):
            forbidden[part.offer] = forbidden.get(part.offer, 0) | part.cells
    at: dict[tuple[int, int], Any] = {
        (offer.index, cell.index): model.new_bool_var("")
        for offer in problem.offers
        for cell in cells
        if offer.fits(cell, max(cell.lengths)) and not forbidden.get(offer.index, 0) & cell.bit
    }
    for cell in cells:
        here = (at.get((offer.index, cell.index)) for offer in problem.offers)
        model.add_exactly_one(one for one in here if one is not None)

    def inside(offers: tuple[int, ...], mask: int) -> list[Any]:
        return [one for (o, c), one in at.items() if o in offers and mask >> c & 1]

    last = len(problem.cells)
    position = {}
    for offer in problem.offers:
        places = {c: one for (o, c), one in at.items() if o == offer.index}
        used = model.new_bool_var("")
        model.add(sum(places.values()) == used)
        position[offer.index] = (model.new_int_var(0, last, ""), used)
        model.add(
            position[offer.index][0]
            == sum(c * one for c, one in places.items()) + last * (1 - used)
        )
    for part in parts:
        if isinstance(part, Count):
            most = last if part.most is None else part.most
            model.add_linear_constraint(sum(inside(part.offers, part.cells)), part.least, most)
        elif isinstance(part, Before):
            first, then = position[part.first][0], position[part.then][0]
            model.add(first + 1 <= then).only_enforce_if(position[part.then][1])
        elif isinstance(part, Spread):
            marks = []
            for mask in part.groups:
                mark = model.new_bool_var("")
                model.add(sum(inside(part.offers, mask)) >= 1).only_enforce_if(mark)
                marks.append(mark)
            model.add(sum(marks) >= part.least)
    model.minimize(_price(problem, model, at, inside))
    solver = cp.CpSolver()
    solver.parameters.num_workers = 1
    done = Event()
    Thread(target=_stop_in_time, args=(solver, begun + limit, done), daemon=True).start()
    status = solver.status_name(solver.solve(model))
    done.set()
    price = round(solver.objective_value) if status in ("OPTIMAL", "FEASIBLE") else None
    return status, price, process_time() - begun


def _stop_in_time(solver: Any, until: float, done: Event) -> None:
    """Stop the search when the process has used so many seconds; its own limit is by the clock."""
    while not done.wait(0.02):
        if process_time() >= until:
            solver.stop_search()


def _price(problem: Problem, model: Any, at: dict[tuple[int, int], Any], inside: Any) -> Any:
    terms = []
    for (offer, cell), one in at.items():
        price = problem.prices.sessions.get((offer, problem.cells[cell].week), 0)
        terms.append(price * one)
    overs = problem.prices.overs
    return sum(terms) + sum(_over(model, o, inside(o.offers, o.cells)) for o in overs)


def _over(model: Any, over: Over, sessions: list[Any]) -> Any:
    beyond = model.new_int_var(0, max(len(sessions), 1), "")
    model.add(beyond >= sum(sessions) - over.free)
    return over.weight * beyond
