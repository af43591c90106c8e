"""Made-up requests of real sizes, each with a plan planted in it, for the benchmarks."""

from dataclasses import dataclass
from random import Random
from typing import Any

from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.document import Body
from curriculumkit.model.module import Module, ModuleFront, Segment
from curriculumkit.model.standard import Standard, StandardFront
from curriculumkit.model.track import Track, TrackFront
from curriculumkit.source import FILE_START, NOWHERE, SourceText

Place = tuple[int, str, str]
"""A week, a day of the week and a start."""


@dataclass(frozen=True)
class Request:
    """A track with its standards and modules, and where its planted plan has each module."""

    track: Track
    standards: dict[str, Standard]
    modules: dict[str, Module]
    planted: dict[str, Place]

    def changed(self, **fields: Any) -> "Request":
        """Return the request with other fields of its track."""
        front = self.track.front.model_copy(update=_validated(self.track.front, fields))
        track = Track(self.track.id, self.track.source, NOWHERE, front)
        return Request(track, self.standards, self.modules, self.planted)

    def with_lines(self, *lines: dict[str, Any]) -> "Request":
        """Return the request with further requirements."""
        old = [one.model_dump() for one in self.track.front.requirements]
        return self.changed(requirements=[*old, *lines])


def _validated(front: TrackFront, fields: dict[str, Any]) -> dict[str, Any]:
    whole = TrackFront.model_validate(front.model_dump() | fields)
    return {name: getattr(whole, name) for name in fields}


def module(
    id_: str,
    topic: str,
    lengths: tuple[int, int],
    intensity: str,
    *,
    needs: tuple[str, ...] = (),
    two: bool = False,
    family: bool = False,
) -> Module:
    """Return a module of these traits."""
    front = ModuleFront.model_validate(
        {
            "title": id_,
            "topic": topic,
            "format": "family" if family else "group",
            "summary": "A session.",
            "for_patients": "A session.",
            "objectives": ["Name one.", "Name two."],
            "sources": ["a-source"],
            "intensity": intensity,
            "group_size": "4-16",
            "prerequisites": [{"module": one, "kind": "hard"} for one in needs],
            "recap": "It came before." if needs else None,
            "staff": {"co_leader": two},
            "telehealth": True,
        }
    )
    segments = (Segment("teach", "All", *lengths, FILE_START, 1, ()),)
    source = SourceText(f"modules/{topic}/{id_}.md", id_)
    return Module(id_, source, NOWHERE, front, Body(1), segments, ())


def standard(least: float, most: float) -> Standard:
    """Return a standard of weekly hours."""
    source = {"title": "A rule of the benchmark", "basis": "not-confirmed"}
    front = StandardFront.model_validate(
        {
            "title": "Benchmark",
            "counts": {"services": ["group", "family", "individual"], "source": source},
            "rules": [{"kind": "weekly-hours", "least": least, "most": most, "source": source}],
        }
    )
    return Standard("hours", SourceText("curriculum/standards/hours.yaml", ""), NOWHERE, front)


def slots(
    days: tuple[str, ...], many: int, minutes: list[int], **more: Any
) -> list[dict[str, Any]]:
    """Return `many` slots on each of the days."""
    starts = ("09:00", "10:45", "13:00", "14:45")
    return [
        {"day": day, "start": start, "minutes": minutes, "service": "group", "leaders": 2} | more
        for day in days
        for start in starts[:many]
    ]


