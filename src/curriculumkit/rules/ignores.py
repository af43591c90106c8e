"""Exceptions name a rule that can be ignored, and are needed."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document, Finding, Rule


def check(_document: Document, _library: Library) -> Iterator[Finding]:
    """Find nothing: what is ignored is known only after all rules, in `rules.ignoring`."""
    return iter(())


RULE = Rule(
    slug="ignores",
    severity=Severity.WARNING,
    summary="`ignore` names rules that exist, can be ignored, and would have found something.",
    reason="An exception that nobody needs hides the next mistake; safety and privacy have none.",
    check_document=check,
    can_be_ignored=False,
)
