"""Changes of a track's frame that may make a plan possible, the smallest of each kind first."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from curriculumkit.assemble.change import STEPS, Change, Kind, changed
from curriculumkit.assemble.changes_people import group_sizes, leaders, services
from curriculumkit.assemble.words import many
from curriculumkit.dates import DAYS, clock, clock_text, monday_of, week_of
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module, Segment
from curriculumkit.model.slots import Slot
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import GroupSize, Rolling, Track
from curriculumkit.source import FILE_START

WEEKS = (1, 2, 3, 4, 6, 8, 12)
"""By how many weeks a plan or a stay is made longer."""

MODULES = range(1, 33)
"""How many more modules of one topic are supposed."""

DAY = 24 * 60
"""The minutes of a day."""

HOUR = 60
"""The shortest group, in minutes, that is usual."""

PAUSE = 10
"""Minutes between the last slot of a day and another one."""


def _longer_slots(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield a longer slot, or all slots of one length longer, that some module can fill."""
    del standards
    slots = track.front.slots
    sets: list[tuple[int, ...]] = [(index,) for index in range(len(slots))]
    for length in sorted({max(slot.minutes) for slot in slots}):
        alike = tuple(i for i, slot in enumerate(slots) if max(slot.minutes) == length)
        if len(alike) > 1:
            sets.append(alike)
    for step, chosen in sorted(
        ((step, one) for step in STEPS for one in sets), key=lambda o: (o[0] * len(o[1]), o[0])
    ):
        longer = list(slots)
        for index in chosen:
            longer[index] = _lengthened(slots[index], step)
        minutes = max(longer[chosen[0]].minutes)
        family = slots[chosen[0]].service == "family"
        if any(m.fits(minutes) and (m.front.format == "family") == family for m in modules):
            first = slots[chosen[0]]
            what = f"a longer slot on {first.day} at {first.start}: {minutes} minutes"
            if len(chosen) > 1:
                what = f"longer slots: {minutes} minutes in place of {max(first.minutes)}"
            yield Change(changed(track, slots=tuple(longer)), what, f"minutes: {minutes}")


def _lengthened(slot: Slot, step: int) -> Slot:
    return slot.model_copy(update={"minutes": (max(slot.minutes) + step,)})


