"""Modules are made of timed segments."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.source import FILE_START


def check(library: Library) -> Iterator[Finding]:
    """Find headings that are no segments, modules without any, and text before the first."""
    for module in library.modules:
        for bad in module.bad_segments:
            yield Finding(module.path, bad.span, bad.message, bad.hint)
        if not module.segments and not module.bad_segments:
            hint = "Write '## Check-in: title (5–10 min)' and what follows."
            yield Finding(module.path, FILE_START, "the module has no segments", hint)
        elif module.segments:
            first = min(one.span.line for one in module.body.headings)
            for prose in module.body.prose:
                if prose.span.line < first:
                    hint = "Move it below the first heading, so that it has a place on the clock."
                    yield Finding(module.path, prose.span, "text before the first segment", hint)
                    break


RULE = Rule(
    slug="segments",
    severity=Severity.ERROR,
    summary="Modules are made of timed segments.",
    reason="The clock times of tonight's guide are worked out from the minutes of the segments.",
    check=check,
)
