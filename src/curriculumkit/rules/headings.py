"""Headings go down one level at a time."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document, Finding, Rule


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find headings that skip a level, and headings without words."""
    before = 1
    for heading in document.body.headings:
        if not heading.title.strip():
            hint = "Write its words after the number signs, or remove the line."
            yield Finding(document.path, heading.span, "a heading without words", hint)
        if heading.level > before + 1:
            marks = "#" * (before + 1)
            above = "the title" if before == 1 else f"one of level {before}"
            message = f"a heading of level {heading.level} below {above}"
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
