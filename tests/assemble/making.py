"""Small tracks, modules and standards for tests, and every plan of a tiny track."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Any

from curriculumkit.assemble.answer import Placement
from curriculumkit.assemble.case import Case
from curriculumkit.assemble.price import given_up
from curriculumkit.assemble.problem import Problem
from curriculumkit.assemble.verify import verify
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.document import Body
from curriculumkit.model.module import Module, ModuleFront, Segment
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.standard import Standard, StandardFront
from curriculumkit.model.track import Track, TrackFront
from curriculumkit.source import FILE_START, NOWHERE, Places, SourceText


@lru_cache
def module(
    id_: str,
    topic: str = "t1",
    minutes: tuple[int, int] = (60, 90),
    *,
    pause: int = 0,
    format_: str = "group",
    intensity: str = "low",
    hard: tuple[str, ...] = (),
    co_leader: bool = False,
    people: str = "1-20",
) -> Module:
    """Return a module of these traits; `minutes` are its shortest and longest slot."""
    front = ModuleFront.model_validate(
        {
            "title": id_.title(),
            "topic": topic,
            "format": format_,
            "summary": "A session.",
            "for_patients": "A session.",
            "objectives": ["Name one.", "Name two."],
            "sources": ["a-source"],
            "intensity": intensity,
            "group_size": people,
            "prerequisites": [{"module": one, "kind": "hard"} for one in hard],
            "recap": "It came before." if hard else None,
            "staff": {"co_leader": co_leader},
            "telehealth": True,
        }
    )
    least, most = minutes
    segments = (
        Segment("teach", "All of it", least, most - pause, FILE_START, 2, ()),
        Segment("break", "Break", 0, pause, FILE_START, 2, ()),
    )
    source = SourceText(f"modules/{topic}/{id_}.md", f"# {id_}\n")
    return Module(id_, source, NOWHERE, front, Body(1), segments, ())


def track(id_: str = "tiny", places: Places = NOWHERE, text: str = "", **fields: Any) -> Track:
    """Return a track with these fields over plain defaults."""
    plain: dict[str, Any] = {
        "title": {"en": "A track"},
        "weeks": 2,
        "admission": {"kind": "cohort"},
        "time_zone": "America/New_York",
        "group": {"least": 4, "most": 12},
        "slots": [
            {"day": "mon", "start": "18:00", "minutes": 90, "service": "group", "leaders": 1}
        ],
    }
    front = TrackFront.model_validate(plain | fields)
    return Track(id_, SourceText(f"curriculum/tracks/{id_}.yaml", text), places, front)


def standard(
    id_: str, rules: list[dict[str, Any]], counts: tuple[str, ...] = ("group",)
) -> Standard:
    """Return a standard with these rules; a source is added to each."""
    source = {"title": "A rule of the tests", "basis": "not-confirmed"}
    front = StandardFront.model_validate(
        {
            "title": id_,
            "counts": {"services": list(counts), "source": source},
            "rules": [rule | {"source": source} for rule in rules],
        }
    )
    path = f"curriculum/standards/{id_}.yaml"
    return Standard(id_, SourceText(path, ""), NOWHERE, front)


def sessions_of(problem: Problem, placements: tuple[Placement, ...]) -> tuple[PlannedSession, ...]:
    """Return the sessions that placements mean."""
    found = []
    for one in placements:
        cell = problem.cells[one.cell]
        found.append(
            PlannedSession(
                week=cell.week,
                day=WEEKDAYS[cell.weekday],
                start=cell.start,
                minutes=one.minutes,
                module=problem.offers[one.offer].id,
                room=cell.room,
            )
        )
    return tuple(found)


def every_plan(
    one: Track, standards: dict[str, Standard], modules: dict[str, Module]
) -> Iterator[tuple[PlannedSession, ...]]:
    """Yield each way to fill the slots with modules that fit, whatever the rules say."""
    places = sorted(Case(one, standards, modules, ()).expected.items())
    options = []
    for (week, weekday, start), slot in places:
        wanted = "family" if slot.service == "family" else "group"
        options.append(
            [
                PlannedSession(
                    week=week,
                    day=WEEKDAYS[weekday],
                    start=start,
                    minutes=minutes,
                    module=m.id,
                    room=slot.room,
                )
                for m in modules.values()
                for minutes in sorted(set(slot.minutes))
                if m.front.format == wanted and m.fits(minutes)
            ]
        )
    yield from product(*options)


def best_of_all(
    one: Track, standards: dict[str, Standard], modules: dict[str, Module]
) -> int | None:
    """Return the least price of all plans that the verifier accepts, or None if there is none."""
    best: int | None = None
    for sessions in every_plan(one, standards, modules):
        weeks = [(session.week, session.module) for session in sessions]
        if len(set(weeks)) < len(weeks) or verify(one, standards, modules, sessions):
            continue
        case = Case(one, standards, modules, sessions)
        price = sum(lost.price for lost in given_up(case))
        best = price if best is None else min(best, price)
        if best == 0:
            break
    return best
