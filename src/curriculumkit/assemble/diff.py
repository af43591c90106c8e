"""What moved from one plan to another, in words."""

from collections import defaultdict
from collections.abc import Sequence

from curriculumkit.model.plan import PlannedSession


def where(one: PlannedSession) -> str:
    """Return the place of a session in words: ``week 2, mon 18:00``."""
    return f"week {one.week}, {one.day} {one.start}"


def differences(old: Sequence[PlannedSession], new: Sequence[PlannedSession]) -> tuple[str, ...]:
    """Return what is different in the new plan, one line for each session that moved.

    A module's sessions are matched in order of time, after those that stayed; what is left over
    is new or gone.
    """
    before, after = _by_module(old), _by_module(new)
    lines: list[tuple[tuple[int, int, str], str]] = []
    for module in sorted(set(before) | set(after)):
        was, now = before[module], after[module]
        stayed = {one.place for one in was} & {one.place for one in now}
        changed = {one.place: one for one in now if one.place in stayed}
        for one in was:
            other = changed.get(one.place)
            if other is not None and other != one:
                lines.append((one.place, f"{module}: {where(one)}: {_details(one, other)}"))
        left = [one for one in was if one.place not in stayed]
        came = [one for one in now if one.place not in stayed]
        for one, other in zip(left, came, strict=False):
            lines.append((other.place, f"{module}: moves from {where(one)} to {where(other)}"))
        lines += [(one.place, f"{module}: no longer in {where(one)}") for one in left[len(came) :]]
        lines += [(one.place, f"{module}: new in {where(one)}") for one in came[len(left) :]]
    return tuple(text for _, text in sorted(lines))


def _by_module(sessions: Sequence[PlannedSession]) -> dict[str, list[PlannedSession]]:
    found: dict[str, list[PlannedSession]] = defaultdict(list)
    for one in sorted(sessions, key=lambda session: session.place):
        found[one.module].append(one)
    return found


def _details(old: PlannedSession, new: PlannedSession) -> str:
    parts = []
    if old.minutes != new.minutes:
        parts.append(f"{new.minutes} minutes instead of {old.minutes}")
    if old.room != new.room:
        parts.append(f"in {new.room or 'no room'} instead of {old.room or 'no room'}")
    return ", ".join(parts)
