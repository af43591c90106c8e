"""Tracks ask for what there is and can be."""

from collections.abc import Iterator

from curriculumkit.assemble.findings import track_findings
from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule


def check(library: Library) -> Iterator[Finding]:
    """Find unknown names, impossible dates and contradictions in tracks."""
    for one in track_findings(library):
        yield Finding(one.path, one.span, one.message, one.hint)


RULE = Rule(
    slug="tracks",
    severity=Severity.ERROR,
    summary="Tracks name only what exists, and do not contradict themselves.",
    reason="A plan can only be as right as the request that it answers.",
    check=check,
)
