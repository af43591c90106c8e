"""Ways out of an impossible request: changes of its frame that make a plan possible, each tried.

A director can give a group more time, another slot, a make-up day, more weeks or another module;
what a payer asks for is not the director's to give up. Of each kind the smallest change that helps
is told. Sums that show a change to be too small (`counting`) save asking the solver.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from curriculumkit.assemble.answer import Placement
from curriculumkit.assemble.change import Change
from curriculumkit.assemble.changes import KINDS
from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.counting import shortages
from curriculumkit.assemble.lock import placed
from curriculumkit.assemble.names import contradictions
from curriculumkit.assemble.problem import Never, Problem
from curriculumkit.assemble.solve import solve
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Track

SHARE = 20
"""Each kind of change may take so small a part of the effort that there is."""

SUMS, SOLVE = 400_000, 100_000
"""How many choices of a module for a cell cost one unit of effort to look at, and to ask about."""


@dataclass
class _Trials:
    """Tries changed tracks, as long as there is effort left; `past` are sessions of past weeks."""

    standards: Mapping[str, Standard]
    modules: tuple[Module, ...]
    signed_off: Collection[str]
    past: Collection[PlannedSession]
    from_week: int
    effort: float

    def first(self, changes: Iterable[Change]) -> Change | None:
        """Return the first of some changes that makes a plan possible, if effort is left for it."""
        left = self.effort / SHARE
        for change in changes:
            if left <= 0:
                return None
            if any(contradictions(change.track)):
                continue
            problem = self._problem(change)
            choices = len(problem.cells) * len(problem.offers)
            left -= choices / SUMS
            if self._is_hopeless(problem):
                continue
            answer = solve(problem, effort=left, given=self._given(problem), priced=False)
            left -= answer.effort + choices / SOLVE
            if answer.status in ("best", "good"):
                return change
        return None

    def _problem(self, change: Change) -> Problem:
        modules = (*self.modules, *change.modules)
        return problem_of(change.track, self.standards, modules, self.signed_off)

    def _is_hopeless(self, problem: Problem) -> bool:
        """Tell whether a change is seen to be too small without asking the solver."""
        if any(isinstance(part, Never) for one in problem.constraints for part in one.parts):
            return True
        return self.from_week == 1 and bool(shortages(problem, range(len(problem.constraints))))

    def _given(self, problem: Problem) -> dict[int, list[Placement]]:
        given: dict[int, list[Placement]] = {week: [] for week in range(1, self.from_week)}
        for one in placed(problem, self.past):
            given[problem.cells[one.cell].week].append(one)
        return given


def remedies(
    track: Track,
    standards: Mapping[str, Standard],
    modules: Iterable[Module],
    signed_off: Collection[str] = (),
    *,
    past: Collection[PlannedSession] = (),
    from_week: int = 1,
    effort: float,
) -> tuple[Change, ...]:
    """Return the smallest change of each kind with which an impossible track has a plan.

    `past` are the sessions of the weeks before `from_week`: facts. The kinds come in the order of
    how readily a director can make them.
    """
    tried = _Trials(standards, tuple(modules), signed_off, past, from_week, effort)
    known = tried.modules
    found = (tried.first(kind(track, standards, known)) for kind in KINDS)
    return tuple(one for one in found if one is not None)
