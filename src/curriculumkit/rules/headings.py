"""Headings go down one level at a time."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document, Finding, Rule


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find headings that skip a level."""
    before = 1
    for heading in document.body.headings:
        if heading.level > before + 1:
            marks = "#" * (before + 1)
            message = f"a heading of level {heading.level} below one of level {before}"
            hint = f"Begin it with '{marks} '."
            yield Finding(document.path, heading.span, message, hint)
        before = heading.level


RULE = Rule(
    slug="headings",
    severity=Severity.WARNING,
    summary="Headings go down one level at a time.",
    reason="Who listens to a page moves by its headings; a missing level sounds like a lost part.",
    check_document=check,
)
