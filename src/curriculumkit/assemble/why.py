"""Why a module stands where it stands: what would happen if it stood anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from curriculumkit.assemble.explain import explain
from curriculumkit.assemble.problem import Constraint, Count, Forbid, Origin, Problem, Window
from curriculumkit.assemble.solve import solve
from curriculumkit.source import FILE_START

ASKED = "what was asked"
"""The kind of the constraint that puts the question."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What happens if the module must come in this week: ``worse`` by `price`, ``same``, ...

    `lines` are the numbers of the constraints that stand against it, when it is impossible.
    """

    week: int
    answer: Literal["worse", "same", "impossible", "unknown"]
    price: int = 0
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Why:
    """Why a module stands where it does: lines that speak of it, and every other week tried."""

    lines: tuple[int, ...]
    elsewhere: tuple[Elsewhere, ...]


def why(
    problem: Problem, module: str, weeks: Mapping[int, int], price: int, *, effort: float
) -> Why:
    """Return why a module stands in `weeks` (week to sessions) of a plan of that price.

    Each other week is tried: the module must come there, whatever becomes of its present weeks.
    An impossible week is explained by the lines that stand against it.
    """
    offer = next(one.index for one in problem.offers if one.id == module)
    lines = tuple(
        index
        for index, one in enumerate(problem.constraints)
        if any(_speaks_of(part, offer) for part in one.parts)
    )
    others = (week for week in problem.week_masks if week not in weeks)
    return Why(lines, tuple(_try(problem, offer, week, price, effort) for week in others))


def _speaks_of(part: object, offer: int) -> bool:
    match part:
        case Forbid():
            return part.offer == offer
        case Count() | Window():
            return part.offers == (offer,)
        case _:
            return offer in (getattr(part, "first", None), getattr(part, "then", None))


def _try(problem: Problem, offer: int, week: int, price: int, effort: float) -> Elsewhere:
    mask = problem.week_masks[week]
    question = Constraint(
        ASKED,
        f"{problem.offers[offer].id} comes in week {week}",
        Origin("", FILE_START),
        (Count((offer,), mask, 1, None),),
        weight=1000,
    )
    asked = replace(problem, constraints=(*problem.constraints, question))
    answer = solve(asked, effort=effort)
    if answer.status == "impossible":
        told = explain(asked, effort=effort)
        members = told.members if told else ()
        lines = tuple(one for one in members if one < len(problem.constraints))
        return Elsewhere(week, "impossible", lines=lines)
    if answer.status == "unknown":
        return Elsewhere(week, "unknown")
    more = answer.price - price
    return Elsewhere(week, "worse" if more > 0 else "same", max(more, 0))
