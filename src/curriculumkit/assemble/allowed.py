"""Which cells each module may be in by itself."""

from collections.abc import Collection

from curriculumkit.assemble.problem import Closing, Forbid, Mask, Problem


def allowed_cells(problem: Problem, active: Collection[int], *, fixed: bool) -> dict[int, Mask]:
    """Return the cells that each offer may be in by itself, as far as active constraints tell.

    With `fixed` closed dates are decided: a cell is closed if its date's constraint is active, and
    a make-up is there only then.
    """
    parts = [part for index in active for part in problem.constraints[index].parts]
    closing = {part.closed for part in parts if isinstance(part, Closing)}
    lost = 0
    for cell in problem.cells if fixed else ():
        if cell.opened_by is not None:
            lost |= 0 if cell.opened_by in closing else cell.bit
        elif cell.closed_by in closing:
            lost |= cell.bit
    allowed = {offer.index: problem.fitting[offer.index] & ~lost for offer in problem.offers}
    for part in parts:
        if isinstance(part, Forbid):
            allowed[part.offer] &= ~part.cells
    return allowed
