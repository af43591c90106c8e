"""A track as its director asks about it: hours, topics, coverage, prerequisites."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import floor

from babel.numbers import format_percent

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.reading import Tracks
from curriculumkit.assemble.rolling import Coverage, coverage
from curriculumkit.assemble.verify_standards import weekly_hours
from curriculumkit.draw.bars import Bar, bar_chart
from curriculumkit.draw.graph import Edge, Node, arrow_graph
from curriculumkit.draw.heat import COLUMNS, heat_map
from curriculumkit.model.library import Topic
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan
from curriculumkit.stage.hours import hours_part, kept_lines
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    figure,
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
    hours, covered = list(weekly_hours(case)), coverage(case)
    name = foreign(track, of, language)
    text = joined(
        settings(values),
        f"# {words('{track}: hours, coverage and prerequisites', track=name)}",
        bullets([*kept_lines(case, hours, language, words), _who_misses(covered, words)]),
        f"## {words('Hours by week')}",
        *hours_part(case, hours, language, words),
        f"## {words('Minutes by topic')}",
        _topics(case, topics, names, language, words),
        f"## {words('Coverage by entry week')}",
        _coverage(case, covered, topics, names, words),
        f"## {words('Prerequisites')}",
        _prerequisites(case, words),
    )
    return {f"{director_page(plan.id)}.md": Staged(text)}


def _who_misses(covered: Sequence[Coverage], words: Words) -> str:
    """Return in how many entry weeks people miss anything."""
    missing = sum(map(_lacks, covered))
    if not missing:
        return _no_one(words)
    return words(
        "In {count} of {weeks} entry weeks people miss something or need a catch-up.",
        count=missing,
        weeks=len(covered),
    )


def _no_one(words: Words) -> str:
    return words("No one misses a required session or a core topic, or needs a catch-up.")


def _lacks(one: Coverage) -> bool:
    return bool(one.missing or one.missing_topics or one.catch_ups or one.unfit)


def _topics(
    case: Case,
    topics: Sequence[Topic],
    names: Mapping[str, str],
    language: str,
    words: Words,
) -> str:
    """Return the minutes of each topic in the plan, the most first, and what topics it lacks."""
    minutes: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    for row in case.rows:
        minutes[row.topic] += row.session.minutes
        sessions[row.topic] += 1
    total = sum(minutes.values()) or 1
    colors = shades(topics)
    bars, rows = [], []
    for topic, many in minutes.most_common():
        name, share = names.get(topic, topic), _percent(many / total, language)
        bars.append(Bar(name, many, words("{minutes} min", minutes=many), colors.get(topic, 0)))
        rows.append([escaped(name), str(sessions[topic]), str(many), share])
    header = [words("Topic"), words("Sessions"), words("Minutes"), words("Share")]
    lacking = ", ".join(names[one.id] for one in topics if one.id not in minutes)
    told = words("Not in this plan: {titles}.", titles=lacking) if lacking else ""
    after = joined(table(header, rows), escaped(told))
    svg = bar_chart(bars, words("Minutes of each topic"))
    return figure(svg, block("part", "told", after))


def _percent(share: float, language: str) -> str:
    """Return a share as whole percent, halves rounded up, as ``13%``."""
    return format_percent(floor(100 * share + 0.5) / 100, locale=language)


def _coverage(
    case: Case,
    found: Sequence[Coverage],
    topics: Sequence[Topic],
    names: Mapping[str, str],
    words: Words,
) -> str:
    """Return how many modules of each topic people of each entry week meet, and what they miss."""
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
    told = _no_one(words)
    after = joined(*tables, bullets(missed) if missed else told)
    return joined(escaped(stay), figure(svg, block("part", "told", after)))


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
    return joined(told, figure(svg, table(header, rows)))


def _weeks(numbers: Sequence[int], words: Words) -> str:
    """Return the weeks in which a module comes."""
    if not numbers:
        return words("not in this plan")
    if len(numbers) == 1:
        return words("Week {week}", week=numbers[0])
    return words("Weeks {weeks}", weeks=", ".join(map(str, numbers)))
