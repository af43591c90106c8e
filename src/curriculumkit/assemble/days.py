"""A week's modules laid out over its days: into the model by weeks, or as a question of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curriculumkit.assemble.bins import Bin, Kind
from curriculumkit.assemble.parts import most_of
from curriculumkit.assemble.posting import Literal, Poster
from curriculumkit.assemble.problem import (
    Before,
    Count,
    Mask,
    Minutes,
    ReachDays,
    Used,
)

if TYPE_CHECKING:
    from curriculumkit.assemble.weeks import WeekModel


@dataclass(frozen=True, slots=True)
class Item:
    """A module in a week for so many minutes, somewhere in the cells of `mask`, if `literal`."""

    offer: int
    kind: Kind
    minutes: int
    literal: Literal
    mask: Mask


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in a bin, if `literal`."""

    item: Item
    bin: Bin
    literal: Literal


Layout = list[Placed]
Comes = Callable[[int, int], list[Literal]]
Missed = Mapping[tuple[int, int, int], Literal]


def lay_out(
    model: "WeekModel",
    poster: Poster,
    week: int,
    items: Iterable[Item],
    comes: Comes,
    missed: Missed,
) -> Layout:
    """Post the days of a week, and return where each item may go.

    `comes` gives the literals of an offer in another week, `missed` those of catch-ups; both may
    be constants, as when weeks have been decided and only their days are asked for.
    """
    layout: Layout = []
    for item in items:
        bins = [one for one in model.kinds[week][item.kind] if one.mask & item.mask]
        if len(bins) == 1:
            layout.append(Placed(item, bins[0], item.literal))
            continue
        places = [Placed(item, one, poster.new()) for one in bins]
        terms = [(1, place.literal) for place in places]
        poster.total([*terms, (-1, item.literal)], 0, 0, None)
        layout += places
    for bins in model.kinds[week].values():
        for one in bins:
            here = [(1, place.literal) for place in layout if place.bin.number == one.number]
            model.hold(poster, here, [one])
    _once_a_week(poster, layout)
    for part, index in model.befores:
        _in_order(model, poster, week, layout, comes, missed, part, index)
    for part, index in model.forbids if model.switched else ():
        for place in layout:
            if place.item.offer == part.offer and place.bin.mask & part.cells:
                poster.clause((), (place.literal,), index)
    for part, index in model.day_parts.get(week, ()):
        post_days(model, poster, layout, part, index)
    return layout


def _once_a_week(poster: Poster, layout: Layout) -> None:
    """Post again, for sooner answers, that no module is in two places."""
    places: dict[int, list[Placed]] = {}
    for place in layout:
        places.setdefault(place.item.offer, []).append(place)
    for ways in places.values():
        poster.total([(1, place.literal) for place in ways], None, 1, None)


def day_masks(model: "WeekModel", part: Any) -> list[Mask]:
    """Return the sets of cells of a part that only days can tell, within one week each."""
    match part:
        case Count() | Minutes():
            masks = [part.cells] if not model.is_weekly(part.cells) else []
        case Used():
            masks = [] if model.is_certain(part.cells) else [part.cells]
        case ReachDays():
            whole = 0
            for mask, _ in part.groups:
                whole |= mask
            masks = [whole] if whole else []
        case _:
            masks = []
    return masks


def post_days(model: "WeekModel", poster: Poster, layout: Layout, part: Any, by: int) -> None:
    """Post a part that speaks of days, over all the places of a layout."""

    def terms(mask: Mask, offers: Iterable[int] | None = None) -> list[tuple[int, Literal]]:
        chosen = None if offers is None else set(offers)
        return [
            (1, place.literal)
            for place in layout
            if place.bin.mask & mask and (chosen is None or place.item.offer in chosen)
        ]

    def minutes(mask: Mask) -> list[tuple[int, Literal]]:
        return [
            (
                model.problem.offers[place.item.offer].counted(
                    place.bin.cells[0], place.item.minutes
                ),
                place.literal,
            )
            for place in layout
            if place.bin.mask & mask
        ]

    match part:
        case Count():
            sessions = terms(part.cells, part.offers)
            poster.total(sessions, part.least, most_of(model, part), by)
        case Used():
            poster.total(terms(part.cells), 1, None, by)
        case Minutes():
            most = None if part.most is None else part.most - part.base
            poster.total(minutes(part.cells), part.least - part.base, most, by)
        case ReachDays():
            reached = []
            for mask, base in part.groups:
                if base >= part.least:
                    reached.append((1, 1))
                    continue
                mark = poster.new()
                poster.total([*minutes(mask), (base - part.least, mark)], 0, None, None)
                reached.append((1, mark))
            poster.total(reached, part.days, None, by)
        case Before():
            _within(model, poster, layout, part, by)
        case _:
            raise TypeError(f"not a matter of days: {part!r}")


def _in_order(
    model: "WeekModel",
    poster: Poster,
    week: int,
    layout: Layout,
    comes: Comes,
    missed: Missed,
    part: Before,
    by: int,
) -> None:
    """Post that within the week `first` stands before `then`, where nothing earlier serves."""
    first = [place for place in layout if place.item.offer == part.first]
    then = [place for place in layout if place.item.offer == part.then]
    if not then:
        return
    strict = (part.first, part.then) in model.circles
    problem = model.problem
    for place in then:
        here = [
            one.literal
            for one in first
            if one.bin.number < place.bin.number
            or (one.bin.number == place.bin.number and not strict)
        ]
        if not problem.is_cycle:
            before = [one for w in range(1, week) for one in comes(part.first, w)]
            poster.clause([*before, *here], (place.literal,), by)
            continue
        for entry in problem.week_masks:
            weeks = problem.window(entry)
            if week not in weeks:
                continue
            earlier = weeks[: weeks.index(week)]
            before = [one for w in earlier for one in comes(part.first, w)]
            away = missed[part.first, part.then, entry]
            poster.clause([*before, *here, away], (place.literal,), by)


def _within(model: "WeekModel", poster: Poster, layout: Layout, part: Before, by: int) -> None:
    """Post that `first` lies at most `within` days before each session of `then`."""
    within = part.within or 0
    strict = (part.first, part.then) in model.circles
    for place in layout:
        if place.item.offer != part.then or place.bin.week in model.given:
            continue
        near = [
            one.literal
            for one in layout
            if one.item.offer == part.first
            and place.bin.day - within <= one.bin.day
            and (
                one.bin.number < place.bin.number
                or (one.bin.number == place.bin.number and not strict)
            )
        ]
        poster.clause(near, (place.literal,), by)
