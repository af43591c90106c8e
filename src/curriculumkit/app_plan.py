"""The story of `assemble` and `plan`: read, plan, prove, write, show."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from curriculumkit.assemble.answer import Answer, Placement
from curriculumkit.assemble.case import Case, Violation
from curriculumkit.assemble.change import Change
from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.diff import differences
from curriculumkit.assemble.explain import Explanation, Given, explain, ways_out
from curriculumkit.assemble.findings import broken_lines, stale_lines
from curriculumkit.assemble.given import OF_DIRECTOR
from curriculumkit.assemble.lock import changes_since, placed, plan_of, plan_text, planned
from curriculumkit.assemble.names import Trouble, track_troubles
from curriculumkit.assemble.price import GivenUp, given_up
from curriculumkit.assemble.problem import Problem
from curriculumkit.assemble.reading import LOCK, TRACKS, Tracks, read_tracks
from curriculumkit.assemble.remedies import remedies
from curriculumkit.assemble.search import EFFORT
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.standards import OF_STANDARD
from curriculumkit.assemble.verify import verify
from curriculumkit.assemble.verify_standards import Hours, weekly_hours
from curriculumkit.diagnostics import Diagnostic, Report, Severity
from curriculumkit.disk import (
    SETTINGS,
    DiskError,
    find_library,
    read_library,
    read_text,
    write_atomically,
    write_lock,
)
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan, PlanFront, PlannedSession
from curriculumkit.model.track import Track
from curriculumkit.parse.data import read_data
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.parse.validated import validated
from curriculumkit.source import SourceText

NAMED = 12
"""So many tracks are named when one is asked for that is not there."""

Tick = Callable[[str], None]


class PlanError(DiskError):
    """A track, plan or module is not there; the message says which and what to do."""


@dataclass(frozen=True)
class Read:
    """A track with all that belongs to it, and the diagnostics that stand against using it."""

    root: Path
    library: Library
    tracks: Tracks
    track: Track | None
    plan: Plan | None
    report: Report

    @property
    def modules(self) -> dict[str, Module]:
        """Return the modules by id."""
        return {one.id: one for one in self.library.modules}

    @property
    def signed_off(self) -> frozenset[str]:
        """Return the modules that a licensed person has signed off as they are."""
        return frozenset(o.id for o in self.library.modules if not self.library.is_draft(o))

    @property
    def used(self) -> Track:
        """Return the track; it holds, since the report has no errors."""
        if self.track is None:
            raise ValueError("the track does not hold")
        return self.track

    def problem(self) -> Problem:
        """Return the problem of the track."""
        modules = self.library.modules
        return problem_of(self.used, self.tracks.standards, modules, self.signed_off)

    def case(self, plan: PlanFront | None = None) -> Case:
        """Return a plan (the one on disk by default) beside what it is held to."""
        chosen = plan or self.planned.front
        return Case(self.used, self.tracks.standards, self.modules, chosen.sessions)

    @property
    def doubts(self) -> tuple[Trouble, ...]:
        """Return what speaks against the plan: where it breaks its track, and what is newer."""
        if self.plan is None:
            return ()
        told = (self.plan, self.used, self.tracks, self.library)
        return (*broken_lines(*told), *stale_lines(*told))

    def module_of(self, session: PlannedSession) -> Module:
        """Return the module of a session; raise PlanError when there is none."""
        found = self.modules.get(session.module)
        if found is None:
            where = f"week {session.week}, {session.day} {session.start}"
            raise PlanError(
                f"{_plan_path(self.used.id)}: {where}: there is no module '{session.module}', or "
                "it cannot be read: `curriculumkit check` tells"
            )
        return found

    @property
    def planned(self) -> Plan:
        """Return the plan on disk; raise PlanError when there is none."""
        if self.plan is None:
            name = self.used.id
            raise PlanError(f"{name} has no plan yet: `curriculumkit assemble {name}` makes one")
        return self.plan


@dataclass(frozen=True)
class Assembled:
    """What assembling came to: the plan if there is one, or why there is none."""

    answer: Answer
    problem: Problem
    plan: PlanFront | None = None
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    lost: tuple[GivenUp, ...] = ()
    hours: tuple[Hours, ...] = ()
    explanation: Explanation | None = None
    remedies: tuple[Change, ...] = ()
    violations: tuple[Violation, ...] = ()
    written: bool = False


def read_track(start: Path, name: str, *, with_plan: bool = True) -> Read:
    """Return a track of the library that `start` is in, with its plan, checked for sense.

    Without `with_plan` the plan on disk is left alone, even if it is broken.

    Raises PlanError, with a suggestion, when there is no such track.
    """
    root = find_library(start)
    library = read_library(root)
    tracks = read_tracks(library)
    unread = [one for one in library.problems if one.path == f"{TRACKS}{name}.yaml"]
    if name not in tracks.names and not unread:
        near = did_you_mean(name, sorted(tracks.names))
        raise PlanError(f"there is no track '{name}'. {near or _tracks_named(tracks.names)}")
    found = [*unread, *tracks.problems_of(name)]
    if with_plan:
        found += [one for one in library.problems if one.path == _plan_path(name)]
    if library.settings is None:
        found += [one for one in library.problems if one.path == SETTINGS]
    track = tracks.tracks.get(name)
    if track is not None:
        found += [
            Diagnostic("tracks", Severity.ERROR, one.path, one.message, one.hint, one.span)
            for one in track_troubles(track, tracks, library)
        ]
    plans = library.plans if with_plan else ()
    plan = next((one for one in plans if one.id == name), None)
    return Read(root, library, tracks, track, plan, Report.of(found, library.sources, 1))


def _tracks_named(names: Collection[str]) -> str:
    """Return the tracks that there are, the first of them by name."""
    known = sorted(names)
    more = f" and {len(known) - NAMED} more" if len(known) > NAMED else ""
    return f"Tracks: {', '.join(known[:NAMED]) or 'none'}{more}."


def assemble(
    read: Read,
    *,
    from_week: int = 1,
    fresh: bool = False,
    effort: float = EFFORT,
    write: bool = True,
    tick: Tick = lambda _: None,
) -> Assembled:
    """Return the plan of a track, written if the independent check accepts it, or why not.

    The plan on disk is kept as far as it can be unless `fresh`; its weeks before `from_week` are
    facts. A plan that is up to date, proved and accepted is left as it is. Two commands on one
    track wait for each other, and the second keeps what the first has planned.
    """
    if not write:
        return _assemble(read, from_week, effort, tick, fresh=fresh, write=False)
    with write_lock(read.root / _plan_path(read.used.id)):
        return _assemble(_as_on_disk(read, fresh=fresh), from_week, effort, tick, fresh=fresh)


def _plan_path(name: str) -> str:
    return f"{TRACKS}{name}{LOCK}"


def _as_on_disk(read: Read, *, fresh: bool) -> Read:
    """Return the track, read again if its plan has changed since; raise PlanError if broken."""
    name = read.used.id
    if fresh or _plan_digest(read.root, name) == (read.plan and read.plan.source.digest):
        return read
    again = read_track(read.root, name)
    if again.report.has_errors:
        raise PlanError(f"{name} was changed meanwhile and has errors: try again")
    return again


def _plan_digest(root: Path, name: str) -> str | None:
    """Return the digest of the text of a plan on disk; None when there is none to read."""
    text = read_text(root, _plan_path(name))
    return text.digest if isinstance(text, SourceText) else None


def _assemble(
    read: Read,
    from_week: int,
    effort: float,
    tick: Tick,
    *,
    fresh: bool,
    write: bool = True,
) -> Assembled:
    track, problem = read.used, read.problem()
    old = None if fresh or read.plan is None else read.plan.front
    if from_week > track.front.weeks or (from_week > 1 and old is None):
        raise PlanError(f"no plan of weeks before week {from_week} to keep")
    changed: tuple[str, ...] = ()
    if old is not None:
        changed = changes_since(old, track, read.tracks.standards, read.modules)
        if not changed and _is_proved(read, old) and not _violations(read, old, from_week):
            return _told(read, Answer("best"), problem, old, ())
    previous: Sequence[Placement] = placed(problem, old.sessions) if old else ()
    past = [] if old is None else [one for one in old.sessions if one.week < from_week]
    given: dict[int, list[Placement]] = {week: [] for week in range(1, from_week)}
    for one in placed(problem, past):
        given[problem.cells[one.cell].week].append(one)
    tick("Planning ...")
    answer = solve(problem, effort=effort, previous=previous, given=given)
    if answer.status == "impossible":
        tick("Finding the smallest set of lines that cannot hold together ...")
        told = explain(problem, effort=effort, given=given)
        if told is None:
            return Assembled(answer, problem, changed=changed)
        tick("Looking for the smallest changes that would help ...")
        told, found = _with_ways_out(read, problem, told, given, past, effort)
        return Assembled(answer, problem, changed=changed, explanation=told, remedies=found)
    if answer.status == "unknown":
        return Assembled(answer, problem, changed=changed)
    sessions = planned(problem, answer.placements, past)
    if not sessions:
        raise PlanError(f"nothing to plan: every slot of {track.id} falls on a closed date")
    plan = plan_of(track, read.tracks.standards, read.modules, sessions, answer)
    violations = _violations(read, plan, from_week)
    if violations:
        return Assembled(answer, problem, plan, violations=violations)
    if write:
        if not fresh and _plan_digest(read.root, track.id) != (
            read.plan and read.plan.source.digest
        ):
            raise PlanError(
                f"{_plan_path(track.id)} was changed meanwhile; nothing was written: try again"
            )
        _write(read.root, track.id, plan)
    moved = differences(old.sessions, plan.sessions) if old else ()
    told_all = _told(read, answer, problem, plan, changed)
    return Assembled(
        answer, problem, plan, changed, moved, told_all.lost, told_all.hours, written=write
    )


def _with_ways_out(
    read: Read,
    problem: Problem,
    told: Explanation,
    given: Given,
    past: Sequence[PlannedSession],
    effort: float,
) -> tuple[Explanation, tuple[Change, ...]]:
    """Return the explanation with the lines to ease, and the changes of the frame, that help.

    What the director asks for comes first; what modules need is given up only if nothing else
    helps, and what a payer or state asks for only if that does not help either.
    """
    helps = ways_out(problem, effort=effort, given=given, hardest=OF_DIRECTOR, most=2)
    found = remedies(
        read.used,
        read.tracks.standards,
        read.library.modules,
        read.signed_off,
        past=past,
        from_week=max(given, default=0) + 1,
        effort=effort,
    )
    for hardest in (OF_STANDARD - 1, None):
        if not helps and not found:
            helps = ways_out(problem, effort=effort, given=given, hardest=hardest, most=1)
    return replace(told, helps=helps), found


def _told(
    read: Read, answer: Answer, problem: Problem, plan: PlanFront, changed: tuple[str, ...]
) -> Assembled:
    case = read.case(plan)
    lost = given_up(case, read.signed_off)
    return Assembled(answer, problem, plan, changed, lost=lost, hours=tuple(weekly_hours(case)))


def _is_proved(read: Read, plan: PlanFront) -> bool:
    """Tell whether what was proved of a plan is about it: it has the price that was proved.

    It has another one when it was edited by hand, or when documents have been signed off since.
    """
    if plan.proof is None or plan.proof.answer == "good":
        return False
    return plan.proof.price == sum(one.price for one in given_up(read.case(plan), read.signed_off))


def _violations(read: Read, plan: PlanFront, from_week: int) -> tuple[Violation, ...]:
    modules = read.modules
    return verify(read.used, read.tracks.standards, modules, plan.sessions, from_week=from_week)


def _write(root: Path, name: str, plan: PlanFront) -> None:
    """Write a plan, having read its text back first: a lock on disk is never broken."""
    path = _plan_path(name)
    text = plan_text(name, plan)
    source = SourceText(path, text)
    front, problems = validated(PlanFront, read_data(source), path, "a plan")
    if front != plan or problems:
        raise ValueError(f"the text of {path} does not read back as the plan: {problems}")
    write_atomically(root / path, text.encode())
