"""The independent check of a track's requirements: one function a kind."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from curriculumkit.assemble.case import Broken, Case, Row, Violation
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.track import Rolling


def out_of_order(case: Case, first: str, then: str, within: int | None = None) -> Iterator[Broken]:
    """Yield each session of `then` that has no `first` before it, at most `within` days back."""
    before = case.of(first)
    for row in case.of(then):
        earlier = any(
            (one.day < row.day or (one.day == row.day and one.session.start < row.session.start))
            and (within is None or row.day - one.day <= within)
            for one in before
        )
        if not earlier and row.week >= case.from_week:
            near = "" if within is None else f" within {within} days"
            yield Broken(f"{then} in week {row.week} has no {first} before it{near}", row)


def check_requirements(case: Case) -> Iterator[Violation]:
    """Yield what breaks a line of the track's requirements."""
    for index, line in enumerate(case.track.front.requirements):
        check = REQUIREMENTS[line.kind]
        for one in check(case, line):
            where = ("requirements", index)
            yield case.violation(line.kind, one.message, *where, session=one.session)


def _include(case: Case, line: Any) -> Iterator[Broken]:
    if isinstance(case.track.front.admission, Rolling):
        for entry in range(1, case.track.front.weeks + 1):
            met = {row.module.id for row in case.meets(entry)}
            for module in line.modules:
                if module not in met:
                    yield Broken(f"who enters in week {entry} never meets {module}")
        return
    for module in line.modules:
        if not case.of(module):
            yield Broken(f"{module} does not come")


def _exclude(case: Case, line: Any) -> Iterator[Broken]:
    for module in line.modules:
        for row in case.of(module):
            if row.week >= case.from_week:
                yield Broken(f"{module} comes in week {row.week}", row)


def _topic(case: Case, line: Any) -> Iterator[Broken]:
    least, most = line.least, math.inf if line.most is None else line.most
    by_topic = case.by_topic
    for topic in (line.topic,) if line.topic else sorted(by_topic):
        rows = by_topic.get(topic, [])
        if line.per == "plan":
            if not least <= len(rows) <= most:
                message = f"'{topic}' has {len(rows)} sessions in the plan"
                yield Broken(message, rows[-1] if len(rows) > most else None)
            continue
        daily = line.per == "day"
        came = [row.day if daily else row.week for row in rows]
        if not least and len(came) - len(set(came)) < most:
            continue  # however the repeats fall, no day or week has more than the most
        for at in sorted({*came, *(() if daily else case.weeks)}):
            week = at // 7 + 1 if daily else at
            if week >= case.from_week and not least <= came.count(at) <= most:
                name = f"week {week}" + (f", {WEEKDAYS[at % 7]}" if daily else "")
                last = max((index for index, one in enumerate(came) if one == at), default=None)
                yield Broken(
                    f"'{topic}' has {came.count(at)} sessions in {name}",
                    None if last is None else rows[last],
                )


def _spread(case: Case, line: Any) -> Iterator[Broken]:
    weeks = {row.week for row in case.by_topic.get(line.topic, ())}
    if len(weeks) < line.weeks:
        yield Broken(f"'{line.topic}' comes in {len(weeks)} weeks")


def _order(case: Case, line: Any) -> Iterator[Broken]:
    if isinstance(case.track.front.admission, Rolling):
        return
    for first, then in zip(line.modules, line.modules[1:], strict=False):
        yield from out_of_order(case, first, then, line.within_days)


def _spacing(case: Case, line: Any) -> Iterator[Broken]:
    rows = [row for row in case.rows if row.module.id in line.modules]
    cycle = 7 * case.track.front.weeks
    for index, one in enumerate(rows):
        for two in rows[index + 1 :]:
            days = two.day - one.day
            if isinstance(case.track.front.admission, Rolling):
                days = min(days, cycle - days)
            if days < line.least_days and two.week >= case.from_week:
                yield Broken(f"{one.module.id} and {two.module.id} are {days} days apart", two)


def _intensity(case: Case, line: Any) -> Iterator[Broken]:
    counts: Counter[int] = Counter()
    last: dict[int, Row] = {}
    for row in case.rows:
        if row.module.front.intensity == "high":
            at = row.day if line.per == "day" else row.week
            counts[at] += 1
            last[at] = row
    for at, many in sorted(counts.items()):
        week = at // 7 + 1 if line.per == "day" else at
        if many > line.most and week >= case.from_week:
            message = f"{many} modules of high intensity on one {line.per} in week {week}"
            yield Broken(message, last[at])


def _repeats(case: Case, line: Any) -> Iterator[Broken]:
    total = case.track.front.weeks
    for module, rows in case.by_module.items():
        if len(rows) == 1 or not (line.modules is None or module in line.modules):
            continue
        came = [row.week for row in rows]
        if line.most is not None and len(came) > line.most and came[-1] >= case.from_week:
            yield Broken(f"{module} comes {len(came)} times", rows[-1])
        for index, one in enumerate(came):
            for row, two in zip(rows[index + 1 :], came[index + 1 :], strict=True):
                apart = two - one
                if isinstance(case.track.front.admission, Rolling):
                    apart = min(apart, total - apart)
                if line.after_weeks and apart < line.after_weeks and two >= case.from_week:
                    yield Broken(f"{module} comes in week {one} and again in week {two}", row)


def _pin(case: Case, line: Any) -> Iterator[Broken]:
    at = any(
        (row.week, row.session.day) == (line.week, line.day)
        and line.start in (None, row.session.start)
        for row in case.of(line.module)
    )
    if not at and line.week >= case.from_week:
        yield Broken(f"{line.module} does not come on {line.day} of week {line.week}")


def _only(case: Case, line: Any) -> Iterator[Broken]:
    for row in (one for module in line.modules for one in case.of(module)):
        outside = (line.weeks is not None and row.week not in line.weeks) or (
            line.days is not None and row.session.day not in line.days
        )
        if outside and row.week >= case.from_week:
            yield Broken(f"{row.module.id} comes in week {row.week} on {row.session.day}", row)


def _one_leader(case: Case, line: Any) -> Iterator[Broken]:
    for row in case.rows:
        away = (line.weeks is None or row.week in line.weeks) and (
            line.days is None or row.session.day in line.days
        )
        if away and row.module.front.staff.co_leader and row.week >= case.from_week:
            where = f"in week {row.week} on {row.session.day}"
            yield Broken(f"{row.module.id} {where} needs a co-leader", row)


REQUIREMENTS: dict[str, Callable[[Case, Any], Iterator[Broken]]] = {
    "include": _include,
    "exclude": _exclude,
    "topic": _topic,
    "spread": _spread,
    "order": _order,
    "spacing": _spacing,
    "intensity": _intensity,
    "repeats": _repeats,
    "pin": _pin,
    "only": _only,
    "one-leader": _one_leader,
}
"""The check of each kind of requirement."""
