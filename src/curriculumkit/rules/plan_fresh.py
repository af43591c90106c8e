"""Plans were made from the track and the modules as they are now."""

from collections.abc import Iterator

from curriculumkit.assemble.findings import stale_findings
from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule


def check(library: Library) -> Iterator[Finding]:
    """Find plans whose track, standards or modules have changed since they were made."""
    for one in stale_findings(library):
        yield Finding(one.path, one.span, one.message, one.hint)


RULE = Rule(
    slug="plan-fresh",
    severity=Severity.WARNING,
    summary="Plans were made from the track, the standards and the modules as they are now.",
    reason="What an auditor is shown must rest on what is really run.",
    check=check,
)
