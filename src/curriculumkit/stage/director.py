"""A track as its director asks about it: hours, topics, coverage, prerequisites."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from babel.numbers import format_decimal

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.reading import Tracks
from curriculumkit.assemble.rolling import Coverage, coverage
from curriculumkit.assemble.verify_standards import Hours, weekly_hours
from curriculumkit.draw.bars import Bar, Limit, bar_chart, limit_chart
from curriculumkit.draw.graph import Edge, Node, arrow_graph
from curriculumkit.draw.heat import COLUMNS, heat_map
from curriculumkit.model.library import Topic
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan
from curriculumkit.stage.calendar import short_date
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    foreign,
    joined,
    said,
    settings,
    table,
    tag,
)
from curriculumkit.stage.plans import director_page, plan_page, shades
from curriculumkit.stage.staged import Staged
from curriculumkit.words import Words, words_of

_WEEK = re.compile(r"week (\d+)")
_WEEK_OF = re.compile(r"the week of (\d{4}-\d\d-\d\d)")


def case_of(plan: Plan, tracks: Tracks, modules: Mapping[str, Module]) -> Case | None:
    """Return a plan beside what it is held to, or None where its track cannot be read whole."""
    track = tracks.tracks.get(plan.id)
    if track is None or any(one.standard not in tracks.standards for one in track.front.standards):
        return None
    return Case(track, tracks.standards, modules, plan.front.sessions)


def director_files(
    plan: Plan, case: Case, topics: Sequence[Topic], language: str
) -> dict[str, Staged]:
    """Return the page that answers a director's questions about a plan."""
    words = words_of(language)
    track, of = said(plan.front.title, language)
    values = {
        "ck_kind": "director",
        "ck_language": language,
        "ck_track": track,
        "ck_track_language": of if of != language else "",
        "ck_track_page": plan_page(plan.id),
    }
    names = {one.id: one.title.get(language, one.id) for one in topics}
    name = foreign(track, of, language)
    text = joined(
        settings(values),
        f"# {words('{track}: hours, coverage and prerequisites', track=name)}",
        f"## {words('Hours by week')}",
        *_hours(case, language, words),
        f"## {words('Minutes by topic')}",
        _topics(case, topics, names, words),
        f"## {words('Coverage by entry week')}",
        _coverage(case, topics, names, words),
        f"## {words('Prerequisites')}",
        _prerequisites(case, words),
    )
    return {f"{director_page(plan.id)}.md": Staged(text)}


def _figure(svg: str, told: str) -> str:
    """Return a drawing beside the table that says the same."""
    return block("part", "figure", joined(block("drawing", "", svg), told), colons=4)


def _amount(minutes: int, language: str) -> str:
    """Return minutes as hours, as ``9.5 h``."""
    return f"{format_decimal(minutes / 60, '0.##', locale=language)}\N{NO-BREAK SPACE}h"


def _week(label: str, language: str, words: Words) -> str:
    """Return the label of a held week in a language."""
    if found := _WEEK.fullmatch(label):
        return words("Week {week}", week=found[1])
    if found := _WEEK_OF.fullmatch(label):
        day = short_date(date.fromisoformat(found[1]), language)
        return words("From {date}", date=day)
    return label


def _hours(case: Case, language: str, words: Words) -> Iterator[str]:
    """Yield, for each standard with weekly hours, its title, drawing and table."""
    found = list(weekly_hours(case))
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
        yield _figure(limit_chart(bars, limits, label, broken), table(header, rows))


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


def _topics(case: Case, topics: Sequence[Topic], names: Mapping[str, str], words: Words) -> str:
    """Return the minutes of each topic in the plan, the most first."""
    minutes: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    for row in case.rows:
        minutes[row.topic] += row.session.minutes
        sessions[row.topic] += 1
    total = sum(minutes.values()) or 1
    colors = shades(topics)
    bars, rows = [], []
    for topic, many in minutes.most_common():
        name, share = names.get(topic, topic), round(100 * many / total)
        bars.append(Bar(name, many, words("{minutes} min", minutes=many), colors.get(topic, 0)))
        rows.append([escaped(name), str(sessions[topic]), str(many), f"{share}\N{NO-BREAK SPACE}%"])
    header = [words("Topic"), words("Sessions"), words("Minutes"), words("Share")]
    return _figure(bar_chart(bars, words("Minutes of each topic")), table(header, rows))


