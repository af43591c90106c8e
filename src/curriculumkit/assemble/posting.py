"""Posting to a CP-SAT model: constants fold away, and each constraint can have a switch."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

Literal = Any
"""A Boolean variable of the solver, or 0 or 1."""


class Poster:
    """Posts clauses and sums to a model.

    With `switches`, what is posted for a constraint holds only while its switch is true; without,
    constraints that are posted hold. `by` is the index of the constraint, None for what always
    holds.
    """

    def __init__(self, cp: Any, switches: Iterable[int] = ()) -> None:
        self.cp = cp
        self.switches: dict[int, Any] = {index: self.model.new_bool_var("") for index in switches}
        self.variables = 0
        self.contradicted = False

    @cached_property
    def model(self) -> Any:
        """Return the solver's model, made when something is posted to it."""
        return self.cp.CpModel()

    @property
    def is_settled(self) -> bool:
        """Tell whether there is nothing to ask: no variable, or a clause that cannot hold."""
        return self.contradicted or not self.variables

    def new(self) -> Any:
        """Return a new Boolean variable."""
        self.variables += 1
        return self.model.new_bool_var("")

    def clause(self, true: Iterable[Literal], false: Iterable[Literal], by: int | None) -> None:
        """Post that one of `true` holds or one of `false` does not."""
        literals = []
        for one in true:
            if isinstance(one, int):
                if one:
                    return
            else:
                literals.append(one)
        for one in false:
            if isinstance(one, int):
                if not one:
                    return
            else:
                literals.append(one.negated())
        if by in self.switches:
            literals.append(self.switches[by].negated())
        self.contradicted |= not literals
        self.model.add_bool_or(literals)

    def total(
        self,
        terms: Iterable[tuple[int, Literal]],
        least: int | None,
        most: int | None,
        by: int | None,
    ) -> None:
        """Post that the weighted sum lies between `least` and `most`; None is no limit."""
        constant, variables, weights = 0, [], []
        for weight, one in terms:
            if isinstance(one, int):
                constant += weight * one
            elif weight:
                variables.append(one)
                weights.append(weight)
        lowest = constant + sum(weight for weight in weights if weight < 0)
        highest = constant + sum(weight for weight in weights if weight > 0)
        low = lowest if least is None else least
        high = highest if most is None else most
        if low <= lowest and highest <= high:
            return
        if low > highest or lowest > high:
            self.clause((), (), by)
            return
        if by not in self.switches and self._is_at_most_one(weights, constant, low, high):
            self.model.add_at_most_one(variables)
            return
        expression = self.cp.LinearExpr.weighted_sum(variables, weights)
        posted = self.model.add_linear_constraint(expression, low - constant, high - constant)
        if by in self.switches:
            posted.only_enforce_if(self.switches[by])

    @staticmethod
    def _is_at_most_one(weights: list[int], constant: int, low: int, high: int) -> bool:
        return constant == 0 and low <= 0 and high == 1 and all(weight == 1 for weight in weights)
