"""One person's way through a track, from the entry week and needs alone: no name, no data."""

from collections.abc import Collection
from dataclasses import dataclass

from curriculumkit.assemble.case import Case, Row
from curriculumkit.assemble.verify import catch_ups


@dataclass(frozen=True, slots=True)
class Step:
    """A session on the way: in which week of the stay, and whether it answers a need."""

    week_of_stay: int
    row: Row
    needed: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The way through a track: its sessions, needs that no session answers, and catch-ups.

    `extra` are modules of the needed topics that the library has and the way does not meet: for
    individual sessions.
    """

    entry: int
    steps: tuple[Step, ...]
    unmet: tuple[str, ...]
    catch_ups: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]


def way(case: Case, entry: int, needs: Collection[str]) -> Way:
    """Return the way of someone who enters in week `entry` and needs these topics.

    A stay longer than the cycle meets its sessions again; these are marked.
    """
    front = case.track.front
    stay = front.stay if front.is_rolling else front.weeks - entry + 1
    steps: list[Step] = []
    met: set[str] = set()
    for offset in range(stay):
        week = (entry - 1 + offset) % front.weeks + 1
        for row in (one for one in case.rows if one.week == week):
            again = row.module.id in met
            steps.append(Step(offset + 1, row, row.topic in needs, again))
            met.add(row.module.id)
    topics = {step.row.topic for step in steps}
    extra = [
        one.id for one in case.modules.values() if one.front.topic in needs and one.id not in met
    ]
    return Way(
        entry,
        tuple(steps),
        tuple(sorted(set(needs) - topics)),
        tuple(catch_ups(case, entry)) if front.is_rolling else (),
        tuple(sorted(extra)),
    )
