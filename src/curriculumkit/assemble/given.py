"""What constraints are made from: a track, its cells and the modules on offer."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from curriculumkit.assemble.problem import Cell, Mask, Offer, Origin, mask_of
from curriculumkit.dates import DAYS
from curriculumkit.model.track import Track

OF_DIRECTOR = 1
"""How hard it is to give up what the director asks for."""

OF_MODULE = 4
"""How hard a module's own need is to give up, beside 1 for a wish of the director's."""

OF_FRAME = 6
"""How hard a slot, a closed date or the kind of admission is to give up."""


@dataclass(frozen=True)
class Given:
    """What constraints are made from."""

    track: Track
    cells: tuple[Cell, ...]
    offers: tuple[Offer, ...]

    @property
    def everywhere(self) -> Mask:
        """Return the mask of all cells."""
        return (1 << len(self.cells)) - 1

    @property
    def days_of_cycle(self) -> int:
        """Return after how many days the plan starts over; 0 when it does not."""
        return self.track.front.weeks * DAYS if self.track.front.is_rolling else 0

    def offer(self, id_: str) -> int:
        """Return the index of the module with that id."""
        return next(one.index for one in self.offers if one.id == id_)

    def indexes(self, ids: tuple[str, ...]) -> tuple[int, ...]:
        """Return the indexes of the modules with these ids."""
        by_id = {one.id: one.index for one in self.offers}
        return tuple(by_id[id_] for id_ in ids)

    def of_topic(self, topic: str) -> tuple[int, ...]:
        """Return the indexes of the modules of a topic."""
        return tuple(one.index for one in self.offers if one.topic == topic)

    def where(self, test: Callable[[Cell], bool]) -> Mask:
        """Return the mask of the cells that pass the test."""
        return mask_of(cell for cell in self.cells if test(cell))

    def of_weeks(self, weeks: Collection[int]) -> Mask:
        """Return the cells of these weeks."""
        return mask_of(cell for cell in self.cells if cell.week in weeks)

    def by_week(self) -> list[Mask]:
        """Return the cells of each week that has any."""
        masks = (self.of_weeks((week,)) for week in range(1, self.track.front.weeks + 1))
        return [mask for mask in masks if mask]

    def by_day(self, within: Mask | None = None) -> list[Mask]:
        """Return the cells of each day that has any, of those given."""
        masks: dict[int, Mask] = {}
        for cell in self.cells:
            if within is None or cell.bit & within:
                masks[cell.day] = masks.get(cell.day, 0) | cell.bit
        return list(masks.values())

    def origin(self, *route: str | int) -> Origin:
        """Return the line of the track that a route leads to."""
        places = self.track.places
        return Origin(self.track.path, places.value(route) if route else places.value(()))
