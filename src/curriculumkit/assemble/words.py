"""Numbers and names in plain words."""

from collections.abc import Sequence


def many(number: int, one: str, more: str | None = None) -> str:
    """Return a number with its noun: ``1 session``, ``2 sessions``."""
    return f"{number} {one if number == 1 else more or f'{one}s'}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: ``a, b and c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def weeks_text(weeks: Sequence[int]) -> str:
    """Return weeks by their numbers: ``week 1``, ``weeks 1, 2``."""
    return f"{'week' if len(weeks) == 1 else 'weeks'} {', '.join(map(str, weeks))}"


def hours(minutes: int) -> str:
    """Return minutes as hours of at most two decimals: ``9.33 h``."""
    return f"{round(minutes / 60, 2):g} h"
