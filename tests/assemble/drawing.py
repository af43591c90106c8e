"""Tiny tracks drawn at random, most of them with a plan planted in them."""

from dataclasses import dataclass
from random import Random
from typing import Any

from making import module, standard, track

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.verify import verify
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.plan import PlannedSession
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Track

TOPICS = ("t1", "t2", "t3")


@dataclass(frozen=True)
class Drawn:
    """A track with its standards and modules."""

    track: Track
    standards: dict[str, Standard]
    modules: dict[str, Module]


def draw(seed: int, only: str | None = None) -> Drawn:
    """Return the tiny track of a seed; with `only`, its lines are of that kind as far as possible.

    A plan is drawn first; nine in ten of the lines are kept only if that plan satisfies them.
    """
    rng = Random(seed)  # noqa: S311 - drawn for tests
    weeks = rng.choice((1, 2, 2, 3))
    days = sorted(rng.sample(range(5), 1 if weeks == 3 else 2))
    rolling = only in ROLLING or (only is None and rng.random() < 0.35)
    modules = _modules(rng, weeks * len(days))
    slots = [_slot(rng, day) for day in days]
    if rng.random() < 0.3 and len(days) * weeks < 4:
        slots.append(_slot(rng, days[0]) | {"start": "20:00"})
    slots.sort(key=lambda slot: (WEEKDAYS.index(slot["day"]), slot["start"]))
    fields: dict[str, Any] = {"weeks": weeks, "slots": slots, "start": "2027-01-04"}
    if rolling:
        fields["admission"] = {
            "kind": "rolling",
            "stay_weeks": rng.randint(1, weeks + 1),
            "core_topics": [],
            "first_sessions": 0,
            "catch_ups": 20,
        }
    fields["services"] = [_service(rng)] if rng.random() < 0.5 else []
    planted = _plant(rng, track(**fields), modules)
    for _ in range(rng.randint(2, 7)):
        _add_line(rng, fields, modules, planted, only)
    fields["wishes"] = _wishes(rng, weeks)
    standards = {}
    if only in STANDARD_KINDS or (only is None and rng.random() < 0.5):
        _add_standard(rng, fields, modules, planted, standards, only)
    return Drawn(track(**fields), standards, modules)


def _modules(rng: Random, many: int) -> dict[str, Module]:
    ids = [f"m{index}" for index in range(rng.randint(max(2, many - 1), 5))]
    found = {}
    for index, id_ in enumerate(ids):
        hard = (rng.choice(ids),) if rng.random() < 0.25 else ()
        found[id_] = module(
            id_,
            topic=rng.choice(TOPICS),
            minutes=rng.choice(((60, 90), (60, 90), (90, 90), (60, 60))),
            pause=rng.choice((0, 0, 10)),
            format_="family" if index and rng.random() < 0.1 else "group",
            intensity=rng.choice(("low", "moderate", "high", "high")),
            hard=tuple(one for one in hard if one != id_),
            co_leader=rng.random() < 0.2,
            people=rng.choice(("1-20", "1-20", "1-20", "4-10")),
        )
    return found


def _slot(rng: Random, weekday: int) -> dict[str, Any]:
    return {
        "day": WEEKDAYS[weekday],
        "start": "18:00",
        "minutes": rng.choice(([90], [90], [60, 90], [60])),
        "service": rng.choice(("group", "group", "group", "education")),
        "leaders": rng.choice((1, 2, 2)),
        "break_minutes": rng.choice((0, 0, 15)),
    }


def _service(rng: Random) -> dict[str, Any]:
    return {
        "service": rng.choice(("individual", "group", "testing")),
        "minutes": rng.choice((30, 60)),
        "times": 1,
        "every_weeks": rng.choice((1, 1, 2)),
        "days": rng.choice((None, ["sat"])),
        "random": rng.random() < 0.3,
    }


