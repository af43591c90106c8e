"""What the solver answers."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["best", "good", "impossible", "unknown"]
"""A plan proved best, a plan that may not be, a proof that there is none, or out of time."""


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
