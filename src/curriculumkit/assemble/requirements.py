"""What a director requires, what modules need, and what a cycle needs, as constraints."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from curriculumkit.assemble.problem import (
    Before,
    CatchUps,
    Cell,
    Closing,
    Constraint,
    Count,
    Filled,
    Forbid,
    Mask,
    Offer,
    Origin,
    Part,
    Spread,
    Window,
    mask_of,
)
from curriculumkit.assemble.words import listed, many, weeks_text
from curriculumkit.dates import DAYS
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.track import (
    Exclude,
    Include,
    Intensity,
    Only,
    Order,
    Pin,
    Repeats,
    Rolling,
    Spacing,
    SpreadTopic,
    StaffAway,
    TopicCount,
    Track,
)

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


def requirement_constraints(given: Given) -> Iterator[Constraint]:
    """Yield a constraint for each line of the track's requirements."""
    for index, line in enumerate(given.track.front.requirements):
        text, parts, also = _compile(given, line)
        origin = given.origin("requirements", index)
        yield Constraint(line.kind, text, origin, tuple(parts), also)


def _compile(given: Given, line: Any) -> tuple[str, list[Part], tuple[Origin, ...]]:
    """Return what a requirement says, its parts, and other lines that it rests on."""
    match line:
        case Include():
            return _include(given, line)
        case Exclude():
            parts: list[Part] = [
                Forbid(one, given.everywhere) for one in given.indexes(line.modules)
            ]
            return f"{listed(line.modules)} must not come", parts, ()
        case TopicCount():
            return _topic_text(line), list(_topic_parts(given, line)), ()
        case SpreadTopic():
            groups = tuple(given.by_week())
            text = f"'{line.topic}' comes in at least {many(line.weeks, 'different week')}"
            return text, [Spread(given.of_topic(line.topic), groups, line.weeks)], ()
        case Order():
            parts = [
                Before(given.offer(first), given.offer(then), line.within_days)
                for first, then in zip(line.modules, line.modules[1:], strict=False)
            ]
            near = "" if line.within_days is None else f", within {line.within_days} days"
            return f"{', then '.join(line.modules)}{near}", parts, ()
        case Spacing():
            return _spacing(given, line)
        case Intensity():
            return _intensity(given, line)
        case Repeats():
            return _repeats_text(line), list(_repeats_parts(given, line)), ()
        case Pin():
            return _pin(given, line)
        case Only():
            return _only(given, line)
        case StaffAway():
            return _one_leader(given, line)
    raise TypeError(f"no such requirement: {line!r}")


def _include(given: Given, line: Include) -> tuple[str, list[Part], tuple[Origin, ...]]:
    names = listed(line.modules)
    indexes = given.indexes(line.modules)
    if isinstance(admission := given.track.front.admission, Rolling):
        text = f"{names} must come within every stay of {many(admission.stay_weeks, 'week')}"
        parts: list[Part] = [Window((one,), admission.stay_weeks) for one in indexes]
        return text, parts, (given.origin("admission", "stay_weeks"),)
    return f"{names} must come", [Count((one,), given.everywhere, 1, None) for one in indexes], ()


def _topic_text(line: TopicCount) -> str:
    who = f"'{line.topic}'" if line.topic else "each topic"
    when = {"day": "a day", "week": "a week", "plan": "in all"}[line.per]
    least = f"at least {line.least}" if line.least else ""
    most = f"at most {line.most}" if line.most is not None else ""
    unit = "session" if (line.most or line.least) == 1 else "sessions"
    return f"{who} has {' and '.join(filter(None, (least, most)))} {unit} {when}"


def _topic_parts(given: Given, line: TopicCount) -> Iterator[Part]:
    topics = [line.topic] if line.topic else sorted({one.topic for one in given.offers})
    for topic in topics:
        offers = given.of_topic(topic)
        if line.per == "plan":
            yield Count(offers, given.everywhere, line.least, line.most)
        elif line.per == "week":
            for mask in given.by_week():
                yield Count(offers, mask, line.least, line.most)
        else:
            yield from _per_day(given, offers, line.most)


