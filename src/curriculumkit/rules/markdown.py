"""Only Markdown that reaches every page and print."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document, Finding, Rule


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find raw HTML, unknown blocks and roles, hidden lines and unsafe links."""
    for one in document.body.forbidden:
        yield Finding(document.path, one.span, one.message, one.hint)


RULE = Rule(
    slug="markdown",
    severity=Severity.ERROR,
    summary="Documents use the Markdown of the format and nothing else.",
    reason="What one output shows and another drops, or what runs in a browser, is a danger.",
    check_document=check,
    can_be_ignored=False,
)
