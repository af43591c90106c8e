"""Segments fitted to a slot: the clock times of a session, and what to cut when late."""

from collections.abc import Sequence
from dataclasses import dataclass

from curriculumkit.model.module import Segment, SegmentKind

STEP = 5
"""Minutes that shares of time are rounded to."""

LATE_STEPS = (5, 10, 15, 20)
"""How many minutes late the advice is given for."""

LEFT_OUT_FIRST: tuple[SegmentKind, ...] = (
    "break",
    "review",
    "demonstrate",
    "discuss",
    "teach",
)
"""What to leave out, in this order, once nothing can be shortened any more.

Doing is what helps (the practice, the plan), and a session must open and close.
"""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A segment on the clock: minutes, and start and end in minutes after midnight."""

    segment: Segment
    minutes: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to save time: the segment goes from `planned` minutes to `to` minutes (0: left out)."""

    segment: Segment
    planned: int
    to: int

    @property
    def saves(self) -> int:
        """Return how many minutes it saves."""
        return self.planned - self.to


@dataclass(frozen=True, slots=True)
class Agenda:
    """A module's segments fitted to a slot; segments that got no time are not in `items`."""

    items: tuple[AgendaItem, ...]
    left_out: tuple[Segment, ...]
    minutes: int


class DoesNotFitError(ValueError):
    """The slot is shorter than the least or longer than the most that the segments take."""


def fit(segments: Sequence[Segment], minutes: int, start: int = 0) -> Agenda:
    """Return the agenda of a slot of so many minutes that starts at `start` (after midnight).

    Every segment gets its least, and a share of what is left in proportion to its room between
    least and most. Shares are rounded to 5 minutes by largest remainder, and sum exactly; a slot
    that is no multiple of 5 leaves its odd minutes with the segments that have the most room.
    Raises `DoesNotFitError` when no such agenda exists.
    """
    least, most = sum(one.least for one in segments), sum(one.most for one in segments)
    if not least <= minutes <= most:
        raise DoesNotFitError(f"the segments take {least} to {most} minutes, not {minutes}")
    given = _shares(segments, minutes)
    items: list[AgendaItem] = []
    clock = start
    for segment, share in zip(segments, given, strict=True):
        if share:
            items.append(AgendaItem(segment, share, clock, clock + share))
            clock += share
    left_out = tuple(one for one, share in zip(segments, given, strict=True) if not share)
    return Agenda(tuple(items), left_out, minutes)


def _shares(segments: Sequence[Segment], minutes: int) -> list[int]:
    given = [one.least for one in segments]
    extra = minutes - sum(given)
    room = [one.most - one.least for one in segments]
    ideal = [
        one.least + extra * free / (sum(room) or 1)
        for one, free in zip(segments, room, strict=True)
    ]
    for index, segment in enumerate(segments):
        whole = int(ideal[index]) // STEP * STEP
        given[index] = max(segment.least, min(segment.most, whole))
    for step in (STEP, 1):
        _hand_out(segments, given, ideal, minutes, step)
    return given


def _hand_out(
    segments: Sequence[Segment], given: list[int], ideal: Sequence[float], minutes: int, step: int
) -> None:
    """Hand out, or take back, `step` minutes at a time until `given` sums to `minutes`."""
    while (left := minutes - sum(given)) and abs(left) >= step:
        sign = 1 if left > 0 else -1
        able = [
            index
            for index, one in enumerate(segments)
            if one.least <= given[index] + sign * step <= one.most
        ]
        if not able:
            return
        wanting = max(able, key=lambda index: (sign * (ideal[index] - given[index]), -index))
        given[wanting] += sign * step


def cuts(agenda: Agenda, late: int) -> tuple[Cut, ...]:
    """Return what to cut to save at least `late` minutes, or as much as can be saved.

    Segments that may be dropped (least 0) go first, then the ones with the most slack are
    shortened, and only then is something left out, by `LEFT_OUT_FIRST`.
    """
    items = agenda.items
    to = [item.minutes for item in items]
    order = range(len(items))
    droppable = [(index, 0) for index in order if items[index].segment.least == 0]
    shortable = [(index, items[index].segment.least) for index in order]
    shortable.sort(key=lambda one: (one[1] - items[one[0]].minutes, -one[0]))
    last = [
        (index, 0)
        for kind in LEFT_OUT_FIRST
        for index in order
        if items[index].segment.kind == kind
    ]
    for index, floor in (*droppable, *shortable, *last):
        missing = late - sum(item.minutes - left for item, left in zip(items, to, strict=True))
        if missing <= 0:
            break
        wanted = -(-missing // STEP) * STEP if floor else to[index]
        to[index] = max(floor, to[index] - wanted)
    pairs = zip(items, to, strict=True)
    return tuple(
        Cut(item.segment, item.minutes, left) for item, left in pairs if left < item.minutes
    )


def clock_minutes(time: str) -> int:
    """Return the minutes after midnight of a time on the 24-hour clock, such as ``18:30``."""
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def clock_text(minutes: int, language: str) -> str:
    """Return a time of day as it is printed: ``6:05 pm`` in English, ``6:05 p. m.`` in Spanish."""
    hours, rest = divmod(minutes % (24 * 60), 60)
    half = {"es": ("a. m.", "p. m.")}.get(language, ("am", "pm"))[hours >= 12]  # noqa: PLR2004
    return f"{hours % 12 or 12}:{rest:02}\N{NO-BREAK SPACE}{half}"
