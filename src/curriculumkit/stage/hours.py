"""Weekly hours against each standard: whether they are kept, as drawing and as table."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from babel.numbers import format_decimal

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.verify_standards import Hours
from curriculumkit.draw.bars import Bar, Limit, limit_chart
from curriculumkit.stage.calendar import short_date
from curriculumkit.stage.markup import escaped, figure, table
from curriculumkit.words import Words

_WEEK = re.compile(r"week (\d+)")
_WEEK_OF = re.compile(r"the week of (\d{4}-\d\d-\d\d)")


def kept_lines(case: Case, hours: Sequence[Hours], language: str, words: Words) -> Iterator[str]:
    """Yield, for each standard with weekly hours, whether the plan keeps it and how narrowly."""
    for standard, group in groupby(hours, key=lambda one: one.standard):
        weeks = list(group)
        title = escaped(case.standards[standard].front.title)
        broken = sum(map(_breaks, weeks))
        spare = min((one.slack for one in weeks if one.slack is not None), default=None)
        if broken:
            told = words("not kept in {count} of {weeks} weeks.", count=broken, weeks=len(weeks))
        elif spare is None:
            told = words("kept in every week.")
        else:
            least = _amount(spare, language)
            told = words("kept in every week, with {hours} or more to spare.", hours=least)
        yield f"**{title}:** {escaped(told)}"


def hours_part(case: Case, found: Sequence[Hours], language: str, words: Words) -> Iterator[str]:
    """Yield, for each standard with weekly hours, its title, drawing and table."""
    if not found:
        yield words("No standard of this track asks for weekly hours.")
    for (standard, least, most), group in groupby(
        found, key=lambda one: (one.standard, one.least, one.most)
    ):
        lines = list(group)
        title = case.standards[standard].front.title
        limits = []
        if least is not None:
            told = words("at least {hours}", hours=_amount(least, language))
            limits.append(Limit(least, told))
        if most is not None:
            limits.append(Limit(most, words("at most {hours}", hours=_amount(most, language))))
        bars = [
            Bar(_week(one.label, language, words), one.counted, _short(one, language))
            for one in lines
        ]
        broken = frozenset(number for number, one in enumerate(lines) if _breaks(one))
        label = words("Counted hours of each week; {title}", title=title)
        asked = ", ".join(one.told for one in limits)
        rows = [
            [
                escaped(_week(one.label, language, words)),
                _amount(one.scheduled, language),
                _amount(one.counted, language),
                escaped(_slack(one, language, words)),
            ]
            for one in lines
        ]
        header = [words("Week"), words("Held"), words("Counted"), words("Slack")]
        yield f"### {escaped(title)}"
        yield escaped(words("Asked for: {limits}.", limits=asked)) if asked else ""
        yield figure(limit_chart(bars, limits, label, broken), table(header, rows))


def _breaks(one: Hours) -> bool:
    above = one.most is not None and one.counted > one.most
    return above or (one.slack is not None and one.slack < 0)


def _short(one: Hours, language: str) -> str:
    """Return the counted hours and the slack as they stand beside a bar."""
    counted = _amount(one.counted, language)
    if one.slack is None:
        return counted
    return f"{counted} ({'+' if one.slack >= 0 else '−'}{_amount(abs(one.slack), language)})"


def _slack(one: Hours, language: str, words: Words) -> str:
    """Return how much could be lost before a rule breaks, or by how much it is broken."""
    if one.most is not None and one.counted > one.most:
        return words("{hours} too much", hours=_amount(one.counted - one.most, language))
    if one.slack is None:
        return "–"
    if one.slack < 0:
        return words("{hours} too little", hours=_amount(-one.slack, language))
    return words("{hours} to spare", hours=_amount(one.slack, language))


def _week(label: str, language: str, words: Words) -> str:
    """Return the label of a held week in a language."""
    if found := _WEEK.fullmatch(label):
        return words("Week {week}", week=found[1])
    if found := _WEEK_OF.fullmatch(label):
        day = short_date(date.fromisoformat(found[1]), language)
        return words("From {date}", date=day)
    return label


def _amount(minutes: int, language: str) -> str:
    """Return minutes as hours, as ``9.5 h``."""
    return f"{format_decimal(minutes / 60, '0.##', locale=language)}\N{NO-BREAK SPACE}h"
