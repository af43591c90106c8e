"""Make-up days that would help, where a closed date takes too much away."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.names import make_up_troubles
from curriculumkit.assemble.solve import solve
from curriculumkit.dates import DAYS, monday_of
from curriculumkit.model.module import Module
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Closed, Track


@dataclass(frozen=True, slots=True)
class MakeUpDay:
    """A closed date (its number in the track), and a day on which its sessions could be held."""

    closed: int
    day: date


def make_up_days(
    track: Track,
    standards: Mapping[str, Standard],
    modules: Iterable[Module],
    signed_off: Collection[str] = (),
    *,
    effort: float,
) -> tuple[MakeUpDay, ...]:
    """Return make-up days with which an impossible track has a plan; nothing if none help.

    Each closed date that is skipped is tried by itself with every free day of its week, then all of
    them together with the first free day of each.
    """
    chosen = tuple(modules)

    def works(changed: Track) -> bool:
        problem = problem_of(changed, standards, chosen, signed_off)
        return solve(problem, effort=effort, priced=False).status in ("best", "good")

    first: list[MakeUpDay] = []
    for index, one in enumerate(track.front.closed):
        if one.make_up is not None:
            continue
        days = [MakeUpDay(index, day) for day in _free_days(track, one.date)]
        days = [way for way in days if not any(make_up_troubles(_with(track, way), index))]
        for way in days:
            if works(_with(track, way)):
                return (way,)
        first += days[:1]
    together = _with(track, *first)
    fine = not any(any(make_up_troubles(together, way.closed)) for way in first)
    return tuple(first) if len(first) > 1 and fine and works(together) else ()


def _free_days(track: Track, closed: date) -> Iterator[date]:
    """Yield the other days of a date's week that are not closed, the nearest first."""
    away = {one.date for one in track.front.closed}
    days = [monday_of(closed) + timedelta(days=number) for number in range(DAYS)]
    for day in sorted(days, key=lambda one: (abs((one - closed).days), one)):
        if day not in away and (track.front.start is None or day >= track.front.start):
            yield day


def _with(track: Track, *ways: MakeUpDay) -> Track:
    """Return the track with closed dates made up for."""
    closed = list(track.front.closed)
    for way in ways:
        closed[way.closed] = Closed(
            date=closed[way.closed].date,
            reason=closed[way.closed].reason,
            then="make-up",
            make_up=way.day,
            shift_minutes=closed[way.closed].shift_minutes,
        )
    return replace(track, front=track.front.model_copy(update={"closed": tuple(closed)}))
