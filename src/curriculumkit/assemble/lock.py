"""Plans as text, and whether they still answer what they were made from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from curriculumkit.assemble.answer import Answer, Placement
from curriculumkit.assemble.problem import Problem
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlanDigests, PlanFront, PlannedSession, Proof
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Track
from curriculumkit.source import SourceText

HEAD = """\
# The plan of curriculum/tracks/{id}.yaml, written by `curriculumkit assemble {id}`.
# It may be edited by hand: `curriculumkit check` holds it to the track all the same.
"""


def digest(source: SourceText) -> str:
    """Return the digest of a file, as plans and sign-offs name it."""
    return f"sha256:{source.digest}"


def planned(
    problem: Problem, placements: Iterable[Placement], past: Iterable[PlannedSession] = ()
) -> tuple[PlannedSession, ...]:
    """Return the sessions of placements, and those of past weeks as they were, in order."""
    kept = {one.place: one for one in past}
    for one in placements:
        cell = problem.cells[one.cell]
        session = PlannedSession(
            week=cell.week,
            day=WEEKDAYS[cell.weekday],
            start=cell.start,
            minutes=one.minutes,
            module=problem.offers[one.offer].id,
            room=cell.room,
        )
        kept.setdefault(session.place, session)
    return tuple(kept[place] for place in sorted(kept))


def placed(problem: Problem, sessions: Iterable[PlannedSession]) -> tuple[Placement, ...]:
    """Return the placements of sessions, as far as their cell and module are still there."""
    cells = {(cell.week, cell.weekday, cell.start): cell for cell in problem.cells}
    offers = {one.id: one for one in problem.offers}
    found = []
    for one in sessions:
        cell, offer = cells.get(one.place), offers.get(one.module)
        if cell is not None and offer is not None:
            found.append(Placement(cell.index, offer.index, one.minutes))
    return tuple(sorted(found))


def plan_of(
    track: Track,
    standards: Mapping[str, Standard],
    modules: Mapping[str, Module],
    sessions: Sequence[PlannedSession],
    answer: Answer,
) -> PlanFront:
    """Return the plan of a track, with the digests of everything that it was made from."""
    used = sorted({one.module for one in sessions} & set(modules))
    named = sorted({use.standard for use in track.front.standards})
    return PlanFront(
        version=1,
        title=track.front.title,
        proof=Proof(
            answer=_proved(answer),
            price=answer.price,
            at_least=answer.at_least,
        ),
        digests=PlanDigests(
            track=digest(track.source),
            standards={one: digest(standards[one].source) for one in named},
            modules={one: digest(modules[one].source) for one in used},
        ),
        sessions=tuple(sessions),
    )


def _proved(answer: Answer) -> Literal["best", "nearest", "good"]:
    if answer.status != "best":
        return "good"
    return "best" if answer.moved is None else "nearest"


def plan_text(track_id: str, plan: PlanFront) -> str:
    """Return the text of a plan's file: the same plan gives the same bytes."""
    lines = [HEAD.format(id=track_id) + f"version: {plan.version}", "title:"]
    lines += [f"  {language}: {_quoted(text)}" for language, text in sorted(plan.title.items())]
    if plan.proof is not None:
        proof = plan.proof
        lines.append(
            f"proof: {{answer: {proof.answer}, price: {proof.price}, at_least: {proof.at_least}}}"
        )
    if plan.digests is not None:
        lines += ["digests:", f"  track: {plan.digests.track}"]
        for name in ("standards", "modules"):
            digests: Mapping[str, str] = getattr(plan.digests, name)
            lines.append(f"  {name}:" if digests else f"  {name}: {{}}")
            lines += [f"    {_id(id_)}: {one}" for id_, one in sorted(digests.items())]
    lines.append("sessions:")
    lines += [f"  - {{{_session(one)}}}" for one in sorted(plan.sessions, key=lambda s: s.place)]
    return "\n".join(lines) + "\n"


def _session(one: PlannedSession) -> str:
    fields = [
        f"week: {one.week}",
        f"day: {one.day}",
        f'start: "{one.start}"',
        f"minutes: {one.minutes}",
        f"module: {_id(one.module)}",
    ]
    if one.room is not None:
        fields.append(f"room: {_quoted(one.room)}")
    return ", ".join(fields)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _id(text: str) -> str:
    """Return an id as YAML reads it as text; one such as ``988`` or ``true`` needs quotes."""
    plain = text.replace("-", "").isalpha() and text not in ("true", "false", "null")
    return text if plain else f'"{text}"'


def changes_since(
    plan: PlanFront,
    track: Track,
    standards: Mapping[str, Standard],
    modules: Mapping[str, Module],
) -> tuple[str, ...]:
    """Return what changed since the plan was made, in words; nothing when it is up to date."""
    if plan.digests is None:
        return ("the plan was made by hand: it names no digests",)
    found = []
    if plan.digests.track != digest(track.source):
        found.append("the track has changed")
    for id_, old in sorted(plan.digests.standards.items()):
        if id_ in standards and digest(standards[id_].source) != old:
            found.append(f"the standard {id_} has changed")
    for id_, old in sorted(plan.digests.modules.items()):
        if id_ not in modules:
            found.append(f"the module {id_} is gone")
        elif digest(modules[id_].source) != old:
            found.append(f"the module {id_} has changed")
    added = sorted({one.module for one in plan.sessions} & set(modules) - set(plan.digests.modules))
    return (*found, *(f"the module {id_} is new in the plan" for id_ in added))
