"""Which constraints cannot hold together, and which are cheapest to give up."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from curriculumkit.assemble.answer import Placement
from curriculumkit.assemble.problem import Problem
from curriculumkit.assemble.search import Run, objective
from curriculumkit.assemble.solve import facts_of
from curriculumkit.assemble.weeks import WeekModel


@dataclass
class Switched:
    """All constraints with a switch each, to ask which of them cannot hold together."""

    model: WeekModel

    def core(self, run: Run, assumed: Collection[int]) -> frozenset[int] | None:
        """Return constraints of those assumed that cannot hold together, or None if unknown."""
        switches = self.model.poster.switches
        self.model.poster.model.clear_assumptions()
        self.model.poster.model.add_assumptions([switches[one] for one in sorted(assumed)])
        name, solver = run.ask(self.model.poster.model)
        if name != "INFEASIBLE":
            return None
        by_variable = {switch.index: index for index, switch in switches.items()}
        core = solver.sufficient_assumptions_for_infeasibility()
        return frozenset(by_variable[one] for one in core if one in by_variable)

    def prefer(self, firm: Collection[int]) -> None:
        """Ask for the cheapest set of constraints to give up; those of `firm` must hold."""
        constraints = self.model.problem.constraints
        switches = self.model.poster.switches
        for one in firm:
            self.model.poster.clause((switches[one],), (), None)
        objective(self.model.poster, [(-constraints[i].weight, one) for i, one in switches.items()])

    def cheapest(self, run: Run) -> frozenset[int] | None:
        """Return the cheapest set to give up that is not excluded, or None if none is found."""
        name, solver = run.ask(self.model.poster.model)
        if name not in ("OPTIMAL", "FEASIBLE"):
            return None
        switches = self.model.poster.switches
        return frozenset(i for i, one in switches.items() if not solver.boolean_value(one))

    def exclude(self, dropped: Collection[int]) -> None:
        """Look for sets that do not contain this one from now on."""
        switches = self.model.poster.switches
        self.model.poster.model.add_bool_or([switches[one] for one in sorted(dropped)])


def switched(
    problem: Problem,
    cp: Any,
    *,
    fine: bool,
    given: Mapping[int, Collection[Placement]] | None = None,
) -> Switched:
    """Return the problem with a switch for each constraint, by weeks or (`fine`) by days."""
    model = WeekModel(
        problem,
        cp,
        active=range(len(problem.constraints)),
        fine=problem.week_masks if fine else (),
        switched=True,
        merge=not given,
        given=facts_of(given),
    )
    return Switched(model)
