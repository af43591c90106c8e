"""What is asked of a plan that is there: its calendar, what moved, why something stands there."""

from collections.abc import Sequence
from pathlib import Path

from curriculumkit.app_plan import PlanError, Read
from curriculumkit.assemble.diff import differences
from curriculumkit.assemble.price import given_up
from curriculumkit.assemble.problem import Problem
from curriculumkit.assemble.search import EFFORT
from curriculumkit.assemble.why import Why, why
from curriculumkit.disk import DiskError, write_atomically
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlanFront
from curriculumkit.parse.data import read_data
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.parse.validated import validated
from curriculumkit.source import SourceText


def write_calendar(read: Read, path: Path) -> None:
    """Write the plan's calendar; raise DiskError without dates or with a facilitator's text.

    Events of a calendar that lies there keep their ids, and changed ones get a higher number.
    """
    from curriculumkit.outputs import leaks_in  # noqa: PLC0415 - slow to import
    from curriculumkit.report.plan_calendar import calendar_bytes  # noqa: PLC0415 - the same

    if read.used.front.start is None:
        raise DiskError("a calendar needs dates: add 'start', the first day, to the track")
    before = path.read_bytes() if path.is_file() else b""
    calendar = calendar_bytes(read.case(), before)
    if leaks := leaks_in(read.library, {"plan.ics": calendar}):
        raise DiskError(f"the calendar would hold a facilitator's text: “{leaks[0].words}”")
    write_atomically(path, calendar)


def plan_differences(read: Read, other: Path) -> tuple[str, ...]:
    """Return what moved from the plan in the file `other` to the plan on disk."""
    try:
        source = SourceText(other.as_posix(), other.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{other} cannot be read: {error}") from error
    front, problems = validated(PlanFront, read_data(source), source.path, "a plan")
    if front is None:
        first = problems[0]
        raise PlanError(f"{other}:{first.span.line}: {first.message}")
    return differences(front.sessions, read.planned.front.sessions)


def why_there(read: Read, module: str, *, effort: float = EFFORT) -> tuple[Problem, Why, list[int]]:
    """Return the problem, why a module stands where it does, and its weeks in the plan."""
    problem = read.problem()
    known(read, module)
    if module not in {one.id for one in problem.offers}:
        raise PlanError(f"{module} is held with one person and is in no plan")
    case = read.case()
    weeks = [row.week for row in case.of(module)]
    price = sum(one.price for one in given_up(case, read.signed_off))
    counts = {week: weeks.count(week) for week in weeks}
    return problem, why(problem, module, counts, price, effort=effort), weeks


def known(read: Read, module: str) -> Module:
    """Return a module of the library; raise PlanError, with a suggestion, when there is none."""
    found = read.modules.get(module)
    if found is None:
        near = did_you_mean(module, sorted(read.modules))
        raise PlanError(f"there is no module '{module}'. {near}".rstrip())
    return found


def known_topics(read: Read, names: Sequence[str]) -> tuple[str, ...]:
    """Return topics of the library; raise PlanError, with a suggestion, for one there is not."""
    topics = [one.id for one in read.library.topics]
    for name in names:
        if name not in topics:
            near = did_you_mean(name, topics)
            raise PlanError(f"there is no topic '{name}'. {near or 'See curriculum/topics.yaml.'}")
    return tuple(names)
