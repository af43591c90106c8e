"""Reasons without a sum: a module has no place, a slot no module, two wait for each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from curriculumkit.assemble.problem import (
    Before,
    Closing,
    Count,
    Filled,
    Forbid,
    Mask,
    Part,
    Problem,
    Window,
    mask_of,
)
from curriculumkit.assemble.words import listed, many

TWO = 2

NAMED = 3
"""So many modules are named; of more the number is told."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """Constraints (by number) that cannot hold together, and the sum that shows it."""

    members: frozenset[int]
    reason: str


def misplacements(problem: Problem, active: Collection[int]) -> Iterator[Shortage]:
    """Yield what has no place or no module, and what waits for itself."""
    parts = [(index, part) for index in active for part in problem.constraints[index].parts]
    demands = [
        (index, *demand) for index, part in parts if (demand := _demand(problem, part)) is not None
    ]
    yield from _no_place(problem, parts, demands)
    yield from _no_module(problem, parts)
    yield from _too_close(problem, active, demands)
    if not problem.is_cycle:
        yield from _circles(problem, parts, demands)


def usable(problem: Problem, offers: Collection[int]) -> Mask:
    """Return the cells that some of the offers fit, whatever the constraints."""
    mask = 0
    for one in offers:
        mask |= problem.fitting[one]
    return mask


Demands = list[tuple[int, tuple[int, ...], Mask]]
"""Of each line that asks for sessions: its number, the modules, and the cells."""


def _demand(problem: Problem, part: Part) -> tuple[tuple[int, ...], Mask] | None:
    """Return the modules of which one must come at least, and the cells; None of other parts."""
    match part:
        case Count() if part.least and part.offers:
            return part.offers, part.cells
        case Window() if part.offers:
            return part.offers, problem.all_cells
    return None


def _no_place(
    problem: Problem, parts: list[tuple[int, Part]], demands: Demands
) -> Iterator[Shortage]:
    """Find modules that must come where their kind or other lines leave them no place."""
    forbids: dict[int, list[tuple[int, Mask]]] = {}
    closings = {part.closed: index for index, part in parts if isinstance(part, Closing)}
    for index, part in parts:
        if isinstance(part, Forbid):
            forbids.setdefault(part.offer, []).append((index, part.cells))
    away = _closed(problem, closings)
    for index, offers, cells in demands:
        names = _names(problem, offers)
        if not usable(problem, offers) & cells:
            yield Shortage(frozenset({index}), _unfit(problem, offers, cells))
            continue
        members, left = {index}, 0
        for offer in offers:
            here = problem.fitting[offer] & cells & ~away.get(None, 0)
            lines = [*forbids.get(offer, ()), *((i, m) for i, m in away.items() if i is not None)]
            for by, mask in sorted(lines, key=lambda one: -one[1].bit_count()):
                if mask & here:
                    members.add(by)
                    here &= ~mask
            left |= here
        if not left:
            yield Shortage(frozenset(members), f"no place is left for {names}")


def _closed(problem: Problem, closings: Mapping[int, int]) -> dict[int | None, Mask]:
    """Return the cells that are not there, by the line that takes them away.

    None stands for cells of a make-up day that no line brings.
    """
    found: dict[int | None, Mask] = {}
    for cell in problem.cells:
        if cell.opened_by is not None and cell.opened_by not in closings:
            found[None] = found.get(None, 0) | cell.bit
        elif cell.closed_by is not None and cell.closed_by in closings:
            line = closings[cell.closed_by]
            found[line] = found.get(line, 0) | cell.bit
    return found


def _names(problem: Problem, offers: Collection[int]) -> str:
    if len(offers) > NAMED:
        return f"any of {many(len(offers), 'module')}"
    return listed([problem.offers[one].id for one in offers]).replace(" and ", " or ")


def _unfit(problem: Problem, offers: Collection[int], mask: Mask) -> str:
    """Return in words why no cell of a mask takes any of some modules: its format or its length."""
    names, cells = _names(problem, offers), problem.cells_in(mask)
    formats = {problem.offers[one].format for one in offers}
    if not cells:
        return f"there is no slot for {names}"
    if formats.isdisjoint(cell.format for cell in cells):
        kind = " or ".join(sorted(formats))
        return f"there is no {kind} slot for {names}"
    least = min(problem.offers[one].least for one in offers)
    most = max(problem.offers[one].most for one in offers)
    lengths = sorted({length for cell in cells for length in cell.lengths})
    here = " or ".join(map(str, lengths))
    return f"a slot for {names} needs {least} to {most} minutes, there are slots of {here}"


def _no_module(problem: Problem, parts: list[tuple[int, Part]]) -> Iterator[Shortage]:
    """Find slots that must be filled and are too short or too long for every module."""
    some = usable(problem, range(len(problem.offers)))
    for index, part in parts:
        if not isinstance(part, Filled):
            continue
        cells = [one for one in problem.cells if one.slot == part.slot and one.opened_by is None]
        alike = [one for one in problem.offers if cells and one.format == cells[0].format]
        if not alike or not cells or mask_of(cells) & some:
            continue
        least, most = min(one.least for one in alike), max(one.most for one in alike)
        wanted = " or ".join(str(length) for length in cells[0].lengths)
        reason = (
            f"no {cells[0].format} module can be held in {wanted} minutes: the library's take "
            f"{least} to {most}"
        )
        yield Shortage(frozenset({index}), reason)


def _too_close(problem: Problem, active: Collection[int], demands: Demands) -> Iterator[Shortage]:
    """Find a limit on modules in stretches of time that leaves too little room for all of them."""
    for index in active:
        line = problem.constraints[index]
        limits = [part for part in line.parts if isinstance(part, Count) and part.most is not None]
        if len(limits) < TWO or len({one.offers for one in limits}) > 1:
            continue
        asked = {
            offers[0]: by
            for by, offers, _ in demands
            if len(offers) == 1 and offers[0] in limits[0].offers
        }
        room = _room(usable(problem, limits[0].offers), limits)
        if len(asked) > room:
            reason = (
                f"{many(len(asked), 'session')} asked for; '{line.text}' leaves room for {room}"
            )
            yield Shortage(frozenset({index, *asked.values()}), reason)


def _room(cells: Mask, limits: Sequence[Count]) -> int:
    """Return how many sessions the limits leave room for at most, each cell being for one."""
    room = 0
    while cells:
        first = cells & -cells
        near = [one for one in limits if one.cells & first]
        worth = [((one.cells & cells).bit_count(), one.most or 0, one.cells) for one in near]
        gained, most, mask = max(worth, key=lambda one: one[0] - one[1], default=(0, 1, first))
        room += most if gained > most else 1
        cells &= ~(mask if gained > most else first)
    return room


def _circles(
    problem: Problem, parts: list[tuple[int, Part]], demands: Demands
) -> Iterator[Shortage]:
    """Find a module that must come and, step by step, waits for itself or for such a circle."""
    needs: dict[int, list[tuple[int, int]]] = {}
    for index, part in parts:
        if isinstance(part, Before):
            needs.setdefault(part.then, []).append((part.first, index))
    for index, offers, _ in demands:
        if len(offers) == 1 and (chain := _to_a_circle(offers[0], needs)):
            ring = _way(chain[-1][0], chain[-1][0], needs)
            names = sorted(problem.offers[first].id for first, _ in ring)
            other = "the other" if len(names) == TWO else "another of them"
            reason = f"each of {listed(names)} has to come after {other}"
            yield Shortage(frozenset({index, *(by for _, by in chain)}), reason)
            return


Needs = Mapping[int, list[tuple[int, int]]]
"""What each module needs before it, with the line that says so."""


def _to_a_circle(start: int, needs: Needs) -> list[tuple[int, int]]:
    """Return the shortest steps from a module to one that waits for itself, and once around."""
    reached = {start: list[tuple[int, int]]()}
    for one in list(needs):
        if one != start and (way := _way(start, one, needs)):
            reached[one] = way
    chains = [[*way, *ring] for one, way in reached.items() if (ring := _way(one, one, needs))]
    return min(chains, key=len, default=[])


def _way(start: int, end: int, needs: Needs) -> list[tuple[int, int]]:
    """Return the fewest steps (what comes first, and by which line) from `start` to `end`."""
    met: set[int] = set()
    edge: list[tuple[int, list[tuple[int, int]]]] = [(start, [])]
    while edge:
        nearer, edge = edge, []
        for at, way in nearer:
            for first, by in needs.get(at, ()):
                if first == end:
                    return [*way, (first, by)]
                if first not in met:
                    met.add(first)
                    edge.append((first, [*way, (first, by)]))
    return []
