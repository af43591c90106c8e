"""What a director requires, as constraints."""

from collections.abc import Iterator
from typing import Any

from curriculumkit.assemble.given import Given
from curriculumkit.assemble.problem import (
    Before,
    Constraint,
    Count,
    Forbid,
    Mask,
    Origin,
    Part,
    Spread,
    Window,
    mask_of,
)
from curriculumkit.assemble.words import listed, many, weeks_text
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.requirement import (
    Exclude,
    Include,
    Intensity,
    Only,
    Order,
    Pin,
    Repeats,
    Spacing,
    SpreadTopic,
    StaffAway,
    TopicCount,
)
from curriculumkit.model.track import Rolling


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
