"""Why there is no plan: a minimal set of lines that cannot hold together, and what would help.

First sums that anyone can check (`counting`), then an unsatisfiable core from the solver's
assumptions, then deletion in halves over models built anew. In the end each line of the set has
been left out once and a plan been found without it, so the set is minimal by the solver's own
answers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from curriculumkit.assemble.answer import Answer, Placement
from curriculumkit.assemble.counting import shortages
from curriculumkit.assemble.problem import (
    CatchUps,
    Constraint,
    Count,
    Minutes,
    Never,
    Part,
    Problem,
    ReachDays,
    Spread,
)
from curriculumkit.assemble.search import Run, solver_library
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.switched import switched
from curriculumkit.assemble.words import many

Given = Mapping[int, Collection[Placement]]
"""The sessions of past weeks, by week."""

HELPS = 3
"""How many ways out are looked for."""

MOST_LINES = 3
"""How many lines a way out gives up at most, once there is one."""

FEW = 8
"""So few lines are left out one by one, since hardly any half of them is enough."""

MOST_STEPS = 64
"""By how many steps a number is eased at most, to see whether that is enough."""

STEP_MINUTES = 15
"""How many minutes one step of easing is."""


@dataclass(frozen=True, slots=True)
class Help:
    """A way out: lines to give up, each with how far it is enough to ease it, if that is known.

    `steps` counts sessions, days or quarters of an hour; None is to give the line up altogether.
    """

    lines: tuple[int, ...]
    steps: int | None = None


@dataclass(frozen=True)
class Explanation:
    """Why there is no plan.

    `members` are numbers of constraints that cannot hold together; if `minimal`, any of them left
    out would make the others possible, and that was tried. `witnesses` are the plans that showed
    it, one for each. `reason` is the sum that shows the conflict, where there is one. `helps` are
    filled in by `ways_out`.
    """

    members: tuple[int, ...]
    minimal: bool
    reason: str | None
    witnesses: tuple[tuple[Placement, ...], ...] = ()
    helps: tuple[Help, ...] = ()


@dataclass
class _Oracle:
    """Asks whether a set of constraints has a plan, and remembers."""

    problem: Problem
    effort: float
    given: Given
    known: dict[frozenset[int], Answer] = field(default_factory=dict)

    def ask(self, active: frozenset[int]) -> Answer:
        if active not in self.known:
            self.known[active] = solve(
                self.problem, effort=self.effort, active=active, given=self.given, priced=False
            )
        return self.known[active]

    def impossible(self, active: frozenset[int]) -> bool:
        return self.ask(active).status == "impossible"


def explain(
    problem: Problem, *, effort: float = 20.0, given: Given | None = None
) -> Explanation | None:
    """Return why a problem has no plan, or None when it has one or that is not known in time.

    `given` are the sessions of past weeks.
    """
    everything = frozenset(range(len(problem.constraints)))
    oracle = _Oracle(problem, effort, given or {})
    start: frozenset[int] | None = None
    if never := _never(problem):
        start = frozenset(never[:1])
    else:
        start = _start(problem, everything, oracle, effort)
    if start is None:
        return None
    members, minimal = _shrink(problem, oracle, start)
    sums = shortages(problem, members)
    witnesses = tuple(oracle.ask(frozenset(members) - {one}).placements for one in members)
    reason = _never_reason(problem, members) or (sums[0].reason if sums else None)
    return Explanation(tuple(members), minimal, reason, witnesses)


def ways_out(
    problem: Problem,
    *,
    effort: float = 20.0,
    given: Given | None = None,
    hardest: int | None = None,
    most: int = HELPS,
) -> tuple[Help, ...]:
    """Return the cheapest lines to ease or give up so that a plan is possible, each tried.

    `given` are the sessions of past weeks. With `hardest` only lines of at most that weight are
    given up. At most `most` ways are looked for.
    """
    oracle = _Oracle(problem, effort, given or {})
    firm = [
        index
        for index, one in enumerate(problem.constraints)
        if hardest is not None and one.weight > hardest
    ]
    return _helps(problem, oracle, effort, firm, most)


def _never(problem: Problem) -> list[int]:
    """Return the constraints that nothing can satisfy."""
    return [
        index
        for index, one in enumerate(problem.constraints)
        if any(isinstance(part, Never) for part in one.parts)
    ]


def _never_reason(problem: Problem, members: list[int]) -> str | None:
    parts = (part for one in members for part in problem.constraints[one].parts)
    return next((part.reason for part in parts if isinstance(part, Never)), None)


def _start(
    problem: Problem, everything: frozenset[int], oracle: _Oracle, effort: float
) -> frozenset[int] | None:
    """Return a set that cannot hold together, as small as it comes without much search."""
    for shortage in shortages(problem, everything):
        if oracle.impossible(shortage.members):
            return shortage.members
    for fine in (False, True):
        run = Run(solver_library(), effort / 4)
        model = switched(problem, run.cp, fine=fine, given=oracle.given)
        core = model.core(run, everything)
        if core is not None and oracle.impossible(core):
            return core
    return everything if oracle.impossible(everything) else None


def _shrink(problem: Problem, oracle: _Oracle, start: frozenset[int]) -> tuple[list[int], bool]:
    """Return a minimal part of a set that cannot hold together, and whether that is certain.

    What is hardest to give up is left out first, so that what remains is the director's own.
    """
    members = sorted(start, key=lambda one: (-problem.constraints[one].weight, one))
    chunk = len(members) // 2 if len(members) > FEW else 1
    certain = True
    while True:
        at = 0
        while at < len(members):
            trial = members[:at] + members[at + chunk :]
            if trial and oracle.impossible(frozenset(trial)):
                members = trial
            else:
                if chunk == 1 and trial:
                    certain &= oracle.ask(frozenset(trial)).status in ("best", "good")
                at += chunk
        if chunk == 1:
            return sorted(members), certain
        chunk //= 2


def _helps(
    problem: Problem, oracle: _Oracle, effort: float, firm: list[int], most: int
) -> tuple[Help, ...]:
    """Return the cheapest sets of lines whose leaving makes a plan possible, each one tried."""
    everything = frozenset(range(len(problem.constraints)))
    never = frozenset(_never(problem))
    found: list[Help] = []
    run = Run(solver_library(), effort)
    model = switched(problem, run.cp, fine=False, given=oracle.given)
    model.prefer(firm)
    fine = False
    while len(found) < most and run.spent < run.effort:
        dropped = model.cheapest(run)
        if dropped is None or (found and len(dropped) > MOST_LINES):
            break
        if oracle.ask(everything - dropped).status in ("best", "good"):
            found.append(_eased(problem, oracle, dropped - never, dropped))
            model.exclude(dropped)
        elif not fine:
            fine = True
            model = switched(problem, run.cp, fine=True, given=oracle.given)
            model.prefer(firm)
            for one in found:
                model.exclude(frozenset(one.lines))
        else:
            model.exclude(dropped)
    return tuple(found)


def _eased(
    problem: Problem, oracle: _Oracle, lines: frozenset[int], dropped: frozenset[int]
) -> Help:
    """Return a way out; if a single number is to blame, with how far easing it is enough."""
    if len(lines) == 1 and lines == dropped:
        (index,) = lines
        if (steps := _fewest_steps(problem, oracle, index)) is not None:
            return Help((index,), steps)
    return Help(tuple(sorted(dropped)))


def _fewest_steps(problem: Problem, oracle: _Oracle, index: int) -> int | None:
    """Return by how few steps it is enough to ease a line; None if it has no number to ease."""
    line = problem.constraints[index]
    if line.kind == "spacing":  # its number is of days, which are no part of the problem
        return None
    if tuple(ease(part, 1) for part in line.parts) == line.parts:
        return None

    def enough(steps: int) -> bool:
        parts = tuple(ease(part, steps) for part in line.parts)
        changed = list(problem.constraints)
        changed[index] = replace(line, parts=parts)
        eased = replace(problem, constraints=tuple(changed))
        answer = solve(eased, effort=oracle.effort, given=oracle.given, priced=False)
        return answer.status in ("best", "good")

    high = 1
    while not enough(high):
        high *= 2
        if high > MOST_STEPS:
            return None
    low = high // 2 + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return high


def ease(part: Part, steps: int) -> Part:
    """Return a part that asks for less by so many steps; the same where it has no number."""
    match part:
        case Count() if len(part.offers) > 1 or part.most not in (None, 1) or part.least > 1:
            most = None if part.most is None else part.most + steps
            return replace(part, least=max(part.least - steps, 0), most=most)
        case Minutes():
            most = None if part.most is None else part.most + STEP_MINUTES * steps
            return replace(part, least=max(part.least - STEP_MINUTES * steps, 0), most=most)
        case Spread():
            return replace(part, least=max(part.least - steps, 0))
        case CatchUps():
            return replace(part, most=part.most + steps)
        case ReachDays() if part.least == 1:
            return replace(part, days=max(part.days - steps, 0))
        case ReachDays():
            return replace(part, least=max(part.least - STEP_MINUTES * steps, 0))
        case _:
            return part


def easing_text(constraint: Constraint, steps: int) -> str:
    """Return by how much it is enough to ease a line, in words."""
    if any(isinstance(part, ReachDays) and part.least == 1 for part in constraint.parts):
        return many(steps, "day")
    if any(isinstance(part, Minutes | ReachDays) for part in constraint.parts):
        return f"{STEP_MINUTES * steps} minutes"
    if any(isinstance(part, CatchUps) for part in constraint.parts):
        return many(steps, "catch-up")
    if any(isinstance(part, Spread) for part in constraint.parts):
        return many(steps, "week")
    return many(steps, "session")