def _per_day(given: Given, offers: tuple[int, ...], most: int | None) -> Iterator[Part]:
    """Yield the limit of each day, and what it implies for each week, which solves sooner."""
    if most is None:
        return
    for mask in given.by_week():
        days = given.by_day(mask)
        yield Count(offers, mask, 0, most * len(days))
        for day in days:
            yield Count(offers, day, 0, most)


def _spacing(given: Given, line: Spacing) -> tuple[str, list[Part], tuple[Origin, ...]]:
    offers = given.indexes(line.modules)
    masks = _windows(given, line.least_days)
    text = f"sessions of {listed(line.modules)} are at least {line.least_days} days apart"
    return text, [Count(offers, mask, 0, 1) for mask in masks], ()


def _windows(given: Given, days: int) -> list[Mask]:
    """Return the cells of each stretch of so many days that begins on a day with a cell."""
    cycle = given.days_of_cycle
    masks = []
    for first in sorted({cell.day for cell in given.cells}):
        near = set(range(first, first + days))
        if cycle:
            near = {day % cycle for day in near}
        masks.append(mask_of(cell for cell in given.cells if cell.day in near))
    return [mask for mask in dict.fromkeys(masks) if mask & (mask - 1)]


def _intensity(given: Given, line: Intensity) -> tuple[str, list[Part], tuple[Origin, ...]]:
    high = tuple(one.index for one in given.offers if one.high)
    text = f"at most {many(line.most, 'module')} of high intensity a {line.per}"
    if line.per == "day":
        return text, list(_per_day(given, high, line.most)), ()
    return text, [Count(high, mask, 0, line.most) for mask in given.by_week()], ()


def _repeats_text(line: Repeats) -> str:
    who = f"none of {listed(line.modules)}" if line.modules else "no module"
    most = "" if line.most is None else f"more than {many(line.most, 'time')}"
    again = f"again within {many(line.after_weeks, 'week')}" if line.after_weeks else ""
    return f"{who} comes {' or '.join(filter(None, (most, again)))}"


def _repeats_parts(given: Given, line: Repeats) -> Iterator[Part]:
    ids = line.modules or tuple(one.id for one in given.offers)
    weeks = given.track.front.weeks
    for offer in given.indexes(ids):
        if line.most is not None:
            yield Count((offer,), given.everywhere, 0, line.most)
        if line.after_weeks is None:
            continue
        seen = set()
        for week in range(1, weeks + 1):
            near = {
                (week - 1 + step) % weeks + 1 if given.days_of_cycle else week + step
                for step in range(line.after_weeks)
            }
            mask = given.of_weeks(near)
            if mask not in seen and len(near) > 1:
                seen.add(mask)
                yield Count((offer,), mask, 0, 1)


def _pin(given: Given, line: Pin) -> tuple[str, list[Part], tuple[Origin, ...]]:
    weekday = WEEKDAYS.index(line.day)
    cells = given.where(
        lambda cell: (
            cell.week == line.week and cell.weekday == weekday and line.start in (None, cell.start)
        )
    )
    at = f" at {line.start}" if line.start else ""
    text = f"{line.module} comes on {line.day} of week {line.week}{at}"
    return text, [Count((given.offer(line.module),), cells, 1, None)], ()


def _only(given: Given, line: Only) -> tuple[str, list[Part], tuple[Origin, ...]]:
    weekdays = None if line.days is None else {WEEKDAYS.index(day) for day in line.days}
    elsewhere = given.where(
        lambda cell: (
            (line.weeks is not None and cell.week not in line.weeks)
            or (weekdays is not None and cell.weekday not in weekdays)
        )
    )
    places = []
    if line.weeks is not None:
        places.append(f"in {weeks_text(line.weeks)}")
    if line.days is not None:
        places.append(f"on {', '.join(line.days)}")
    text = f"{listed(line.modules)} only {' '.join(places)}"
    return text, [Forbid(one, elsewhere) for one in given.indexes(line.modules)], ()