def request(
    seed: int,
    *,
    weeks: int,
    week_slots: list[dict[str, Any]],
    modules: int,
    topics: int = 12,
    once: bool = False,
    mixed: bool = False,
    closed: bool = False,
    hours: tuple[float, float] = (9, 15),
) -> Request:
    """Return a cohort's request; a plan is planted, and every line of the request holds for it.

    With `once` every module comes exactly once; otherwise a sixth of those planted are required.
    """
    rng = Random(seed)  # noqa: S311
    names = [f"topic-{index + 1}" for index in range(topics)]
    places = [(week, slot) for week in range(1, weeks + 1) for slot in week_slots]
    if closed:
        places = [(week, slot) for week, slot in places if not (week == 4 and slot["day"] == "mon")]
        shut = {
            "date": "2027-01-25",
            "reason": "Closed",
            "then": "make-up",
            "make_up": "2027-01-30",
        }
        places += [(4, slot | {"day": "sat"}) for slot in week_slots if slot["day"] == "mon"]
        places.sort(key=lambda one: (one[0], WEEKDAYS.index(one[1]["day"]), one[1]["start"]))
    planted: dict[str, Place] = {}
    traits: dict[str, dict[str, Any]] = {}
    high_days: set[tuple[int, str]] = set()
    day_topics: set[tuple[int, str, str]] = set()
    for number in range(modules):
        id_ = f"m{number + 1:03d}"
        family = False
        intensity = rng.choices(("low", "moderate", "high"), (40, 38, 22))[0]
        free = list(names)
        if number < len(places):
            week, slot = places[number]
            family = slot["service"] == "family"
            if (week, slot["day"]) in high_days:
                intensity = rng.choice(("low", "moderate"))
            if intensity == "high":
                high_days.add((week, slot["day"]))
            free = [one for one in names if (week, slot["day"], one) not in day_topics]
            planted[id_] = (week, slot["day"], slot["start"])
        topic = rng.choice(free)
        if number < len(places):
            day_topics.add((week, slot["day"], topic))
        lengths = rng.choice(((60, 60), (90, 90), (60, 90))) if mixed else (60, 90)
        traits[id_] = {
            "topic": topic,
            "intensity": intensity,
            "family": family,
            "lengths": lengths,
            "two": rng.random() < 0.1,
        }
    needs = _needs(rng, list(planted), traits)
    made = {
        id_: module(id_, needs=tuple(sorted(needs.get(id_, ()))), **one)
        for id_, one in traits.items()
    }
    lines = _lines(rng, planted, traits, once=once)
    front = {
        "title": {"en": "A request"},
        "weeks": weeks,
        "admission": {"kind": "cohort"},
        "start": "2027-01-04",
        "time_zone": "America/New_York",
        "group": {"least": 6, "most": 12},
        "slots": week_slots,
        "services": [{"service": "individual", "minutes": 60, "times": 1, "every_weeks": 1}],
        "standards": [{"standard": "hours"}],
        "closed": [shut] if closed else [],
        "requirements": lines,
        "wishes": [
            {"kind": "spread-topics", "weight": 6},
            {
                "kind": "phases",
                "weight": 1,
                "phases": [
                    {"topics": names[: topics // 3]},
                    {"topics": names[topics // 3 : 2 * topics // 3]},
                    {"topics": names[2 * topics // 3 :]},
                ],
            },
        ],
    }
    source = SourceText("curriculum/tracks/request.yaml", "")
    track = Track("request", source, NOWHERE, TrackFront.model_validate(front))
    return Request(track, {"hours": standard(*hours)}, made, planted)


def _needs(rng: Random, order: list[str], traits: dict[str, Any]) -> dict[str, set[str]]:
    """Return hard prerequisites that the planted order satisfies: one for every third module."""
    needs: dict[str, set[str]] = {}
    many = 0
    while many < len(order) // 3:
        first, then = sorted(rng.sample(range(len(order)), 2))
        one, two = order[first], order[then]
        same = traits[one]["topic"] == traits[two]["topic"]
        if (
            len(needs.get(two, ())) < 2
            and one not in needs.get(two, ())
            and (same or rng.random() < 0.3)
        ):
            needs.setdefault(two, set()).add(one)
            many += 1
    return needs


def _lines(
    rng: Random, planted: dict[str, Place], traits: dict[str, Any], *, once: bool
) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = [
        {"kind": "repeats", "most": 1},
        {"kind": "intensity", "most": 1, "per": "day"},
        {"kind": "topic", "most": 1, "per": "day"},
    ]
    ids = list(planted)
    if once:
        lines.append({"kind": "include", "modules": list(traits)})
    else:
        lines += [{"kind": "include", "modules": [one]} for one in rng.sample(ids, len(ids) // 6)]
        others = [one for one in traits if one not in planted]
        lines += [
            {"kind": "exclude", "modules": [one]} for one in rng.sample(others, min(3, len(others)))
        ]
    for one in rng.sample(ids, 3):
        week, day, _ = planted[one]
        lines.append({"kind": "pin", "module": one, "week": week, "day": day})
    for topic in sorted({one["topic"] for one in traits.values()}):
        at = [planted[id_][0] for id_ in ids if traits[id_]["topic"] == topic]
        most = max((at.count(week) for week in at), default=1)
        lines.append({"kind": "topic", "topic": topic, "most": max(2, most), "per": "week"})
        if not once:
            few = max(0, len(at) - 1)
            lines.append(
                {"kind": "topic", "topic": topic, "least": few, "most": few + 3, "per": "plan"}
            )
        if len(set(at)) > 1:
            lines.append({"kind": "spread", "topic": topic, "weeks": len(set(at)) - 1})
    return lines


def rolling(
    seed: int, *, weeks: int = 12, stay: int = 6, core: int = 24, filler: int = 24
) -> Request:
    """Return a rolling request: core modules in every stay, fillers when there is room.

    24 and 24 leave no slot to spare in 12 weeks of six; fewer fillers leave some.
    """
    rng = Random(seed)  # noqa: S311
    names = [f"topic-{index + 1}" for index in range(12)]
    traits: dict[str, dict[str, Any]] = {}
    for number in range(core + filler):
        id_ = f"{'c' if number < core else 'f'}{number + 1:02d}"
        intensity = rng.choices(("low", "moderate", "high"), (45, 35, 20))[0]
        traits[id_] = {"topic": names[number % 12], "intensity": intensity, "lengths": (60, 90)}
    needs: dict[str, set[str]] = {}
    ids = sorted(traits)
    while sum(map(len, needs.values())) < 16:
        first, then = sorted(rng.sample(ids, 2))
        if then[0] == "c" and first[0] == "f":
            continue
        if len(needs.get(then, ())) < 2 and rng.random() < 0.6:
            needs.setdefault(then, set()).add(first)
    made = {i: module(i, needs=tuple(sorted(needs.get(i, ()))), **t) for i, t in traits.items()}
    front = {
        "title": {"en": "A cycle"},
        "weeks": weeks,
        "admission": {
            "kind": "rolling",
            "stay_weeks": stay,
            "core_topics": [],
            "first_sessions": 1,
            "catch_ups": 4,
        },
        "time_zone": "America/New_York",
        "group": {"least": 6, "most": 12},
        "slots": slots(("mon", "wed", "fri"), 2, [90]),
        "services": [{"service": "individual", "minutes": 60, "times": 1, "every_weeks": 1}],
        "standards": [{"standard": "hours"}],
        "requirements": [
            {"kind": "include", "modules": [one for one in ids if one[0] == "c"]},
            {"kind": "repeats", "after_weeks": 3},
            {"kind": "repeats", "modules": [one for one in ids if one[0] == "f"], "most": 1},
            {"kind": "intensity", "most": 1, "per": "day"},
            {"kind": "topic", "most": 1, "per": "day"},
        ],
        "wishes": [
            {"kind": "spread-topics", "weight": 3},
            {"kind": "few-catch-ups", "weight": 10},
        ],
    }
    if filler < core:
        # With slots to spare the fillers may come more often.
        front["requirements"].pop(2)
    source = SourceText("curriculum/tracks/cycle.yaml", "")
    track = Track("cycle", source, NOWHERE, TrackFront.model_validate(front))
    return Request(track, {"hours": standard(9, 15)}, made, {})


def sizes() -> dict[str, Any]:
    """Return how to make a request of each size from a seed."""
    three = ("mon", "wed", "fri")
    five = ("mon", "tue", "wed", "thu", "fri")
    evening = {"start": "18:00", "minutes": [60, 90], "leaders": 2}
    big = [
        *(
            slot
            for slot in slots(five, 2, [60, 90])
            if (slot["day"], slot["start"]) != ("fri", "10:45")
        ),
        {"day": "thu", "service": "family"} | evening,
    ]
    return {
        "8 weeks": lambda seed: request(
            seed, weeks=8, week_slots=slots(three, 2, [90]), modules=72, closed=True
        ),
        "8 weeks, mixed": lambda seed: request(
            seed,
            weeks=8,
            week_slots=slots(three, 2, [60, 90]),
            modules=72,
            closed=True,
            mixed=True,
            hours=(7, 15),
        ),
        "12 weeks, all once": lambda seed: request(
            seed, weeks=12, week_slots=slots(three, 2, [90]), modules=72, once=True
        ),
        "16 weeks of 10": lambda seed: request(
            seed, weeks=16, week_slots=big, modules=300, topics=20, hours=(9, 19)
        ),
        "cycle, exact": rolling,
        "cycle, slack": lambda seed: rolling(seed, filler=18),
    }
