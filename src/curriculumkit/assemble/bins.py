"""Cells that no constraint tells apart are one bin, so that the solver need not either."""

from collections.abc import Iterable
from dataclasses import dataclass

from curriculumkit.assemble.problem import (
    Cell,
    Constraint,
    Count,
    Forbid,
    Mask,
    Minutes,
    Problem,
    ReachDays,
    Spread,
    Used,
    mask_of,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What cells have in common that modules care about."""

    service: str
    lengths: tuple[int, ...]
    break_minutes: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Cells of one day, next to each other in time, that are all alike."""

    number: int
    week: int
    day: int
    kind: Kind
    cells: tuple[Cell, ...]
    mask: Mask

    @property
    def closed_by(self) -> int | None:
        """Return the closed date that takes these cells away."""
        return self.cells[0].closed_by

    @property
    def opened_by(self) -> int | None:
        """Return the closed date that these cells make up for."""
        return self.cells[0].opened_by


def kind_of(cell: Cell) -> Kind:
    """Return the kind of a cell."""
    return Kind(cell.service, cell.lengths, cell.break_minutes)


def masks_of(constraint: Constraint) -> Iterable[Mask]:
    """Yield the sets of cells that a constraint speaks of."""
    for part in constraint.parts:
        match part:
            case Forbid() | Count() | Minutes() | Used():
                yield part.cells
            case ReachDays():
                yield from (mask for mask, _ in part.groups)
            case Spread():
                yield from part.groups
            case _:
                pass


def bins_of(problem: Problem, *, merge: bool) -> tuple[Bin, ...]:
    """Return the bins in the order of time; each cell is its own bin unless `merge`.

    The result does not depend on which constraints are active.
    """
    masks: set[Mask] = set()
    if merge:
        masks = {mask for one in problem.constraints for mask in masks_of(one)}
        masks -= {problem.all_cells, *problem.week_masks.values()}
    groups: list[list[Cell]] = []
    before: object = None
    for cell in problem.cells:
        sign = (
            cell.day,
            kind_of(cell),
            cell.closed_by,
            cell.opened_by,
            frozenset(mask for mask in masks if mask & cell.bit) if merge else cell.index,
        )
        if sign == before:
            groups[-1].append(cell)
        else:
            groups.append([cell])
        before = sign
    return tuple(
        Bin(n, cells[0].week, cells[0].day, kind_of(cells[0]), tuple(cells), mask_of(cells))
        for n, cells in enumerate(groups)
    )
