"""The rules: one a file, all of them in the list below."""

from curriculumkit.rules import (
    blocks,
    duplicate_ids,
    images,
    known_ids,
    markdown,
    places,
    prerequisites,
    segments,
    slots,
    sources,
)
from curriculumkit.rules.base import Rule

RULES: tuple[Rule, ...] = (
    blocks.RULE,
    duplicate_ids.RULE,
    images.RULE,
    known_ids.RULE,
    markdown.RULE,
    places.RULE,
    prerequisites.RULE,
    segments.RULE,
    slots.RULE,
    sources.RULE,
)
"""Every rule, in the order of its slug."""
