"""The model by weeks: which module comes in which week, for how long, in what kind of cell.

Laying a week out over its days (see `days`) is a separate, small question. A week that turns out
not to have a layout is *fine*: its days are put into this model as well. As long as weeks are
left coarse the model is a relaxation: what it cannot do cannot be done, and its price is a bound,
since all prices are by week. (Logic-based Benders decomposition, Hooker and Ottosson 2003, with
the subproblem added to the master in place of cuts.)
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from curriculumkit.assemble.allowed import allowed_cells
from curriculumkit.assemble.bins import Bin, Kind, bins_of, kind_of
from curriculumkit.assemble.days import Item, Layout, Placed, day_masks, lay_out, post_days
from curriculumkit.assemble.order import circles, post_order
from curriculumkit.assemble.parts import post_part
from curriculumkit.assemble.posting import Literal, Poster
from curriculumkit.assemble.problem import (
    Before,
    Closing,
    Filled,
    Forbid,
    Mask,
    Offer,
    Problem,
    mask_of,
)


class WeekModel:
    """A problem posted by weeks, with the days of the `fine` weeks.

    `active` are the constraints that hold. With `switched` all are posted, each with a switch, so
    that a set of them can be assumed. `given` are sessions (offer, cell, minutes) of weeks that are
    past, by week: facts. `kept` are sessions that must stay; they hold to all constraints. `offers`
    are those that may come at all, None is all.
    """

    def __init__(
        self,
        problem: Problem,
        cp: Any,
        *,
        active: Collection[int],
        fine: Collection[int] = (),
        switched: bool = False,
        merge: bool = True,
        given: Mapping[int, Collection[tuple[int, int, int]]] | None = None,
        kept: Collection[tuple[int, int, int]] = (),
        offers: Collection[int] | None = None,
    ) -> None:
        self.problem = problem
        self.offers = offers
        self.active = sorted(active)
        self.switched = switched
        self.given = given or {}
        self.kept = {(o, problem.cells[cell].week): (cell, minutes) for o, cell, minutes in kept}
        self._touched: dict[Mask, list[int]] = {}
        self._weekly: dict[Mask, bool] = {}
        self.poster = Poster(cp, self.active if switched else ())
        self.bins = bins_of(problem, merge=merge)
        self.kinds: dict[int, dict[Kind, list[Bin]]] = {}
        for one in self.bins:
            self.kinds.setdefault(one.week, {}).setdefault(one.kind, []).append(one)
        self.unions = {
            week: {kind: _union(bins) for kind, bins in kinds.items()}
            for week, kinds in self.kinds.items()
        }
        closings = self.indexes_of(Closing)
        self.closing = {part.closed: index for index, part in closings}
        self.filling = {part.slot: index for index, part in self.indexes_of(Filled)}
        self.allowed = allowed_cells(problem, () if switched else self.active, fixed=not switched)
        self._taken = mask_of(problem.cells[cell] for cell, _ in self.kept.values())
        self.items: dict[tuple[int, int], list[Item]] = {}
        self.catch_up: dict[tuple[int, int, int], Literal] = {}
        self.layouts: dict[int, Layout] = {}
        self._choose()
        self.befores = [(part, by) for by, part in self.indexes_of(Before)]
        self.forbids = [(part, by) for by, part in self.indexes_of(Forbid)]
        self.circles = circles([part for part, _ in self.befores])
        future = set(self.kinds) - set(self.given)
        self.day_parts: dict[int, list[tuple[Any, int]]] = {}
        crossing = self._sort_parts()
        self.is_crossed = bool(crossing)
        self.fine = future if crossing and not switched else future & set(fine)
        self._fill()
        for index in self.active:
            for part in problem.constraints[index].parts:
                post_part(self, part, index)
        post_order(self)
        for week in sorted(self.fine):
            self.refine(week)
        if self.fine == future:
            everywhere = [*self._facts(), *chain.from_iterable(self.layouts.values())]
            for part, index in crossing:
                post_days(self, self.poster, everywhere, part, index)

    # What may stand where

    def indexes_of(self, part_type: type) -> Iterator[tuple[int, Any]]:
        """Yield the active constraints' numbers and parts of one type."""
        for index in self.active:
            for part in self.problem.constraints[index].parts:
                if isinstance(part, part_type):
                    yield index, part

    def _choose(self) -> None:
        """Make a variable for each offer, week, kind of cell and length; past weeks are facts."""
        for offer in self.problem.offers:
            for week, kinds in self.kinds.items():
                if week in self.given:
                    self._note_facts(offer.index, week, kinds)
                    continue
                if self.offers is not None and offer.index not in self.offers:
                    continue
                items = list(self._ways(offer, kinds))
                if items:
                    self.items[offer.index, week] = items
                if len(items) > 1:
                    self.poster.total([(1, item.literal) for item in items], None, 1, None)

    def _ways(self, offer: Offer, kinds: Mapping[Kind, list[Bin]]) -> Iterator[Item]:
        """Yield an item with a new variable for each kind of cell and length that fits."""
        week = next(iter(kinds.values()))[0].week
        if (stays := self.kept.get((offer.index, week))) is not None:
            cell, minutes = stays
            kind = kind_of(self.problem.cells[cell])
            yield Item(offer.index, kind, minutes, 1, self.problem.cells[cell].bit)
            return
        for kind, bins in kinds.items():
            mask = self.allowed[offer.index] & self.unions[week][kind] & ~self._taken
            for minutes in kind.lengths if mask else ():
                if offer.fits(bins[0].cells[0], minutes):
                    yield Item(offer.index, kind, minutes, self.poster.new(), mask)

    def _note_facts(self, offer: int, week: int, kinds: Mapping[Kind, list[Bin]]) -> None:
        """Note the sessions of an offer in a past week."""
        facts = [
            Item(offer, kind, minutes, 1, one.mask)
            for number, cell, minutes in self.given[week]
            for kind, bins in kinds.items()
            for one in bins
            if number == offer and one.mask >> cell & 1
        ]
        if facts:
            self.items[offer, week] = facts

    def _sort_parts(self) -> list[tuple[Any, int]]:
        """Note which parts are a matter of one week's days; return those of several weeks'."""
        crossing = []
        for index in self.active:
            for part in self.problem.constraints[index].parts:
                weeks = {week for mask in day_masks(self, part) for week in self.touched(mask)}
                if weeks and weeks <= set(self.given):
                    continue
                if len(weeks) > 1 or (isinstance(part, Before) and part.within is not None):
                    crossing.append((part, index))
                elif weeks:
                    self.day_parts.setdefault(weeks.pop(), []).append((part, index))
        return crossing

    def refine(self, week: int) -> None:
        """Put the days of a week into the model."""
        self.fine.add(week)
        self.layouts[week] = lay_out(
            self, self.poster, week, self.items_of(week), self.comes, self.catch_up
        )

    def _facts(self) -> Layout:
        """Return the places of the sessions of past weeks."""
        return [
            Placed(item, one, item.literal)
            for week in self.given
            for item in self.items_of(week)
            for one in self.kinds[week][item.kind]
            if one.mask & item.mask
        ]

    def is_certain(self, mask: Mask) -> bool:
        """Tell whether one of the cells at least is filled in any case."""
        return any(
            cell.closed_by is None
            and cell.opened_by is None
            and isinstance(fill := self.filled(cell.slot), int)
            and fill == 1
            for cell in self.problem.cells_in(mask)
            if cell.week not in self.given
        )

    def touched(self, mask: Mask) -> list[int]:
        """Return the weeks that a set of cells lies in."""
        if mask not in self._touched:
            weeks = self.problem.week_masks.items()
            self._touched[mask] = [week for week, cells in weeks if mask & cells]
        return self._touched[mask]

    def is_weekly(self, mask: Mask) -> bool:
        """Tell whether a set holds, of each kind of cell of each week, all or none."""
        if mask not in self._weekly:
            self._weekly[mask] = all(
                mask & union in (0, union)
                for week in self.touched(mask)
                for union in self.unions[week].values()
            )
        return self._weekly[mask]

    def items_of(self, week: int) -> list[Item]:
        """Return the items of a week, in the order of the offers."""
        found = (self.items.get((one.index, week), ()) for one in self.problem.offers)
        return list(chain.from_iterable(found))

    def comes(self, offer: int, week: int) -> list[Literal]:
        """Return the literals of which one holds if the offer comes in that week."""
        return [item.literal for item in self.items.get((offer, week), ())]

    # Cells are filled

    def filled(self, slot: int) -> Literal:
        """Return whether the cells of a slot must be filled."""
        return self._switch(self.filling.get(slot))

    def closes(self, closed: int | None) -> Literal:
        """Return whether a closed date of the track holds."""
        return self._switch(None if closed is None else self.closing.get(closed))

    def _switch(self, index: int | None) -> Literal:
        if index is None:
            return 0
        return self.poster.switches.get(index, 1)

    def room(self, bins: list[Bin]) -> tuple[list[tuple[int, Literal]], list[tuple[int, Literal]]]:
        """Return how many sessions bins must hold at least, and may hold at most, as sums.

        A cell that a closed date takes away or brings is asked for only where that is certain.
        """
        least: list[tuple[int, Literal]] = []
        most: list[tuple[int, Literal]] = []
        for cell in chain.from_iterable(one.cells for one in bins):
            fill = self.filled(cell.slot)
            if cell.opened_by is not None:
                holds = self.closes(cell.opened_by)
                most.append((1, holds))
            elif cell.closed_by is not None:
                closes = self.closes(cell.closed_by)
                holds = 1 - closes if isinstance(closes, int) else 0
                most.extend([(1, 1), (-1, closes)])
            else:
                holds = 1
                most.append((1, 1))
            if isinstance(holds, int):
                least.append((holds, fill))
            elif isinstance(fill, int):
                least.append((fill, holds))
            else:
                least.extend([(1, fill), (1, holds), (-1, 1)])
        return least, most

    def _fill(self) -> None:
        for week, kinds in self.kinds.items():
            if week in self.given:
                continue
            items = self.items_of(week)
            for kind, bins in kinds.items():
                here = [(1, item.literal) for item in items if item.kind == kind]
                self.hold(self.poster, here, bins)

    def hold(self, poster: Poster, terms: list[tuple[int, Literal]], bins: list[Bin]) -> None:
        """Post that the sessions in some bins are as many as these must and may hold."""
        least, most = self.room(bins)
        poster.total([*terms, *((-weight, one) for weight, one in least)], 0, None, None)
        poster.total([*terms, *((-weight, one) for weight, one in most)], None, 0, None)


def _union(bins: list[Bin]) -> Mask:
    mask = 0
    for one in bins:
        mask |= one.mask
    return mask