def _more_slots(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield another slot, in one short week only or in every week, another day, one each day."""
    del standards
    slots = track.front.slots
    plain: dict[object, Slot] = {}
    for slot in slots:
        plain.setdefault((slot.service, slot.minutes, slot.leaders), slot)
    if all(slot.service != "family" for slot in slots):
        plain["family"] = slots[0].model_copy(update={"service": "family", "leaders": 2})
    held = [day for day in WEEKDAYS if any(slot.day == day for slot in slots)]
    free = [day for day in WEEKDAYS if day not in held]
    one_week = [(week,) for week in _weeks_with_closed_days(track) if not track.front.is_rolling]
    latest = max(clock(slot.start) + max(slot.minutes) for slot in slots)
    for weeks in (*one_week, None):
        for example in plain.values():
            # A day that would end later than any does now comes last.
            days = [(day, start) for day in held if (start := _start_after(slots, day, example))]
            early = [one for one in days if clock(one[1]) + max(example.minutes) <= latest]
            new = [(day, min(slot.start for slot in slots)) for day in free]
            for day, start in (*early, *new, *(one for one in days if one not in early)):
                more = {"day": day, "start": start, "weeks": weeks}
                yield _with_slots(track, (example.model_copy(update=more),))
    for day in free:
        for like in held:
            copied = [slot for slot in slots if slot.day == like]
            yield _with_slots(track, tuple(o.model_copy(update={"day": day}) for o in copied))
    for minutes in sorted({HOUR, *(max(slot.minutes) for slot in slots)}):
        if any(one.fits(minutes) and one.front.format == "group" for one in modules):
            yield from _each_day(track, held, minutes)


def _each_day(track: Track, held: Sequence[str], minutes: int) -> Iterator[Change]:
    """Yield one more group of so many minutes on every day that has a slot."""
    slots = track.front.slots
    new = []
    for day in held:
        like = next(slot for slot in slots if slot.day == day)
        more = like.model_copy(update={"minutes": (minutes,), "service": "group", "weeks": None})
        start = _start_after(slots, day, more)
        if start is None:
            return
        new.append(more.model_copy(update={"start": start}))
    if len(new) > 1:
        yield _with_slots(track, tuple(new), "one more slot on each day")


def _weeks_with_closed_days(track: Track) -> list[int]:
    start = track.front.start
    skipped = (one.date for one in track.front.closed if one.make_up is None)
    return [] if start is None else sorted({week_of(start, day) for day in skipped})


def _start_after(slots: tuple[Slot, ...], day: str, example: Slot) -> str | None:
    """Return when another slot could start after the last one of a day, if it ends that day."""
    begin = max(clock(slot.start) + max(slot.minutes) for slot in slots if slot.day == day) + PAUSE
    return clock_text(begin) if begin + max(example.minutes) <= DAY else None


def _with_slots(track: Track, more: tuple[Slot, ...], named: str = "") -> Change:
    words = [
        f"{one.day} at {one.start}, {' or '.join(map(str, one.minutes))} minutes, {one.service}"
        + (f", in week {one.weeks[0]} only" if one.weeks else "")
        for one in more
    ]
    written = []
    for one in more:
        minutes = one.minutes[0] if len(one.minutes) == 1 else list(one.minutes)
        fields = [f'day: {one.day}, start: "{one.start}", minutes: {minutes}']
        fields.append(f"service: {one.service}, leaders: {one.leaders}")
        fields += [f"break_minutes: {one.break_minutes}"] if one.break_minutes else []
        fields += [f"weeks: {list(one.weeks)}"] if one.weeks else []
        written.append(f"  - {{{', '.join(fields)}}}")
    named = named or f"another {'slot' if len(more) == 1 else 'day'}"
    what = f"{named}: {'; '.join(words)}"
    longer = changed(track, slots=(*track.front.slots, *more))
    return Change(longer, what, "\n".join(("slots:", *written)))


def _make_up_days(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield make-up days of each closed date by itself, then the first of each together."""
    del standards, modules
    skipped = [(n, one) for n, one in enumerate(track.front.closed) if one.make_up is None]
    first: dict[int, date] = {}
    for index, one in skipped:
        for day in _free_days(track, one.date):
            first.setdefault(index, day)
            yield _made_up(track, {index: day})
    if len(first) > 1:
        yield _made_up(track, first)


def _free_days(track: Track, closed: date) -> Iterator[date]:
    """Yield the other days of a date's week that have no slot and are open, the nearest first."""
    away = {one.date for one in track.front.closed}
    taken = {WEEKDAYS.index(slot.day) for slot in track.front.slots}
    days = [monday_of(closed) + timedelta(days=number) for number in range(DAYS)]
    for day in sorted(days, key=lambda o: (o.weekday() in taken, abs((o - closed).days), o)):
        if day not in away and (track.front.start is None or day >= track.front.start):
            yield day


def _made_up(track: Track, days: Mapping[int, date]) -> Change:
    closed = list(track.front.closed)
    words, written = [], []
    for index, day in days.items():
        old = closed[index]
        closed[index] = old.model_copy(update={"then": "make-up", "make_up": day})
        words.append(f"{WEEKDAYS[day.weekday()]} {day} for {old.date} ({old.reason})")
        reason = json.dumps(old.reason, ensure_ascii=False)
        written.append(f"  - {{date: {old.date}, reason: {reason}, then: make-up, make_up: {day}}}")
    what = f"a make-up day: {'; '.join(words)}"
    return Change(changed(track, closed=tuple(closed)), what, "\n".join(("closed:", *written)))


def _more_weeks(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield a longer stay, and a longer plan."""
    del standards, modules
    front = track.front
    if isinstance(front.admission, Rolling):
        for more in WEEKS:
            stay = front.admission.stay_weeks + more
            admission = front.admission.model_copy(update={"stay_weeks": stay})
            what = f"a longer stay: {stay} weeks"
            yield Change(changed(track, admission=admission), what, f"stay_weeks: {stay}")
    for more in WEEKS:
        what = f"a longer plan: {front.weeks + more} weeks"
        longer = changed(track, weeks=front.weeks + more)
        yield Change(longer, what, f"weeks: {front.weeks + more}")


def _more_modules(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield modules that could be written: one more of some topic, then two, and so on.

    They are supposed to have as long a break as any module of the library.
    """
    del standards
    pause = max((s.most for m in modules for s in m.segments if not s.is_treatment), default=0)
    lengths = {(s.service == "family", max(s.minutes)) for s in track.front.slots}
    topics = tuple(sorted({one.front.topic for one in modules}))
    for number in MODULES if modules else ():
        for family, minutes in sorted(lengths):
            kind = "family" if family else "group"
            single = [((topic,), f"topic '{topic}'") for topic in topics]
            for named, of in (*single, (topics, "of different topics")):
                new = tuple(
                    _supposed(
                        modules[0],
                        track.front.group,
                        named[n % len(named)],
                        (minutes, pause),
                        n,
                        family=family,
                    )
                    for n in range(number)
                )
                more = many(number, "more module")
                what = f"{more} written: {of}, format {kind}, {minutes} minutes"
                yield Change(track, what, modules=new)


def _supposed(
    like: Module, group: GroupSize, topic: str, time: tuple[int, int], number: int, *, family: bool
) -> Module:
    """Return a module that nobody has written yet: mild, for any group, with one leader."""
    fields = {
        "topic": topic,
        "format": "family" if family else "group",
        "intensity": "low",
        "prerequisites": (),
        "group_size": f"{group.least}-{group.most}",
        "staff": like.front.staff.model_copy(update={"co_leader": False}),
    }
    minutes, pause = time
    segments = (
        Segment("teach", "", minutes - pause, minutes - pause, FILE_START, 1, ()),
        Segment("break", "", pause, pause, FILE_START, 1, ()),
    )
    front = like.front.model_copy(update=fields)
    return replace(like, id=f"zz-supposed-{number}", front=front, segments=segments)


KINDS: tuple[Kind, ...] = (
    group_sizes,
    leaders,
    services,
    _longer_slots,
    _more_slots,
    _make_up_days,
    _more_weeks,
    _more_modules,
)
"""The kinds of changes, in the order of how readily a director can make them."""