def _coverage(case: Case, topics: Sequence[Topic], names: Mapping[str, str], words: Words) -> str:
    """Return how many modules of each topic people of each entry week meet, and what they miss."""
    found = coverage(case)
    core = set(getattr(case.track.front.admission, "core_topics", ()))
    counts = [Counter(case.modules[id_].front.topic for id_ in one.modules) for one in found]
    shown = [one.id for one in topics if one.id in core or any(one.id in c for c in counts)]
    drawn = [(names[id_], [count[id_] for count in counts]) for id_ in shown]
    wanted = frozenset(number for number, id_ in enumerate(shown) if id_ in core)
    label = words("Sessions of each topic that people meet, by the week in which they enter")
    svg = heat_map(drawn, [str(one.entry) for one in found], label, wanted)
    tables = [
        table(
            [words("Entry week"), *(str(one.entry) for one in found[first : first + COLUMNS])],
            [
                [escaped(name), *map(str, numbers[first : first + COLUMNS])]
                for name, numbers in drawn
            ],
        )
        for first in range(0, len(found), COLUMNS)
    ]
    stay = words("What people meet within a stay of {count} weeks.", count=case.track.front.stay)
    missed = list(_missed(found, case, names, words))
    told = words("No one misses a required session or a core topic, or needs a catch-up.")
    after = joined(*tables, bullets(missed) if missed else told)
    return joined(escaped(stay), _figure(svg, block("part", "told", after)))


def _missed(
    found: Sequence[Coverage], case: Case, names: Mapping[str, str], words: Words
) -> Iterator[str]:
    """Yield, for each entry week, what is missed, caught up on, or not fit for newcomers."""
    for one in found:
        lost = [_title(case, id_) for id_ in one.missing]
        lost += [names.get(id_, id_) for id_ in one.missing_topics]
        told = [words("missed: {titles}", titles=", ".join(lost))] if lost else []
        told += [
            words(
                "catch-up: {first} before {then}",
                first=_title(case, first),
                then=_title(case, then),
            )
            for first, then in one.catch_ups
        ]
        unfit = ", ".join(_title(case, id_) for id_ in one.unfit)
        told += [words("not for newcomers: {titles}", titles=unfit)] if unfit else []
        if told:
            yield f"**{escaped(words('Week {week}', week=one.entry))}** {escaped('; '.join(told))}"


def _title(case: Case, id_: str) -> str:
    return case.modules[id_].front.title if id_ in case.modules else id_


def _prerequisites(case: Case, words: Words) -> str:
    """Return what the sessions of a plan build on, as a graph and as a table."""
    weeks: dict[str, list[int]] = {}
    for row in case.rows:
        weeks.setdefault(row.module.id, []).append(row.week)
    edges = [
        Edge(need.module, id_, need.kind == "hard")
        for id_ in weeks
        for need in case.modules[id_].front.prerequisites
    ]
    if not edges:
        return words("No session of this plan builds on another one.")
    ids = dict.fromkeys([*weeks, *(edge.first for edge in edges)])
    remarks = {id_: _weeks(weeks.get(id_, []), words) for id_ in ids}
    nodes = [Node(id_, _title(case, id_), remarks[id_]) for id_ in ids]
    kinds = {True: words("required"), False: words("helpful")}
    rows = [
        [
            f"{escaped(_title(case, one.then))} {tag('count', remarks[one.then])}",
            f"{escaped(_title(case, one.first))} {tag('count', remarks[one.first])}",
            kinds[one.must],
        ]
        for one in edges
    ]
    header = [words("Session"), words("Comes after"), words("How firmly")]
    told = words("An arrow leads from what comes first. Solid: required. Dashed: helpful.")
    svg = arrow_graph(nodes, edges, words("What each session builds on"))
    return joined(told, _figure(svg, table(header, rows)))


def _weeks(numbers: Sequence[int], words: Words) -> str:
    """Return the weeks in which a module comes."""
    if not numbers:
        return words("not in this plan")
    if len(numbers) == 1:
        return words("Week {week}", week=numbers[0])
    return words("Weeks {weeks}", weeks=", ".join(map(str, numbers)))