def _plant(rng: Random, one: Track, modules: dict[str, Module]) -> list[PlannedSession]:
    """Return one way to fill the slots, without a module twice in a week if that works out."""
    planted: list[PlannedSession] = []
    for (week, weekday, start), slot in sorted(Case(one, {}, modules, ()).expected.items()):
        ways = [
            (m.id, minutes)
            for m in modules.values()
            for minutes in slot.minutes
            if m.fits(minutes)
            and m.front.format == "group"
            and (week, m.id) not in {(p.week, p.module) for p in planted}
            and (slot.leaders > 1 or not m.front.staff.co_leader)
        ]
        if ways:
            id_, minutes = rng.choice(ways)
            planted.append(
                PlannedSession(
                    week=week, day=WEEKDAYS[weekday], start=start, minutes=minutes, module=id_
                )
            )
    return planted


REQUIREMENTS = (
    "include",
    "exclude",
    "topic",
    "spread",
    "order",
    "spacing",
    "intensity",
    "repeats",
    "pin",
    "only",
    "one-leader",
)
ROLLING = ("core-topic", "catch-ups", "first-sessions")
STANDARD_KINDS = (
    "standard-weekly-hours",
    "standard-day-hours",
    "standard-service-days",
    "standard-gap",
    "standard-length",
    "standard-daily-group",
    "standard-group-size",
    "standard-frequency",
    "standard-subjects",
)


def draw_line(
    rng: Random, kind: str, weeks: int, ids: list[str], *, rolling: bool
) -> dict[str, Any]:
    """Return a requirement of this kind; not every plan can satisfy it."""
    some = rng.sample(ids, 2)
    topic = rng.choice(TOPICS)
    per = rng.choice(("day", "week", "plan"))
    least = rng.randint(0, 2) if per != "day" else 0
    lines: dict[str, dict[str, Any]] = {
        "include": {"modules": some[: rng.randint(1, 2)]},
        "exclude": {"modules": some[:1]},
        "topic": {"topic": topic, "least": least, "most": least + rng.randint(0, 2), "per": per},
        "spread": {"topic": topic, "weeks": rng.randint(1, weeks)},
        "order": {
            "modules": some,
            "within_days": None if rolling else rng.choice((None, None, 3, 7)),
        },
        "spacing": {"modules": some, "least_days": rng.choice((1, 2, 8))},
        "intensity": {"most": rng.randint(0, 1), "per": rng.choice(("day", "week"))},
        "repeats": rng.choice(
            ({"most": 1}, {"after_weeks": 2}, {"modules": some, "most": 1}, {"after_weeks": 3})
        ),
        "pin": {
            "module": some[0],
            "week": rng.randint(1, weeks),
            "day": rng.choice(WEEKDAYS[:5]),
            "start": rng.choice((None, "18:00")),
        },
        "only": {
            "modules": some[:1],
            "weeks": rng.choice((None, [1], [weeks])),
            "days": rng.choice((["mon"], ["mon", "tue", "wed"], ["thu", "fri"])),
        },
        "one-leader": {"weeks": rng.choice((None, [1]))},
    }
    return {"kind": kind} | lines[kind]


