"""What can be reported: every rule and every problem of reading, with its section of the manual."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from curriculumkit.parse.problems import PROBLEMS
from curriculumkit.rules import RULES
from curriculumkit.rules.base import Rule

_BY_SLUG: Mapping[str, Rule] = {rule.slug: rule for rule in RULES}

SLUGS: tuple[str, ...] = (*PROBLEMS, *_BY_SLUG)
"""Every slug: problems met while reading, then rules."""

_TITLE = re.compile(r"^## ([a-z]+(?:-[a-z]+)*)$", re.MULTILINE)
"""The title of a section; headings in examples begin with a capital."""


def listed() -> str:
    """Return a line for each slug: its name, its severity, and what it asks."""
    width = max(map(len, SLUGS))
    lines = [f"{slug:{width}}  error    {reason}" for slug, reason in PROBLEMS.items()]
    lines += [f"{one.slug:{width}}  {one.severity:8} {one.summary}" for one in RULES]
    return "\n".join(lines)


def explained(slug: str) -> str:
    """Return what a rule or problem asks and why, with the examples of the manual."""
    rule = _BY_SLUG.get(slug)
    head = f"{slug} ({rule.severity if rule else 'error'})"
    asks = [rule.summary, rule.reason] if rule else [PROBLEMS[slug]]
    if rule and not rule.can_be_ignored:
        asks.append("It cannot be ignored.")
    told = sections().get(slug, "").split("\n\n", len(asks[:2]))[-1]
    return "\n\n".join((head, *asks, _plain(told)))


@cache
def sections() -> Mapping[str, str]:
    """Return the sections of the manual's page on rules, by slug."""
    parts = _TITLE.split(_page())
    return {slug: text.strip() for slug, text in zip(parts[1::2], parts[2::2], strict=True)}


def _page() -> str:
    """Return the manual's page: as shipped in the package, or in the source tree."""
    shipped = files("curriculumkit").joinpath("rules.md")
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    tree = Path(__file__).parents[2] / "docs" / "rules.md"
    return tree.read_text(encoding="utf-8") if tree.is_file() else ""


def _plain(section: str) -> str:
    """Return a section of the manual for a terminal: examples indented below their path."""
    lines: list[str] = []
    inside = False
    for line in section.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside and line.startswith(":caption: "):
            lines.append(f"  {line.removeprefix(':caption: ')}")
        elif inside:
            lines.append(f"    {line}".rstrip())
        else:
            lines.append({"**Bad**": "Bad:", "**Good**": "Good:"}.get(line, line))
    return "\n".join(lines).strip()
