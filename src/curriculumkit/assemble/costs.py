"""What a plan costs, as sums for the solver, and what decides between plans of equal price."""

from hashlib import sha256
from typing import TYPE_CHECKING

from curriculumkit.assemble.posting import Literal

if TYPE_CHECKING:
    from curriculumkit.assemble.weeks import WeekModel

TIE = 251
"""Among plans of equal price a fixed hash below this number decides, for each module and week."""


def tie(offer: str, place: int) -> int:
    """Return the fixed hash of a module and a week or cell."""
    return int.from_bytes(sha256(f"{offer}|{place}".encode()).digest()[:4], "big") % TIE


def price_terms(model: "WeekModel") -> list[tuple[int, Literal]]:
    """Return the price of a plan as a sum."""
    prices = model.problem.prices
    terms: list[tuple[int, Literal]] = []
    for (offer, week), price in prices.sessions.items():
        terms += [(price, one) for one in model.comes(offer, week)]
    for over in prices.overs:
        comes = [
            one
            for week in model.touched(over.cells)
            for o in over.offers
            for one in model.comes(o, week)
        ]
        if len(comes) > over.free:
            beyond = model.poster.model.new_int_var(0, len(comes) - over.free, "")
            model.poster.total([*((1, one) for one in comes), (-1, beyond)], None, over.free, None)
            terms.append((over.weight, beyond))
    terms += [(prices.catch_up, one) for one in model.catch_up.values() if prices.catch_up]
    return terms


def scale_of(model: "WeekModel") -> int:
    """Return what one step of the price weighs beside the sum that decides between ties."""
    return TIE * len(model.problem.cells) + 1


def tie_terms(model: "WeekModel") -> list[tuple[int, Literal]]:
    """Return the sum that decides between plans of equal price."""
    offers = model.problem.offers
    return [
        (tie(offers[offer].id, week), item.literal)
        for (offer, week), items in model.items.items()
        for item in items
    ]
