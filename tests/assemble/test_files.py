"""Tracks and plans as files: bad ones give diagnostics, good ones read back as written."""

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import module, sessions_of, track

from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.findings import broken_findings, stale_findings, track_findings
from curriculumkit.assemble.lock import changes_since, plan_of, plan_text
from curriculumkit.assemble.names import track_troubles
from curriculumkit.assemble.reading import parse_track, read_tracks
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify
from curriculumkit.diagnostics import Diagnostic
from curriculumkit.disk import read_library
from curriculumkit.model.library import Library
from curriculumkit.model.plan import Plan, PlanFront
from curriculumkit.parse.data import read_data
from curriculumkit.parse.validated import validated
from curriculumkit.source import SourceText

GOOD = """\
title: {en: A Track}
weeks: 2
admission: {kind: cohort}
start: 2027-01-04
time_zone: America/New_York
group: {least: 6, most: 12}
slots:
  - {day: mon, start: "18:00", minutes: 90, service: group, leaders: 1}
"""

HOSTILE = {
    "empty": "",
    "a list": "- one\n- two\n",
    "a word": "nonsense",
    "null fields": "title:\nweeks:\nslots:\n",
    "not YAML": "title: {en: [",
    "a tab": "title:\n\t- x\n",
    "an alias": "title: &a {en: x}\nweeks: *a\n",
    "a tag": "weeks: !!python/object:os.system 3\n",
    "deep": "a: " + "[" * 60 + "]" * 60,
    "no weeks at all": GOOD.replace("weeks: 2", "weeks: 0"),
    "enormous weeks": GOOD.replace("weeks: 2", "weeks: 99999999999999999999"),
    "weeks as text": GOOD.replace("weeks: 2", "weeks: two"),
    "no slots": GOOD.split("slots:", maxsplit=1)[0] + "slots: []\n",
    "too many slots": GOOD + GOOD.splitlines()[-1].join(["", "\n"]) * 60,
    "a slot at 25:00": GOOD.replace("18:00", "25:00"),
    "a day that is none": GOOD.replace("day: mon", "day: moon"),
    "minus minutes": GOOD.replace("minutes: 90", "minutes: -90"),
    "true minutes": GOOD.replace("minutes: 90", "minutes: true"),
    "a zone that is none": GOOD.replace("America/New_York", "../../etc/passwd"),
    "a zone in space": GOOD.replace("America/New_York", "Moon/Base"),
    "the 30th of February": GOOD.replace("2027-01-04", "2027-02-30"),
    "the last day of all": GOOD.replace("2027-01-04", "9999-12-31"),
    "a date as a number": GOOD.replace("2027-01-04", "20270104"),
    "least above most": GOOD.replace("least: 6, most: 12", "least: 12, most: 6"),
    "an unknown field": GOOD + "colour: blue\n",
    "an unknown kind": GOOD + "requirements: [{kind: hope}]\n",
    "no kind": GOOD + "requirements: [{modules: [a]}]\n",
    "repeats that says nothing": GOOD + "requirements: [{kind: repeats}]\n",
    "a make-up without a day": GOOD + "closed: [{date: 2027-01-04, reason: x, then: make-up}]\n",
    "a weight of a million": GOOD + "wishes: [{kind: spread-topics, weight: 1000000}]\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_track_gives_diagnostics(what: str) -> None:
    found, problems = parse_track(SourceText("curriculum/tracks/bad.yaml", HOSTILE[what]))
    assert found is None
    assert problems
    assert all(one.message and one.path.endswith("bad.yaml") for one in problems)


SENSELESS = {
    "there is no module 'overdose-respons'": (
        "requirements: [{kind: include, modules: [overdose-respons]}]",
        "Did you mean 'overdose-response'?",
    ),
    "there is no topic 'thinkin'": (
        "requirements: [{kind: spread, topic: thinkin, weeks: 1}]",
        "Did you mean 'thinking'?",
    ),
    "there is no standard 'texa'": ("standards: [{standard: texa}]", "Did you mean 'texas'?"),
    "the module 'first-day' is no group session": (
        "requirements: [{kind: include, modules: [first-day]}]",
        "outside the slots",
    ),
    "there is no week 9": (
        "requirements: [{kind: pin, module: money, week: 9, day: mon}]",
        "from 1 to 2",
    ),
    "week 1 has no slot on tue": (
        "requirements: [{kind: pin, module: money, week: 1, day: tue}]",
        "day and start",
    ),
    "2027-03-01 is after the last week": (
        "closed: [{date: 2027-03-01, reason: x, then: skip}]",
        "Take the line out",
    ),
    "is before the start": (
        "closed: [{date: 2026-03-01, reason: x, then: skip}]",
        "Take the line out",
    ),
    "is closed twice": (
        "closed:" + "\n  - {date: 2027-01-04, reason: x, then: skip}" * 2,
        "Keep one",
    ),
    "the make-up overlaps": (
        "closed: [{date: 2027-01-04, reason: x, then: make-up, make_up: 2027-01-11}]",
        "another time",
    ),
    "the make-up overlaps that of 2027-01-04": (
        "closed:"
        + "".join(
            f"\n  - {{date: {day}, reason: x, then: make-up, make_up: 2027-01-12}}"
            for day in ("2027-01-04", "2027-01-11")
        ),
        "another time",
    ),
    "only rolling tracks have catch-ups": (
        "wishes: [{kind: few-catch-ups, weight: 1}]",
        "Take the wish out",
    ),
    "no standard of this track asks for the subject": (
        "subjects: [{subject: tobacco, modules: [money]}]",
        "",
    ),
    "a module comes twice in the order": (
        "requirements: [{kind: order, modules: [money, money]}]",
        "once",
    ),
}


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library(Path(__file__).parents[2])


@pytest.mark.parametrize("message", SENSELESS)
def test_a_track_without_sense_says_so(message: str, library: Library) -> None:
    line, hint = SENSELESS[message]
    found, problems = parse_track(SourceText("curriculum/tracks/x.yaml", GOOD + line + "\n"))
    assert found is not None, problems
    troubles = list(track_troubles(found, read_tracks(library), library))
    said = [one for one in troubles if message in one.message]
    assert said, troubles
    assert hint in said[0].hint
    assert said[0].span.line > GOOD.count("\n")


def test_overlapping_slots_are_told() -> None:
    text = GOOD + GOOD.splitlines()[-1].replace("18:00", "19:00") + "\n"
    found, _ = parse_track(SourceText("curriculum/tracks/x.yaml", text))
    assert found is not None
    library = read_library(Path(__file__).parents[2])
    said = [one.message for one in track_troubles(found, read_tracks(library), library)]
    assert said == ["the slot overlaps slot 1, on mon at 18:00"]


def test_a_good_track_has_no_trouble_and_neither_have_those_that_ship(library: Library) -> None:
    found, problems = parse_track(SourceText("curriculum/tracks/x.yaml", GOOD))
    assert found is not None
    assert problems == ()
    assert list(track_troubles(found, read_tracks(library), library)) == []
    assert list(track_findings(library)) == []


def test_the_plans_that_ship_hold(library: Library) -> None:
    assert [one.message for one in broken_findings(library)] == []
    ids = {one.id for one in library.plans}
    assert ids == set(read_tracks(library).names)


def _plan() -> tuple[PlanFront, str]:
    one = track(
        title={"en": 'A "quoted" title: #1', "es": "Día"},
        slots=[
            {
                "day": "mon",
                "start": "18:00",
                "minutes": 90,
                "service": "group",
                "leaders": 1,
                "room": "Room: 2 # big",
            }
        ],
    )
    modules = {"true": module("true"), "988": module("988"), "a-b": module("a-b")}
    problem = problem_of(one, {}, modules.values())
    answer = solve(problem)
    plan = plan_of(one, {}, modules, sessions_of(problem, answer.placements), answer)
    return plan, plan_text("tiny", plan)


def test_a_plan_reads_back_as_it_was_written() -> None:
    plan, text = _plan()
    front, problems = validated(PlanFront, read_data(SourceText("x", text)), "x", "a plan")
    assert problems == ()
    assert front == plan
    assert _plan()[1] == text


def test_changes_since_a_plan_was_made() -> None:
    one, modules = track(), {"a": module("a"), "b": module("b")}
    problem = problem_of(one, {}, modules.values())
    answer = solve(problem)
    plan = plan_of(one, {}, modules, sessions_of(problem, answer.placements), answer)
    assert changes_since(plan, one, {}, modules) == ()
    assert changes_since(plan, track(text="# new"), {}, modules) == ("the track has changed",)
    fewer = {id_: m for id_, m in modules.items() if id_ != plan.sessions[0].module}
    assert changes_since(plan, one, {}, fewer) == (f"the module {plan.sessions[0].module} is gone",)
    by_hand = plan.model_copy(update={"digests": None})
    assert "by hand" in changes_since(by_hand, one, {}, modules)[0]


BAD_PLANS = {
    "not YAML": "version: [",
    "another version": "version: 2\ntitle: {en: x}\nsessions: []\n",
    "no sessions": "version: 1\ntitle: {en: x}\nsessions: []\n",
    "week 0": "version: 1\ntitle: {en: x}\nsessions:\n"
    '  - {week: 0, day: mon, start: "18:00", minutes: 90, module: a}\n',
    "a digest that is none": "version: 1\ntitle: {en: x}\ndigests: {track: abc, modules: {}}\n",
}


@pytest.mark.parametrize("what", BAD_PLANS)
def test_a_broken_plan_is_told(what: str) -> None:
    front, problems = validated(
        PlanFront, read_data(SourceText("x", BAD_PLANS[what])), "x", "a plan"
    )
    assert front is None
    assert problems


def test_stale_plans_are_told_and_plans_without_a_track(library_dir: Path) -> None:
    folder = library_dir / "curriculum" / "tracks"
    folder.mkdir(exist_ok=True)
    (folder / "lost.lock.yaml").write_text(
        "version: 1\ntitle: {en: x}\nsessions:\n"
        '  - {week: 1, day: mon, start: "18:00", minutes: 90, module: nowhere}\n'
    )
    (folder / "kept.yaml").write_text(GOOD)
    old = "sha256:" + "0" * 64
    (folder / "kept.lock.yaml").write_text(
        f"version: 1\ntitle: {{en: x}}\ndigests: {{track: '{old}', modules: {{}}}}\nsessions:\n"
        '  - {week: 1, day: mon, start: "18:00", minutes: 90, module: nowhere}\n'
    )
    library = read_library(library_dir)
    said = [one.message for one in stale_findings(library)]
    assert "the plan has no track 'lost'" in said
    assert "the plan is stale: the track has changed" in said
    broken = [one.message for one in broken_findings(library)]
    assert "week 1, mon 18:00: there is no module 'nowhere'" in broken


REAL = sorted((Path(__file__).parents[2] / "curriculum/tracks").glob("*.yaml"))
WORDS = (
    "0",
    "-1",
    "999999999999",
    "true",
    "null",
    "[]",
    "{}",
    '""',
    "mon",
    "24:00",
    "2027-02-29",
    "group",
    "rolling",
    "include",
    "money",
    "no-such-thing",
    "[1, 2, 99]",
    "&a *a",
    "\u202e",
)


def _edited(text: str, rng: Random) -> str:
    """Return a text with a few lines lost, doubled, moved or with another word in them."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 4)):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(4):
            case 0:
                lines[at] = ""
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                words = re.findall(r"[^\s{}\[\],:]+", lines[at]) or ["#"]
                lines[at] = lines[at].replace(rng.choice(words), rng.choice(WORDS), 1)
    return "\n".join(lines)


def _with_file(library: Library, source: SourceText) -> tuple[Library, tuple[Diagnostic, ...]]:
    """Return the library with another text of a track or a plan, and the plan's problems."""
    changed = replace(library, sources={**library.sources, source.path: source})
    if not source.path.endswith(".lock.yaml"):
        return changed, ()
    id_ = Path(source.path).name.partition(".")[0]
    data = read_data(source)
    front, problems = validated(PlanFront, data, source.path, "a plan")
    others = tuple(one for one in library.plans if one.id != id_)
    plans = (*others, Plan(id_, source, data.places, front)) if front else others
    return replace(changed, plans=plans), problems


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**40))
def test_edits_at_random_give_diagnostics_or_a_track_that_can_be_asked(
    path: Path, seed: int, library: Library
) -> None:
    text = _edited(path.read_text("utf-8"), Random(seed))  # noqa: S311 - drawn for tests
    name = f"curriculum/tracks/{path.name}"
    edited, problems = _with_file(library, SourceText(name, text))
    tracks = read_tracks(edited)
    for one in (*tracks.problems, *problems):
        assert one.message
        assert 1 <= one.span.line <= text.count("\n") + 1 or one.path != name
    id_ = path.name.partition(".")[0]
    broken = [*broken_findings(edited), *stale_findings(edited)]
    assert all(one.message and one.hint for one in broken)
    found = tracks.tracks.get(id_)
    if found is not None and not list(track_troubles(found, tracks, edited)):
        problem = problem_of(found, tracks.standards, edited.modules)
        answer = solve(problem, effort=0.05)
        sessions = sessions_of(problem, answer.placements)
        modules = {one.id: one for one in edited.modules}
        assert not sessions or verify(found, tracks.standards, modules, sessions) == ()
