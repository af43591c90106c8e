"""Each file in `cases/` is a track with its modules, and what must come of it.

The first part of a file is a track, as in `curriculum/tracks/`. Below the line `---` stand the
modules on offer (`many` are as many alike as `count` says) and what to expect: `best` with its
price, or `impossible` with the lines that cannot hold together (of this file, or of a standard) and
the words of the reason. Standards that the case does not give itself are those of
`curriculum/standards/`.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from making import module, sessions_of, standard

from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.explain import Help, ease, explain, ways_out
from curriculumkit.assemble.problem import Problem
from curriculumkit.assemble.reading import parse_standard, parse_track
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify
from curriculumkit.model.module import Module
from curriculumkit.model.standard import Standard
from curriculumkit.source import SourceText

STANDARDS = Path(__file__).parents[2] / "curriculum" / "standards"
CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def _modules(described: dict[str, Any]) -> dict[str, Module]:
    made = {}
    for id_, traits in described.items():
        fields = {"topic": "t1"} | (traits or {})
        fields["minutes"] = tuple(fields.get("minutes", (60, 90)))
        fields["hard"] = tuple(fields.get("hard", ()))
        fields["format_"] = fields.pop("format", "group")
        made[id_] = module(id_, **fields)
    return made


def _many(described: dict[str, Any]) -> dict[str, Any]:
    """Return modules that are alike: `talk: {count: 2}` is talk-1 and talk-2."""
    return {
        f"{id_}-{number + 1}": {key: value for key, value in traits.items() if key != "count"}
        for id_, traits in described.items()
        for number in range(traits["count"])
    }


def _of_library(id_: str) -> Standard:
    path = f"curriculum/standards/{id_}.yaml"
    text = (STANDARDS / f"{id_}.yaml").read_text(encoding="utf-8")
    found, problems = parse_standard(SourceText(path, text))
    assert found is not None, problems
    return found


def _eased(problem: Problem, way: Help) -> Problem:
    """Return the problem with the lines of a way out eased as far as it says, or left out."""
    lines = []
    for index, line in enumerate(problem.constraints):
        if index not in way.lines:
            lines.append(line)
        elif way.steps is not None:
            parts = tuple(ease(part, way.steps) for part in line.parts)
            lines.append(replace(line, parts=parts))
    return replace(problem, constraints=tuple(lines))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    text, _, below = path.read_text(encoding="utf-8").partition("\n---\n")
    expected = yaml.safe_load(below)
    track, problems = parse_track(SourceText("curriculum/tracks/case.yaml", text))
    assert track is not None, problems
    modules = _modules(expected.get("modules", {}) | _many(expected.get("many", {})))
    standards = {
        id_: standard(id_, one["rules"], tuple(one["counts"]))
        for id_, one in expected.get("standards", {}).items()
    }
    standards |= {
        use.standard: _of_library(use.standard)
        for use in track.front.standards
        if use.standard not in standards
    }
    problem = problem_of(track, standards, modules.values())
    answer = solve(problem)
    assert answer.status == expected["expect"]
    if answer.status == "best":
        sessions = sessions_of(problem, answer.placements)
        assert verify(track, standards, modules, sessions) == ()
        assert answer.price == expected["price"]
        said = [f"{one.week} {one.day} {one.start} {one.module}" for one in sessions]
        assert set(expected.get("plan", ())) <= set(said)
        return
    told = explain(problem)
    assert told is not None
    assert told.minimal
    assert not solve(problem, active=told.members).placements
    for one in told.members:
        rest = set(told.members) - {one}
        assert solve(problem, active=rest).status == "best", "the line is not needed"
    for way in ways_out(problem):
        assert solve(_eased(problem, way)).status == "best", "the way out does not help"
    lines = sorted(problem.constraints[one].origin.span.line for one in told.members)
    assert lines == expected["lines"]
    assert expected.get("reason", "") in (told.reason or "")
