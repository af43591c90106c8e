"""Plans are what their tracks ask for."""

from collections.abc import Iterator

from curriculumkit.assemble.findings import broken_findings
from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule


def check(library: Library) -> Iterator[Finding]:
    """Find every way in which a plan breaks its track or a standard."""
    for one in broken_findings(library):
        yield Finding(one.path, one.span, one.message, one.hint)


RULE = Rule(
    slug="plan-holds",
    severity=Severity.ERROR,
    summary="Plans keep every line of their track and of its standards.",
    reason="A plan that was changed by hand must still satisfy the payer, and keep patients safe.",
    check=check,
)