def _one_leader(given: Given, line: StaffAway) -> tuple[str, list[Part], tuple[Origin, ...]]:
    weekdays = None if line.days is None else {WEEKDAYS.index(day) for day in line.days}
    away = given.where(
        lambda cell: (
            (line.weeks is None or cell.week in line.weeks)
            and (weekdays is None or cell.weekday in weekdays)
        )
    )
    weeks = "every week" if line.weeks is None else weeks_text(line.weeks)
    days = "" if line.days is None else f" on {', '.join(line.days)}"
    parts: list[Part] = [Forbid(one.index, away) for one in given.offers if one.needs_two]
    return f"one leader only in {weeks}{days}", parts, ()


def module_constraints(given: Given, modules: dict[str, Module]) -> Iterator[Constraint]:
    """Yield what the modules themselves need: order, a second leader, a size of group.

    A hard prerequisite that is held with one person is met outside the groups, so it is none here.
    """
    group = given.track.front.group
    for offer in given.offers:
        module = modules[offer.id]

        def line(*route: str | int, module: Module = module) -> Origin:
            return Origin(module.path, module.places.value(route))

        for index, need in enumerate(module.front.prerequisites):
            first = modules.get(need.module)
            if need.kind == "soft" or first is None or first.front.format == "individual":
                continue
            text = f"{offer.id} needs {need.module} first"
            parts: tuple[Part, ...] = (Before(given.offer(need.module), offer.index),)
            yield Constraint(
                "prerequisite", text, line("prerequisites", index), parts, weight=OF_MODULE
            )
        alone = given.where(lambda cell: cell.leaders < 2)  # noqa: PLR2004
        if offer.needs_two and alone:
            text = f"{offer.id} needs a co-leader"
            parts = (Forbid(offer.index, alone),)
            yield Constraint("co-leader", text, line("staff"), parts, weight=OF_MODULE)
        least, most = module.front.people
        wrong = given.where(lambda cell: cell.service == "group")
        if offer.format == "group" and not least <= group.least <= group.most <= most and wrong:
            text = (
                f"{offer.id} works for {least} to {most} people, the track's groups have "
                f"{group.least} to {group.most}"
            )
            also = (given.origin("group"),)
            yield Constraint(
                "module-size",
                text,
                line("group_size"),
                (Forbid(offer.index, wrong),),
                also,
                OF_MODULE,
            )


def frame_constraints(given: Given) -> Iterator[Constraint]:
    """Yield what the frame says: slots are filled, dates are closed, newcomers are looked after."""
    front = given.track.front
    for index, slot in enumerate(front.slots):
        number = sum(cell.slot == index for cell in given.cells if cell.opened_by is None)
        text = f"the slot on {slot.day} at {slot.start} is filled ({many(number, 'session')})"
        origin = given.origin("slots", index)
        yield Constraint("slot", text, origin, (Filled(index),), weight=OF_FRAME)
    if not isinstance(admission := front.admission, Rolling):
        for index, closed in enumerate(front.closed):
            text = f"closed on {closed.date} ({closed.reason})"
            if closed.make_up is not None:
                text += f", made up on {closed.make_up}"
            origin = given.origin("closed", index)
            yield Constraint("closed", text, origin, (Closing(index),), weight=OF_FRAME)
        return
    stay = admission.stay_weeks
    for index, topic in enumerate(admission.core_topics):
        text = f"'{topic}' comes within every stay of {many(stay, 'week')}"
        origin = given.origin("admission", "core_topics", index)
        yield Constraint("core-topic", text, origin, (Window(given.of_topic(topic), stay),))
    text = f"at most {many(admission.catch_ups, 'individual catch-up')} for anyone"
    origin = given.origin("admission", "catch_ups")
    yield Constraint("catch-ups", text, origin, (CatchUps(admission.catch_ups),))
    if number := admission.first_sessions:
        first = 0
        for mask in given.by_week():
            week = [cell for cell in given.cells if cell.bit & mask]
            first |= mask_of(week[:number])
        parts = tuple(Forbid(one.index, first) for one in given.offers if not one.for_newcomers)
        first_ones = "session of each week suits" if number == 1 else "sessions of each week suit"
        text = f"the first {'' if number == 1 else f'{number} '}{first_ones} newcomers"
        origin = given.origin("admission", "first_sessions")
        yield Constraint("first-sessions", text, origin, parts)
