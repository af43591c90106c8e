"""What a plan costs, as sums for the solver, and what decides between plans of equal price."""

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from curriculumkit.assemble.bins import Kind
from curriculumkit.assemble.days import Placed
from curriculumkit.assemble.posting import Literal

if TYPE_CHECKING:
    from curriculumkit.assemble.weeks import WeekModel

TIE = 4093
"""Among plans of equal price a fixed hash below this number decides, for each module and week."""

DAY_TIE = 1_000_003
"""The same for the days of a week, which are so few that a finer hash costs nothing."""


def tie(*place: object, below: int = TIE) -> int:
    """Return the fixed hash of a module and where it stands."""
    text = "|".join(map(str, place))
    return int.from_bytes(sha256(text.encode()).digest()[:4], "big") % below


def day_tie(model: "WeekModel", place: Placed, below: int = TIE) -> int:
    """Return the fixed hash of a module in a bin for so many minutes."""
    first = place.bin.cells[0]
    offer = model.problem.offers[place.item.offer].id
    return tie(offer, first.week, first.weekday, first.start, place.item.minutes, below=below)


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


def highest_price(model: "WeekModel") -> int:
    """Return a price that no plan exceeds: as if each session gave up every wish that it could."""
    prices, weeks = model.problem.prices, model.problem.weeks
    crowds: Counter[tuple[int, int]] = Counter()
    for over in prices.overs:
        for week in model.touched(over.cells):
            crowds.update({(offer, week): over.weight for offer in over.offers})
    dearest = max(prices.sessions.values(), default=0) + max(crowds.values(), default=0)
    return dearest * len(model.problem.cells) + prices.catch_up * len(model.befores) * weeks


def scale_of(model: "WeekModel") -> int:
    """Return what one step of the price weighs beside the sum that decides between ties."""
    return 2 * TIE * len(model.problem.cells) + 1


def tie_terms(model: "WeekModel") -> list[tuple[int, Literal]]:
    """Return the sum that decides between plans of equal price, by weeks and days as modelled."""
    offers = model.problem.offers
    by_week = [
        (tie(offers[offer].id, week, item.minutes, *kind_words(item.kind)), item.literal)
        for (offer, week), items in model.items.items()
        for item in items
    ]
    by_day = [
        (day_tie(model, place), place.literal)
        for layout in model.layouts.values()
        for place in layout
    ]
    return by_week + by_day


def kind_words(kind: Kind) -> tuple[object, ...]:
    """Return what tells a kind of cell from others, the same on any machine."""
    return (kind.service, kind.lengths, kind.break_minutes)
