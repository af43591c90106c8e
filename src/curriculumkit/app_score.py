"""The story of `score`: how readable, understandable and actionable handouts are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curriculumkit.disk import DiskError, read_library
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.readability.measure import MEASURES
from curriculumkit.readability.pemat import Judged, Material, Verdict, judge
from curriculumkit.readability.pemat import score as share
from curriculumkit.readability.pemat_items import ACTIONABLE, UNDERSTANDABLE
from curriculumkit.rules.readability import limits_of, values_of

VERSION = 1
"""The version of the JSON."""


@dataclass(frozen=True, slots=True)
class Score:
    """The scores of one handout: measures by name, and every item of PEMAT-P as judged."""

    handout: Handout
    values: Mapping[str, float]
    judged: tuple[Judged, ...]

    def of(self, domain: str) -> float | None:
        """Return the share of items of a domain that the handout meets, in percent."""
        return share(list(self.judged), domain)


def scores_of(root: Path, ids: Sequence[str]) -> list[Score]:
    """Return the scores of handouts by id or by path as scores show it, or of all of them."""
    library = read_library(root)
    known = {one.id for one in library.handouts}
    paths = {one.path for one in library.handouts}
    for id_ in ids:
        if id_ not in known | paths:
            near = did_you_mean(id_, known) or did_you_mean(id_, paths)
            raise DiskError(f"there is no handout '{id_}'. {near}".strip())
    chosen = [one for one in library.handouts if not ids or one.id in ids or one.path in ids]
    return [score_of(one, library) for one in chosen]


def score_of(handout: Handout, library: Library) -> Score:
    """Return the score of one handout."""
    values = values_of(handout)
    limits = limits_of(library, handout.language)
    measures = MEASURES.get(handout.language, ())
    easy = not any(
        one.exceeds(values[one.name], limits[one.name][0]) for one in measures if one.name in values
    )
    return Score(handout, values, tuple(judge(Material(handout, easy=easy))))


def scores_text(scores: Sequence[Score], *, items: bool) -> str:
    """Return the scores as a table, with what is missing under each handout."""
    if not scores:
        return "There are no handouts."
    lines = [f"{'readability':>24}  underst.  action.  handout"]
    for one in scores:
        lines.append(_row(one))
        for judged in one.judged:
            if items or judged.verdict is Verdict.DISAGREE:
                why = f": {judged.why}" if judged.why else ""
                verdict = f" [{judged.verdict}]" if items else ""
                lines.append(f"{'':30}{judged.item.number:2} {judged.item.asks}{verdict}{why}")
    human = sorted({
        judged.item.number
        for one in scores
        for judged in one.judged
        if judged.verdict is Verdict.HUMAN
    })  # fmt: skip
    asks = {judged.item.number: judged.item.asks for judged in scores[0].judged}
    lines += ["", "Left to a person (PEMAT-P items that no program can judge):"]
    lines += [f"  {number:2} {asks[number]}" for number in human]
    return "\n".join(lines)


def _row(one: Score) -> str:
    titles = {measure.name: measure.title for measure in MEASURES.get(one.handout.language, ())}
    short = {"Flesch-Kincaid": "FK", "Fernández-Huerta": "FH"}
    said = ", ".join(
        f"{short.get(titles[name], titles[name])} {value:.1f}" for name, value in one.values.items()
    )
    return (
        f"{said or 'too short to measure':>24}  {_percent(one.of(UNDERSTANDABLE)):>8}"
        f"  {_percent(one.of(ACTIONABLE)):>7}  {one.handout.path}"
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"


def scores_json(scores: Sequence[Score], *, items: bool) -> str:
    """Return the scores as JSON, versioned; with `items` every item, else those not met."""
    entries = [_entry(one, items=items) for one in scores]
    return json.dumps({"version": VERSION, "scores": entries}, indent=2, ensure_ascii=False)


def _entry(one: Score, *, items: bool) -> dict[str, Any]:
    return {
        "id": one.handout.id,
        "language": one.handout.language,
        "path": one.handout.path,
        "readability": {name: round(value, 2) for name, value in one.values.items()},
        "understandable": one.of(UNDERSTANDABLE),
        "actionable": one.of(ACTIONABLE),
        "items": [
            {"item": judged.item.number, "verdict": str(judged.verdict), "why": judged.why}
            for judged in one.judged
            if items or judged.verdict in (Verdict.DISAGREE, Verdict.HUMAN)
        ],
    }