def _add_line(
    rng: Random,
    fields: dict[str, Any],
    modules: dict[str, Module],
    planted: list[PlannedSession],
    only: str | None,
) -> None:
    """Add a requirement, a closed date or a need of the cycle, if the planted plan allows it."""
    weeks = fields["weeks"]
    rolling = "admission" in fields
    kind = only if only in REQUIREMENTS else rng.choice(REQUIREMENTS)
    changed = dict(fields)
    if only in ROLLING or (rolling and only is None and rng.random() < 0.4):
        admission = dict(fields["admission"])
        which = only or rng.choice(ROLLING)
        if which == "core-topic":
            admission["core_topics"] = [rng.choice(TOPICS)]
        elif which == "catch-ups":
            admission["catch_ups"] = rng.randint(0, 1)
        else:
            admission["first_sessions"] = 1
        changed["admission"] = admission
    elif only == "closed" or (only is None and rng.random() < 0.15):
        day = 4 + rng.randint(0, 4) + 7 * rng.randint(0, weeks - 1)
        then: dict[str, Any] = {"then": "skip"}
        if rng.random() < 0.6:
            made_up = rng.choice((9, 10, 9 + 7 * (weeks - 1), (day - 4) // 7 * 7 + 9))
            then = {"then": "make-up", "make_up": f"2027-01-{made_up:02d}"}
        closed = {"date": f"2027-01-{day:02d}", "reason": "Closed"} | then
        changed["closed"] = [*fields.get("closed", []), closed][:2]
        for field in ("date", "make_up"):
            days = [one[field] for one in changed["closed"] if field in one]
            if len(set(days)) < len(days):
                return
        fields |= changed
        return
    else:
        line = draw_line(rng, kind, weeks, list(modules), rolling=rolling)
        changed["requirements"] = [*fields.get("requirements", []), line]
    plain = {"weeks", "slots", "start", "services"}
    alone = {key: value for key, value in changed.items() if key in plain}
    if "admission" in changed:
        alone["admission"] = changed["admission"]
    if "requirements" in changed:
        alone["requirements"] = changed["requirements"][-1:]
    kinds = {"slot", "prerequisite", "co-leader", "module-size"}
    broken = [one for one in verify(track(**alone), {}, modules, planted) if one.kind not in kinds]
    if not broken or rng.random() < 0.1:
        fields |= changed


def _wishes(rng: Random, weeks: int) -> list[dict[str, Any]]:
    wishes: list[dict[str, Any]] = [
        {"kind": "spread-topics", "weight": rng.randint(1, 9)},
        {"kind": "few-repeats", "weight": rng.randint(1, 9)},
        {"kind": "signed-off", "weight": 1},
        {"kind": "few-catch-ups", "weight": rng.randint(1, 5)},
        {
            "kind": "phases",
            "weight": rng.randint(1, 9),
            "phases": [
                {"topics": ["t1"], "weeks": rng.choice((None, [1]))},
                {"topics": ["t2"], "weeks": None},
            ],
        },
    ]
    last = wishes[-1]["phases"]
    if last[0]["weeks"]:
        last[1]["weeks"] = [weeks]
    return rng.sample(wishes, rng.randint(0, 3))


def _add_standard(
    rng: Random,
    fields: dict[str, Any],
    modules: dict[str, Module],
    planted: list[PlannedSession],
    standards: dict[str, Standard],
    only: str | None,
) -> None:
    """Add a standard, mostly one that the planted plan satisfies."""
    kinds = (
        [only.removeprefix("standard-")]
        if only
        else [one.removeprefix("standard-") for one in rng.sample(STANDARD_KINDS, 2)]
    )
    rules: list[dict[str, Any]] = []
    for kind in kinds:
        least = rng.choice((1, 1.5, 2, 2.5))
        rules.append(
            {"kind": kind}
            | {
                "weekly-hours": {"least": least, "most": rng.choice((None, least + 1, 5))},
                "day-hours": {
                    "least": rng.choice((1, 1.25, 1.5)),
                    "days": rng.choice((None, 1, 2)),
                },
                "service-days": {"least": rng.choice((1, 2, 2, 3))},
                "gap": {"most_days": rng.randint(1, 6), "holidays_aside": rng.random() < 0.5},
                "length": {"least_days": rng.choice((7, 14, 15))},
                "daily-group": {},
                "group-size": {"services": ["group"], "most": rng.choice((10, 12))},
                "frequency": {"service": rng.choice(("individual", "education")), "every_weeks": 2},
                "subjects": {"subjects": ["tobacco"]},
            }[kind]
        )
    one = standard("rules", rules, counts=rng.choice((("group",), ("group", "individual"))))
    changed = dict(fields) | {
        "standards": [{"standard": "rules", "weeks": rng.choice((None, [1]))}]
    }
    if "subjects" in kinds:
        changed["subjects"] = [{"subject": "tobacco", "modules": [rng.choice(list(modules))]}]
    broken = [
        v
        for v in verify(track(**changed), {"rules": one}, modules, planted)
        if v.kind.startswith("standard-")
    ]
    if not broken or rng.random() < 0.25:
        standards["rules"] = one
        fields |= changed
