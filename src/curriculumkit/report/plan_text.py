"""Plans as text for a person at a terminal."""

from collections.abc import Mapping, Sequence

from curriculumkit.assemble.change import Change
from curriculumkit.assemble.explain import Explanation, Help, easing_text
from curriculumkit.assemble.given import OF_FRAME, OF_MODULE
from curriculumkit.assemble.makeup import MakeUp
from curriculumkit.assemble.personal import Way
from curriculumkit.assemble.price import GivenUp
from curriculumkit.assemble.problem import Constraint, Origin, Problem
from curriculumkit.assemble.rolling import Coverage
from curriculumkit.assemble.standards import OF_STANDARD
from curriculumkit.assemble.verify_standards import Hours
from curriculumkit.assemble.why import Why
from curriculumkit.assemble.words import hours, listed, many
from curriculumkit.report.plan_table import WIDTH, table
from curriculumkit.source import SourceText

LEAVE = "only with the leave of the payer or the state: "
"""What is said of lines that are not the director's to give up."""


def hours_text(lines: Sequence[Hours], width: int = WIDTH) -> str:
    """Return the hours of each week against each standard, with the slack."""
    if not lines:
        return "No standard with weekly hours."
    rows = [("standard", "week", "held", "counted", "needed", "slack")]
    for one in lines:
        needed = [] if one.least is None else [hours(one.least)]
        needed += [] if one.most is None else [f"at most {hours(one.most)}"]
        slack = "" if one.slack is None else hours(one.slack)
        rows.append(
            (
                one.standard,
                one.label,
                hours(one.scheduled),
                hours(one.counted),
                ", ".join(needed),
                slack,
            )
        )
    return table(rows, width)


def given_up_text(lost: Sequence[GivenUp], *, most: int = 12) -> str:
    """Return the wishes given up and their price."""
    if not lost:
        return "Every wish is met."
    total = sum(one.price for one in lost)
    lines = [f"  {one.message} (price {one.price})" for one in lost[:most]]
    if len(lost) > most:
        rest = sum(one.price for one in lost[most:])
        lines.append(f"  and {len(lost) - most} more (price {rest})")
    return "\n".join((f"Wishes given up, at a price of {total} in all:", *lines))


def coverage_text(lines: Sequence[Coverage], width: int = WIDTH) -> str:
    """Return what people of each entry week meet, and what they miss."""
    rows = [("entry", "modules", "missing", "catch-ups", "first sessions")]
    for one in lines:
        missing = [*one.missing, *(f"topic {topic}" for topic in one.missing_topics)]
        rows.append(
            (
                f"week {one.entry}",
                str(len(one.modules)),
                ", ".join(missing) or "nothing",
                "; ".join(f"{first} before {then}" for first, then in one.catch_ups) or "none",
                f"not fit: {', '.join(one.unfit)}" if one.unfit else "fit for newcomers",
            )
        )
    return table(rows, width)


def explanation_text(problem: Problem, told: Explanation, sources: Mapping[str, SourceText]) -> str:
    """Return why there is no plan: the lines, the sum, and what would help."""
    lines = ["There is no such plan. These lines cannot hold together:", ""]
    for index in told.members:
        one = problem.constraints[index]
        lines.append(f"  {_place(one.origin)}: {one.text}")
        for other in one.also:
            written = sources[other.path].line(other.span.line).strip().removeprefix("- ")
            lines.append(f"    with {_place(other)}: {written}")
    if told.reason:
        lines += ["", f"The reason: {told.reason}."]
    alone = len(told.members) == 1
    if told.minimal and not alone:
        lines += ["", "Without any one of them the others can hold: each was tried."]
    elif not told.minimal:
        lines += ["", "There may be a smaller set: the time ran out before each was tried."]
    return "\n".join(lines)


def ways_out_text(problem: Problem, helps: Sequence[Help], found: Sequence[Change]) -> str:
    """Return what would help: lines to ease, changes of the frame, and others' lines at last."""
    if not helps and not found:
        return "No single change was found that would help."
    lines = ["What would help (each was tried, and a plan found):", ""]
    if any(len(one.lines) > 1 for one in helps):
        said = "Something else stands in the way too: where a way says 'and', it takes all of it."
        lines[:0] = [said, ""]
    for help_ in helps:
        ways = [_eased_text(problem.constraints[index], help_.steps) for index in help_.lines]
        rest = [one.removeprefix(LEAVE) if ways[0].startswith(LEAVE) else one for one in ways[1:]]
        lines.append("  - " + "\n    and ".join((ways[0], *rest)))
    for one in found:
        lines.append(f"  - {one.what}")
        lines += [f"      {line}" for line in one.write.splitlines()]
    return "\n".join(lines)


