"""A track as the solver sees it: cells to fill, modules on offer, named constraints, prices.

Sets of cells are bit masks (bit `i` is cell `i`), which makes "all of this week's cells" one
comparison. A constraint is one line of the director's, of a standard or of a module, together
with the plain parts that it is made of; the solver knows the parts and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from curriculumkit.dates import DAYS, clock
from curriculumkit.model.module import Module
from curriculumkit.source import Span

Mask = int


@dataclass(frozen=True, slots=True)
class Cell:
    """A slot in one week: room for one session.

    `closed_by` and `opened_by` are indexes into the track's closed dates: the cell does not exist
    while that date is closed, or exists only because of it (its make-up).
    """

    index: int
    week: int
    weekday: int
    start: str
    lengths: tuple[int, ...]
    service: str
    leaders: int
    break_minutes: int
    room: str | None
    slot: int
    closed_by: int | None = None
    opened_by: int | None = None

    @property
    def format(self) -> str:
        """Return the format of the modules that it takes."""
        return "family" if self.service == "family" else "group"

    @property
    def day(self) -> int:
        """Return the day, counted from 0 on the Monday of week 1."""
        return (self.week - 1) * DAYS + self.weekday

    @property
    def moment(self) -> tuple[int, int]:
        """Return the day and the minute at which it starts, to order cells in time."""
        return (self.day, clock(self.start))

    @property
    def bit(self) -> Mask:
        """Return the mask of this cell alone."""
        return 1 << self.index


@dataclass(frozen=True, slots=True)
class Offer:
    """A module as the solver sees it. `pause` is the longest break (minutes) it may hold."""

    index: int
    id: str
    topic: str
    format: str
    least: int
    most: int
    pause: int
    high: bool
    needs_two: bool
    for_newcomers: bool
    signed_off: bool

    @classmethod
    def of(cls, index: int, module: Module, *, signed_off: bool) -> "Offer":
        """Return the offer of a module."""
        hard = any(one.kind == "hard" for one in module.front.prerequisites)
        high = module.front.intensity == "high"
        return cls(
            index=index,
            id=module.id,
            topic=module.front.topic,
            format=module.front.format,
            least=module.least_minutes,
            most=module.most_minutes,
            pause=sum(one.most for one in module.segments if not one.is_treatment),
            high=high,
            needs_two=module.front.staff.co_leader,
            for_newcomers=not hard and not high,
            signed_off=signed_off,
        )

    def fits(self, cell: Cell, minutes: int) -> bool:
        """Tell whether it can run in a cell for so many minutes."""
        return self.format == cell.format and self.least <= minutes <= self.most

    def counted(self, cell: Cell, minutes: int) -> int:
        """Return the minutes that count: all but the longer of its break and the slot's."""
        return max(0, minutes - max(self.pause, cell.break_minutes))


@dataclass(frozen=True, slots=True)
class Forbid:
    """The offer is in none of the cells."""

    offer: int
    cells: Mask


@dataclass(frozen=True, slots=True)
class Count:
    """How many sessions of the offers lie in the cells; no `most` is no limit."""

    offers: tuple[int, ...]
    cells: Mask
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Window:
    """One of the offers at least comes in any `stay` weeks in a row of the cycle."""

    offers: tuple[int, ...]
    stay: int


@dataclass(frozen=True, slots=True)
class Before:
    """Each session of `then` has one of `first` before it, at most `within` days back.

    In a cycle it holds for whoever enters in any week, but for the individual catch-ups.
    """

    first: int
    then: int
    within: int | None = None


@dataclass(frozen=True, slots=True)
class CatchUps:
    """The most individual catch-ups that anyone may need."""

    most: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """Counted minutes of the cells and `base` together."""

    cells: Mask
    base: int
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class ReachDays:
    """On at least `days` of the days (cells, base minutes), `least` minutes are counted.

    A single minute means that any service will do.
    """

    groups: tuple[tuple[Mask, int], ...]
    least: int
    days: int


@dataclass(frozen=True, slots=True)
class Used:
    """One of the cells at least has a session."""

    cells: Mask


@dataclass(frozen=True, slots=True)
class Spread:
    """The offers come in at least so many of the groups of cells."""

    offers: tuple[int, ...]
    groups: tuple[Mask, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Filled:
    """Every cell of this slot has a session."""

    slot: int


@dataclass(frozen=True, slots=True)
class Closing:
    """This closed date of the track holds."""

    closed: int


@dataclass(frozen=True, slots=True)
class Never:
    """Nothing can satisfy this, for the reason given."""

    reason: str


Part = (
    Forbid
    | Count
    | Window
    | Before
    | CatchUps
    | Minutes
    | ReachDays
    | Used
    | Spread
    | Filled
    | Closing
    | Never
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The line that a constraint comes from."""

    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Constraint:
    """A line that must hold: what it says in plain words, and what it is made of.

    `also` are other lines that it rests on. `weight` says how hard it is to give up: 1 for what
    the director asks, more for what is given (a module's prerequisites, a slot, a standard).
    """

    kind: str
    text: str
    origin: Origin
    parts: tuple[Part, ...]
    also: tuple[Origin, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Over:
    """A price for each session of the offers in the cells beyond `free`."""

    offers: tuple[int, ...]
    cells: Mask
    free: int
    weight: int


@dataclass(frozen=True)
class Prices:
    """What wishes cost: by offer and week, by crowd, and by catch-up."""

    sessions: dict[tuple[int, int], int]
    overs: tuple[Over, ...]
    catch_up: int = 0


@dataclass(frozen=True)
class Problem:
    """Everything that the solver needs to know.

    `stay` is how many weeks a patient attends in a cycle, 0 for a cohort.
    """

    weeks: int
    stay: int
    cells: tuple[Cell, ...]
    offers: tuple[Offer, ...]
    constraints: tuple[Constraint, ...]
    prices: Prices

    @cached_property
    def week_masks(self) -> dict[int, Mask]:
        """Return the cells of each week."""
        masks = dict.fromkeys(range(1, self.weeks + 1), 0)
        for cell in self.cells:
            masks[cell.week] |= cell.bit
        return masks

    @cached_property
    def fitting(self) -> tuple[Mask, ...]:
        """Return the cells that each offer fits for one of their lengths."""
        alike: dict[tuple[str, tuple[int, ...]], list[Cell]] = {}
        for cell in self.cells:
            alike.setdefault((cell.format, cell.lengths), []).append(cell)
        kinds = [(cells[0], mask_of(cells)) for cells in alike.values()]
        return tuple(
            sum(mask for cell, mask in kinds if any(one.fits(cell, n) for n in cell.lengths))
            for one in self.offers
        )

    @property
    def all_cells(self) -> Mask:
        """Return the mask of all cells."""
        return (1 << len(self.cells)) - 1

    @property
    def is_cycle(self) -> bool:
        """Tell whether the plan starts over and people enter in any week."""
        return self.stay > 0

    def window(self, entry: int) -> tuple[int, ...]:
        """Return the weeks that someone who enters in week `entry` meets, each once, in order."""
        many = min(self.stay, self.weeks)
        return tuple((entry - 1 + step) % self.weeks + 1 for step in range(many))

    def cells_in(self, mask: Mask) -> list[Cell]:
        """Return the cells of a mask, in order."""
        return [cell for cell in self.cells if mask >> cell.index & 1]


def mask_of(cells: Iterable[Cell]) -> Mask:
    """Return the mask of these cells."""
    mask = 0
    for cell in cells:
        mask |= cell.bit
    return mask
