"""What a plan costs: which wishes it gives up, and at what price. Independent of the solver."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.verify import catch_ups


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A wish that a plan gives up in one place: the number of its line, how, and the price."""

    wish: int
    message: str
    price: int


def given_up(case: Case, signed_off: Collection[str] = ()) -> tuple[GivenUp, ...]:
    """Return every place in which the plan gives up a wish, in the order of the wishes."""
    return tuple(
        GivenUp(index, message, price)
        for index, wish in enumerate(case.track.front.wishes)
        for message, price in _of(case, wish, signed_off)
    )


def _of(case: Case, wish: Any, signed_off: Collection[str]) -> Iterator[tuple[str, int]]:
    match wish.kind:
        case "spread-topics":
            crowds = Counter((row.week, row.topic) for row in case.rows)
            for (week, topic), many in sorted(crowds.items()):
                if many > 1:
                    yield f"'{topic}' comes {many} times in week {week}", (many - 1) * wish.weight
        case "phases":
            yield from _phases(case, wish)
        case "signed-off":
            for row in case.rows:
                if row.module.id not in signed_off:
                    yield f"{row.module.id} in week {row.week} is a draft", wish.weight
        case "few-repeats":
            for module, many in sorted(Counter(row.module.id for row in case.rows).items()):
                if many > 1:
                    yield f"{module} comes {many} times", (many - 1) * wish.weight
        case "few-catch-ups":
            for entry in (
                range(1, case.track.front.weeks + 1) if case.track.front.is_rolling else ()
            ):
                for first, then in catch_ups(case, entry):
                    message = f"who enters in week {entry} must catch up on {first} before {then}"
                    yield message, wish.weight


def _phases(case: Case, wish: Any) -> Iterator[tuple[str, int]]:
    total, many = case.track.front.weeks, len(wish.phases)
    for index, phase in enumerate(wish.phases):
        if phase.weeks is None:
            first = index * total // many + 1
            last = max(first, (index + 1) * total // many)
        else:
            first, last = min(phase.weeks), max(phase.weeks)
        for row in case.rows:
            away = first - row.week if row.week < first else row.week - last
            if row.topic in phase.topics and away > 0:
                message = f"{row.module.id} in week {row.week} is {away} weeks outside its phase"
                yield message, away * wish.weight