def _eased_text(one: Constraint, steps: int | None) -> str:
    """Return what it means to ease a line, or to give it up, and whose leave that needs."""
    said = f"{_place(one.origin)}: {one.text}"
    how = "give up" if steps is None else f"ease by {easing_text(one, steps)}"
    if one.weight >= OF_STANDARD:
        return f"{LEAVE}{how} {said}"
    if one.weight >= OF_FRAME:
        return {"slot": "leave the slot empty in some weeks", "closed": "open on that day"}.get(
            one.kind, "give up"
        ) + f": {said}"
    if one.weight >= OF_MODULE:
        return f"change the module, with whoever signs it off: {said}"
    return f"{how} {said}"


def _place(origin: Origin) -> str:
    return f"{origin.path}:{origin.span.line}"


def why_text(problem: Problem, module: str, told: Why, weeks: Sequence[int]) -> str:
    """Return why a module stands where it stands."""
    stands = (
        f"{module} stands in week {listed([str(one) for one in weeks])}."
        if weeks
        else f"{module} is not in the plan."
    )
    lines = [stands]
    if told.lines:
        lines += ["", "Lines that speak of it:"]
        for index in told.lines:
            one = problem.constraints[index]
            lines.append(f"  {_place(one.origin)}: {one.text}")
    lines += ["", "In any other week:"]
    for other in told.elsewhere:
        if other.answer == "worse":
            lines.append(f"  week {other.week}: possible, at a price of {other.price} more")
        elif other.answer == "same":
            lines.append(f"  week {other.week}: just as good; a fixed order decided")
        elif other.answer == "unknown":
            lines.append(f"  week {other.week}: not known, the time ran out")
        else:
            lines.append(f"  week {other.week}: impossible, because of")
            for index in other.lines:
                against = problem.constraints[index]
                lines.append(f"    {_place(against.origin)}: {against.text}")
    return "\n".join(lines)


def make_up_text(told: MakeUp, titles: Mapping[str, str]) -> str:
    """Return how to make up for a missed session."""
    lines = []
    if told.again is not None:
        row = told.again.row
        lines.append(
            f"{told.module} comes again in week {row.week} of the plan, {row.session.day} at "
            f"{row.session.start}, {_away(told.again.weeks_away)}."
        )
        lines += [
            f"  Before that, {needs.module.id} (week {needs.week}, {needs.session.day}) needs "
            "it: hold an individual session first."
            for needs in told.before
        ]
    else:
        lines.append(f"{told.module} does not come again: hold an individual session.")
    if told.related is not None:
        row = told.related.row
        lines.append(
            f"Of the same topic, {row.module.id} comes in week {row.week}, {row.session.day} at "
            f"{row.session.start}, {_away(told.related.weeks_away)}."
        )
    named = [f"{id_} ({titles[id_]})" if id_ in titles else id_ for id_ in told.handouts]
    lines.append(f"For an individual session: {listed(named)}." if named else "It has no handout.")
    return "\n".join(lines)


def _away(weeks: int) -> str:
    return "later the same week" if weeks == 0 else f"{many(weeks, 'week')} later"


def way_text(told: Way, width: int = WIDTH) -> str:
    """Return one person's way through the track."""
    rows = [("week", "day", "time", "module", "topic", "")]
    for step in told.steps:
        mark = "again" if step.again else ""
        mark = "needed" if step.needed and not step.again else mark
        session = step.row.session
        rows.append(
            (
                str(step.week_of_stay),
                session.day,
                session.start,
                step.row.module.front.title,
                step.row.topic,
                mark,
            )
        )
    lines = [
        f"Entry in week {told.entry} of the plan. Weeks are those of the stay.",
        "",
        table(rows, width),
    ]
    for first, then in told.catch_ups:
        lines.append(f"Individual catch-up: {first}, before {then}.")
    lines += [f"No session within the stay answers '{topic}'." for topic in told.unmet]
    if told.extra:
        lines.append(f"For individual sessions: {listed(told.extra)}.")
    return "\n".join(lines)
