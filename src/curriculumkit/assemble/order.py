"""What must come before what, as far as weeks can tell."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from curriculumkit.assemble.posting import Literal
from curriculumkit.assemble.problem import Before, CatchUps, Count

if TYPE_CHECKING:
    from curriculumkit.assemble.weeks import WeekModel


def post_order(model: "WeekModel") -> None:
    """Post what must come before what, by weeks."""
    if model.problem.is_cycle:
        _cyclic(model, model.befores)
        return
    once = set() if model.switched else _once(model)
    for part, by in model.befores:
        before: list[Literal] = []
        after: list[Literal] = []
        for week in model.problem.week_masks:
            before += model.comes(part.first, week)
            comes = model.comes(part.then, week)
            after += comes
            if week in model.given:
                continue
            if {part.first, part.then} <= once and comes:
                terms = [*((1, one) for one in before), *((-1, one) for one in after)]
                model.poster.total(terms, 0, None, by)
            else:
                for one in comes:
                    model.poster.clause(before, (one,), by)


def _once(model: "WeekModel") -> set[int]:
    """Return the offers that come once at most."""
    return {
        part.offers[0]
        for _, part in model.indexes_of(Count)
        if len(part.offers) == 1 and part.cells == model.problem.all_cells and part.most == 1
    }


def _cyclic(model: "WeekModel", pairs: list[tuple[Before, int]]) -> None:
    for part, by in pairs:
        for entry in model.problem.week_masks:
            key = (part.first, part.then, entry)
            missed = model.catch_up.setdefault(key, model.poster.new())
            before: list[Literal] = []
            for week in model.problem.window(entry):
                before = before + model.comes(part.first, week)
                if week not in model.given:
                    for one in model.comes(part.then, week):
                        model.poster.clause([*before, missed], (one,), by)
    for by, limit in model.indexes_of(CatchUps):
        for entry in model.problem.week_masks:
            misses = [(1, one) for (_, _, e), one in model.catch_up.items() if e == entry]
            model.poster.total(misses, None, limit.most, by)


def circles(befores: Iterable[Before]) -> set[tuple[int, int]]:
    """Return the pairs of which each needs the other first, by whatever way."""
    after: dict[int, set[int]] = {}
    for part in befores:
        after.setdefault(part.first, set()).add(part.then)

    def reaches(start: int, goal: int) -> bool:
        seen, open_ = set(), [start]
        while open_:
            one = open_.pop()
            if one == goal:
                return True
            if one not in seen:
                seen.add(one)
                open_ += after.get(one, ())
        return False

    return {(one, two) for one, more in after.items() for two in more if reaches(two, one)}
