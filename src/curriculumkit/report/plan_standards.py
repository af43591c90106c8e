"""Each rule of each standard beside what the plan says to it, for an auditor."""

from collections.abc import Sequence
from typing import Any

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.verify_standards import RULES
from curriculumkit.assemble.words import many
from curriculumkit.report.plan_table import WIDTH, table
from curriculumkit.report.plan_weeks import service_name

Proved = tuple[str, str, str, str]
"""A standard, what it asks for, what the plan says to it, and the source of the figure."""


def proved_rules(case: Case) -> tuple[Proved, ...]:
    """Return every rule of the track's standards, held to the plan anew."""
    found = []
    for use in case.track.front.standards:
        standard = case.standards[use.standard]
        for rule in standard.front.rules:
            broken = [one.message for one in RULES[rule.kind](case, use, standard, rule)]
            where = f" in weeks {', '.join(map(str, use.weeks))}" if use.weeks else ""
            source = rule.source.title
            if rule.source.basis == "not-confirmed":
                source += " (not confirmed)"
            answer = "; ".join(broken) or f"holds{where}"
            found.append((use.standard, rule_text(rule), answer, source))
    return tuple(found)


def standards_text(lines: Sequence[Proved], width: int = WIDTH) -> str:
    """Return the rules as a table."""
    return table([("standard", "asks for", "the plan", "source"), *lines], width)


def rule_text(rule: Any) -> str:
    """Return in words what a rule asks for."""
    match rule.kind:
        case "weekly-hours":
            return f"{_range(rule.least, rule.most)} counted hours a week"
        case "day-hours":
            days = "every day" if rule.days is None else many(rule.days, "day")
            return f"at least {rule.least:g} counted hours on {days}"
        case "service-days":
            return f"a counted service on at least {many(rule.least, 'day')} a week"
        case "gap":
            aside = ", holidays aside" if rule.holidays_aside else ""
            return f"at most {many(rule.most_days, 'day')} in a row without a service{aside}"
        case "length":
            return f"{_range(rule.least_days, rule.most_days)} days of treatment"
        case "daily-group":
            return "a group on every day with a service"
        case "group-size":
            return f"{_range(rule.least, rule.most)} patients ({', '.join(rule.services)})"
        case "frequency":
            often = "week" if rule.every_weeks == 1 else f"{rule.every_weeks} weeks"
            long = f" of at least {rule.least_minutes} minutes" if rule.least_minutes else ""
            drawn = ", on days drawn at random" if rule.random else ""
            return f"{service_name(rule.service)}{long} every {often}{drawn}"
        case "subjects":
            return f"taught: {', '.join(one.replace('-', ' ') for one in rule.subjects)}"
    raise TypeError(f"no such rule: {rule!r}")


def _range(least: float | None, most: float | None) -> str:
    parts = [f"at least {least:g}"] if least is not None else []
    parts += [f"at most {most:g}"] if most is not None else []
    return " and ".join(parts)
