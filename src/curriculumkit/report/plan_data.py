"""Plans as JSON for other programs."""

import json
from collections.abc import Sequence
from typing import Any

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.price import GivenUp
from curriculumkit.assemble.rolling import Coverage
from curriculumkit.assemble.verify_standards import Hours
from curriculumkit.dates import date_of
from curriculumkit.model.plan import PlanFront

VERSION = 1
"""The version of this JSON; it goes up when a field is taken away or changes its meaning."""


def plan_json(case: Case, plan: PlanFront, hours: Sequence[Hours], lost: Sequence[GivenUp]) -> str:
    """Return a plan with its hours (in minutes) and the wishes that it gives up."""
    front = case.track.front
    data = {
        "version": VERSION,
        "track": case.track.id,
        "title": dict(front.title),
        "weeks": front.weeks,
        "admission": front.admission.kind,
        "stay_weeks": front.stay,
        "start": None if front.start is None else str(front.start),
        "time_zone": front.time_zone,
        "proof": None if plan.proof is None else plan.proof.model_dump(),
        "sessions": [_session(case, number) for number in range(len(case.rows))],
        "hours": [_hours(one) for one in hours],
        "wishes_given_up": [
            {"wish": one.wish, "message": one.message, "price": one.price} for one in lost
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _session(case: Case, number: int) -> dict[str, Any]:
    row = case.rows[number]
    session = row.session
    start = case.track.front.start
    return {
        "week": session.week,
        "day": session.day,
        "date": None if start is None else str(date_of(start, session.week, row.day % 7)),
        "start": session.start,
        "minutes": session.minutes,
        "module": session.module,
        "title": row.module.front.title,
        "topic": row.topic,
        "service": row.slot.service,
        "room": session.room,
    }


def _hours(one: Hours) -> dict[str, Any]:
    return {
        "standard": one.standard,
        "week": one.label,
        "scheduled_minutes": one.scheduled,
        "counted_minutes": one.counted,
        "least_minutes": one.least,
        "most_minutes": one.most,
        "slack_minutes": one.slack,
    }


def coverage_json(lines: Sequence[Coverage]) -> str:
    """Return the coverage of each entry week."""
    data = [
        {
            "entry_week": one.entry,
            "modules": list(one.modules),
            "missing_modules": list(one.missing),
            "missing_topics": list(one.missing_topics),
            "catch_ups": [{"missed": a, "before": b} for a, b in one.catch_ups],
            "not_fit_for_newcomers": list(one.unfit),
        }
        for one in lines
    ]
    return json.dumps(data, indent=2, ensure_ascii=False)
