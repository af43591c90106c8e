"""The parts of constraints, as far as weeks can tell."""

from typing import TYPE_CHECKING, Any

from curriculumkit.assemble.posting import Literal
from curriculumkit.assemble.problem import Count, Forbid, Mask, Minutes, Never, Spread, Window

if TYPE_CHECKING:
    from curriculumkit.assemble.weeks import WeekModel


def post_part(model: "WeekModel", part: Any, by: int) -> None:
    """Post a part of a constraint, by weeks; what only days can tell is left out."""
    match part:
        case Count():
            _count(model, part, by)
        case Window():
            for entry in model.problem.week_masks:
                weeks = model.problem.window(entry)
                comes = [lit for w in weeks for o in part.offers for lit in model.comes(o, w)]
                model.poster.clause(comes, (), by)
        case Minutes() if model.is_weekly(part.cells) and (
            not part.cells or _is_future(model, part.cells)
        ):
            model.poster.total(
                _minutes(model, part.cells),
                part.least - part.base,
                None if part.most is None else part.most - part.base,
                by,
            )
        case Spread():
            _spread(model, part, by)
        case Never():
            model.poster.clause((), (), by)
        case Forbid() if model.switched:
            for week in model.touched(part.cells):
                for item in model.items.get((part.offer, week), ()):
                    if week not in model.given and not item.mask & ~part.cells:
                        model.poster.clause((), (item.literal,), by)
        case _:
            pass


def _is_future(model: "WeekModel", mask: Mask) -> bool:
    return not model.given or any(week not in model.given for week in model.touched(mask))


def _count(model: "WeekModel", part: Count, by: int) -> None:
    if part.cells and not _is_future(model, part.cells):
        return
    weeks = model.touched(part.cells)
    items = [
        item
        for week in weeks
        for offer in part.offers
        for item in model.items.get((offer, week), ())
        if item.mask & part.cells
    ]
    terms = [(1, item.literal) for item in items]
    if model.is_weekly(part.cells):
        model.poster.total(terms, part.least, most_of(model, part), by)
    elif part.least:
        model.poster.total(terms, part.least, None, by)


def most_of(model: "WeekModel", part: Count) -> int | None:
    """Return the most sessions of a part: as many as past weeks have, if these are more."""
    past = sum(
        offer in part.offers and part.cells >> cell & 1
        for facts in model.given.values()
        for offer, cell, _ in facts
    )
    return None if part.most is None else max(part.most, past)


def _minutes(model: "WeekModel", mask: Mask) -> list[tuple[int, Literal]]:
    """Return the counted minutes of whole kinds of cells as a sum."""
    terms = []
    for week in model.touched(mask):
        for item in model.items_of(week):
            bins = model.kinds[week][item.kind]
            if model.unions[week][item.kind] & mask:
                offer = model.problem.offers[item.offer]
                terms.append((offer.counted(bins[0].cells[0], item.minutes), item.literal))
    return terms


def _spread(model: "WeekModel", part: Spread, by: int) -> None:
    marks = []
    for group in part.groups:
        comes = [
            lit
            for week in model.touched(group)
            for o in part.offers
            for lit in model.comes(o, week)
        ]
        if comes:
            mark = model.poster.new()
            model.poster.clause(comes, (mark,), None)
            marks.append((1, mark))
    model.poster.total(marks, part.least, None, by)
