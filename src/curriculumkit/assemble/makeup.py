"""How someone who missed a session gets what it taught."""

from dataclasses import dataclass

from curriculumkit.assemble.case import Case, Row


@dataclass(frozen=True, slots=True)
class Chance:
    """A session that teaches what was missed: the session, and in how many weeks it comes.

    `same` tells whether it is the same module; otherwise it is another one of its topic.
    """

    row: Row
    weeks_away: int
    same: bool


@dataclass(frozen=True, slots=True)
class MakeUp:
    """The ways to make up for a missed session.

    `again` is the next time it comes within the stay; `related` the next of its topic;
    `before` are modules that need it and come before `again`; `handouts` are those to go through
    in an individual session.
    """

    module: str
    again: Chance | None
    related: Chance | None
    before: tuple[Row, ...]
    handouts: tuple[str, ...]


def make_up(case: Case, missed: str, week: int) -> MakeUp:
    """Return how to make up for the session of module `missed` in `week`.

    In a rolling track the plan goes around; within a cohort only later sessions count.
    """
    module = case.modules[missed]
    ahead = _ahead(case, missed, week)
    again = next(
        (Chance(row, away, same=True) for away, row in ahead if row.module.id == missed), None
    )
    related = next(
        (
            Chance(row, away, same=False)
            for away, row in ahead
            if row.topic == module.front.topic and row.module.id != missed
        ),
        None,
    )
    until = None if again is None else (again.weeks_away, again.row.day, again.row.session.start)
    before = tuple(
        row
        for away, row in ahead
        if any(
            need.module == missed and need.kind == "hard" for need in row.module.front.prerequisites
        )
        and (until is None or (away, row.day, row.session.start) < until)
    )
    return MakeUp(missed, again, related, before, module.handout_ids)


def _ahead(case: Case, missed: str, week: int) -> list[tuple[int, Row]]:
    """Return what comes after the missed session, each with how many weeks away it is."""
    weeks = case.track.front.weeks
    of_week = [row for row in case.rows if row.week == week and row.module.id == missed]
    at = (of_week[0].day, of_week[0].session.start) if of_week else (7 * (week - 1), "")
    found = []
    for row in case.rows:
        later = (row.day, row.session.start) > at
        if later:
            found.append((row.week - week, row))
        elif case.track.front.is_rolling:
            found.append((row.week - week + weeks, row))
    return sorted(found, key=lambda one: (one[0], one[1].day, one[1].session.start))
