"""Reasons that a child could check: more is asked for than there is room, or than there is."""

from collections.abc import Collection, Iterator, Mapping

from curriculumkit.assemble.placing import Shortage, misplacements, usable
from curriculumkit.assemble.problem import (
    Cell,
    Closing,
    Count,
    Filled,
    Forbid,
    Mask,
    Minutes,
    Problem,
    ReachDays,
)
from curriculumkit.assemble.words import hours, many
from curriculumkit.model.base import WEEKDAYS


def shortages(problem: Problem, active: Collection[int]) -> list[Shortage]:
    """Return what simple sums show to be impossible among the active constraints."""
    chosen = sorted(active)
    found = [
        *_too_much(problem, chosen),
        *_too_little(problem, chosen),
        *_too_few_in_a_stretch(problem, chosen),
        *misplacements(problem, chosen),
        *_too_short(problem, chosen),
    ]
    return sorted(found, key=lambda one: (len(one.members), one.reason))


def _cells_text(problem: Problem, mask: Mask) -> str:
    cells = problem.cells_in(mask)
    long = sum(max(cell.lengths) for cell in cells) / 60
    return f"{many(len(cells), 'session')} ({long:g} hours)"


def _open(problem: Problem, mask: Mask) -> Mask:
    """Return the cells that exist at one time: those that a closed date brings are left out."""
    return mask & ~sum(cell.bit for cell in problem.cells if cell.opened_by is not None)


def _too_much(problem: Problem, active: list[int]) -> Iterator[Shortage]:
    """Sessions asked for in all, or in a week, beyond the slots that can hold them."""
    asked: dict[Mask, list[tuple[int, Count]]] = {}
    for index in active:
        for part in problem.constraints[index].parts:
            if isinstance(part, Count) and part.least:
                asked.setdefault(part.cells, []).append((index, part))
    for mask, lines in asked.items():
        taken: set[int] = set()
        members: set[int] = set()
        total = 0
        lines.sort(key=lambda one: (-one[1].least / max(len(one[1].offers), 1), one[0]))
        lines.sort(key=lambda one: -one[1].least)
        room_for: Mask = 0
        for index, part in lines:
            if taken & set(part.offers):
                continue
            taken |= set(part.offers)
            room_for |= usable(problem, part.offers) & _open(problem, mask)
            members.add(index)
            total += part.least
            room = room_for.bit_count()
            if total > room and (room or len(part.offers) > 1):
                long = total * _longest(problem, room_for) / 60
                where = _where(problem, mask)
                reason = (
                    f"{many(total, 'session')} ({long:g} hours) asked for{where}, "
                    f"room for {_cells_text(problem, room_for)}"
                )
                yield Shortage(frozenset(members), reason)
                break


def _longest(problem: Problem, mask: Mask) -> int:
    cells = problem.cells_in(mask) or problem.cells
    return max((max(cell.lengths) for cell in cells), default=0)


def _where(problem: Problem, mask: Mask) -> str:
    """Return in words the day or the week that all of some cells lie in; nothing for more."""
    cells = problem.cells_in(mask)
    weeks, days = {cell.week for cell in cells}, {cell.weekday for cell in cells}
    if len(weeks) != 1:
        return ""
    week = min(weeks)
    if len(days) == 1 and mask != problem.week_masks[week]:
        return f" on {WEEKDAYS[min(days)]} of week {week}"
    return f" in week {week}" if problem.weeks > 1 else ""


def _uses(problem: Problem, offer: int, active: list[int]) -> tuple[int, set[int]]:
    """Return how often an offer can come at most, and the constraints that say so."""
    most, why = problem.weeks, set()
    windows: dict[int, list[Mask]] = {}
    for index in active:
        for part in problem.constraints[index].parts:
            if isinstance(part, Forbid) and part.offer == offer:
                if not usable(problem, [offer]) & ~part.cells:
                    return 0, {index}
            elif isinstance(part, Count) and part.offers == (offer,) and part.most is not None:
                if part.cells == problem.all_cells:
                    if part.most < most:
                        most, why = part.most, {index}
                elif part.most == 1:
                    windows.setdefault(index, []).append(part.cells)
    for index, masks in windows.items():
        apart, left = 0, problem.all_cells
        for mask in masks:
            if mask & ~left == 0 and mask & left:
                apart += 1
                left &= ~mask
        rest = sum(1 for cells in problem.week_masks.values() if cells & left)
        if apart and apart + rest < most:
            most, why = apart + rest, {index}
    return most, why


