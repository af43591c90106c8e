"""Modules are made of timed segments."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import FILE_START


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find headings that are no segments, modules without any, and text before the first."""
    if not isinstance(document, Module):
        return
    for bad in document.bad_segments:
        yield Finding(document.path, bad.span, bad.message, bad.hint)
    if not document.segments and not document.bad_segments:
        hint = "Write '## Check-in: title (5–10 min)' and what follows."
        yield Finding(document.path, FILE_START, "the module has no segments", hint)
    elif document.segments:
        first = min(one.span.line for one in document.body.headings)
        for prose in document.body.prose:
            if prose.span.line < first:
                hint = "Move it below the first heading, so that it has a place on the clock."
                yield Finding(document.path, prose.span, "text before the first segment", hint)
                break


RULE = Rule(
    slug="segments",
    severity=Severity.ERROR,
    summary="Modules are made of timed segments.",
    reason="The clock times of tonight's guide are worked out from the minutes of the segments.",
    check_document=check,
)