def _too_little(problem: Problem, active: list[int]) -> Iterator[Shortage]:
    """Fewer sessions to be had from the modules than slots ask for, or than a line asks for."""
    uses = {one.index: _uses(problem, one.index, active) for one in problem.offers}
    for wanted in ("group", "family"):
        cells = [cell for cell in problem.cells if cell.format == wanted and cell.opened_by is None]
        slots = {
            index
            for index in active
            for part in problem.constraints[index].parts
            if isinstance(part, Filled) and any(cell.slot == part.slot for cell in cells)
        }
        filled = {
            part.slot
            for index in slots
            for part in problem.constraints[index].parts
            if isinstance(part, Filled)
        }
        need = sum(cell.slot in filled and cell.closed_by is None for cell in cells)
        offers = [one for one in problem.offers if one.format == wanted]
        have = sum(uses[one.index][0] for one in offers)
        if have < need:
            why = {index for one in offers for index in uses[one.index][1]}
            reason = (
                f"{many(need, f'{wanted} session')} to fill, the library's "
                f"{many(len(offers), f'{wanted} module')} can fill {have}"
            )
            yield Shortage(frozenset(slots | why), reason)
    for index in active:
        for part in problem.constraints[index].parts:
            if isinstance(part, Count) and part.least and part.cells == problem.all_cells:
                have = sum(uses[one][0] for one in part.offers)
                if have < part.least and (have or len(part.offers) > 1):
                    why = {by for one in part.offers for by in uses[one][1]}
                    reason = f"{many(part.least, 'session')} asked for, the modules give {have}"
                    yield Shortage(frozenset({index} | why), reason)


def _too_few_in_a_stretch(problem: Problem, active: list[int]) -> Iterator[Shortage]:
    """Fewer modules than slots in weeks within which none may come again."""
    limits: dict[Mask, dict[int, tuple[int, int]]] = {}
    filled: dict[int, int] = {}
    for index in active:
        for part in problem.constraints[index].parts:
            if isinstance(part, Count) and len(part.offers) == 1 and part.most is not None:
                limits.setdefault(part.cells, {}).setdefault(part.offers[0], (part.most, index))
            elif isinstance(part, Filled):
                filled[part.slot] = index
    for mask, by_offer in limits.items():
        weeks = [week for week, cells in problem.week_masks.items() if cells & mask]
        if mask == problem.all_cells or len(weeks) < 2:  # noqa: PLR2004
            continue
        cells = [
            cell
            for cell in problem.cells_in(mask)
            if cell.slot in filled and cell.closed_by is None and cell.opened_by is None
        ]
        have = sum(by_offer.get(one.index, (len(weeks), 0))[0] for one in problem.offers)
        if have < len(cells):
            lines = {index for _, index in by_offer.values()}
            slots = {filled[cell.slot] for cell in cells}
            reason = (
                f"weeks {weeks[0]} to {weeks[-1]} have {many(len(cells), 'session')} to fill, "
                f"{many(len(problem.offers), 'module')} without a repeat can fill {have}"
            )
            yield Shortage(frozenset(lines | slots), reason)
            return


def _too_short(problem: Problem, active: list[int]) -> Iterator[Shortage]:
    """Find a week or days whose slots, filled at their longest, have too few counted minutes."""
    closings = {
        part.closed: index
        for index in active
        for part in problem.constraints[index].parts
        if isinstance(part, Closing)
    }
    for index in active:
        for part in problem.constraints[index].parts:
            found = None
            if isinstance(part, Minutes):
                found = _short_week(problem, part, closings)
            elif isinstance(part, ReachDays):
                found = _short_days(problem, part, closings)
            if found is not None:
                reason, lines = found
                yield Shortage(frozenset({index, *lines}), reason)
                break


def _short_week(
    problem: Problem, part: Minutes, closings: Mapping[int, int]
) -> tuple[str, set[int]] | None:
    counted, lines = _at_most(problem, part.cells, closings)
    if part.base + counted >= part.least:
        return None
    asked = f"{hours(part.least)} counted are asked for{_where(problem, part.cells)}"
    return f"{asked}, there are {hours(part.base + counted)} at most", lines


def _short_days(
    problem: Problem, part: ReachDays, closings: Mapping[int, int]
) -> tuple[str, set[int]] | None:
    whole, lines, said, reached = 0, set(), [], 0
    for mask, base in part.groups:
        counted, away = _at_most(problem, mask, closings)
        whole |= mask
        lines |= away
        reached += base + counted >= part.least
        weekday = next((WEEKDAYS[cell.weekday] for cell in problem.cells_in(mask)), None)
        said += [f"{weekday} {hours(base + counted)}"] if weekday else []
    if reached >= part.days:
        return None
    where = _where(problem, whole)
    if part.least == 1:
        days = many(part.days, "day")
        return f"counted services are asked for on {days}{where}, {reached} can have one", lines
    asked = f"{hours(part.least)} counted are asked for on {many(part.days, 'day')}"
    return f"{asked}{where}, there are at most: {', '.join(said)}", lines


def _at_most(problem: Problem, mask: Mask, closings: Mapping[int, int]) -> tuple[int, set[int]]:
    """Return the most minutes that can count in some cells, and the lines that take cells away."""
    cells = problem.cells_in(mask)
    away = {cell.closed_by for cell in cells if cell.closed_by in closings}
    held = [
        cell
        for cell in cells
        if (cell.opened_by in closings)
        or (cell.opened_by is None and cell.closed_by not in closings)
    ]
    lines = {closings[one] for one in away if one is not None}
    return sum(_most_counted(problem, cell) for cell in held), lines


def _most_counted(problem: Problem, cell: Cell) -> int:
    """Return the most minutes that any module can count in a cell."""
    return max(
        (
            one.counted(cell, minutes)
            for one in problem.offers
            for minutes in cell.lengths
            if one.fits(cell, minutes)
        ),
        default=0,
    )
