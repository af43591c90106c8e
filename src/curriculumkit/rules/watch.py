"""Sessions that stir up much say what to watch for."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.rules.base import Document, Finding, Rule


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find modules of high intensity without a `watch` block."""
    if not isinstance(document, Module) or document.front.intensity != "high":
        return
    if not any(block.name == "watch" for block in document.body.blocks):
        hint = "Add a block ':::{watch} the risk': what to look for, what to do, whom to call."
        span = document.places.value(("intensity",))
        yield Finding(document.path, span, "high intensity, but no 'watch' block", hint)


RULE = Rule(
    slug="watch",
    severity=Severity.ERROR,
    summary="Modules of high intensity have a `watch` block.",
    reason="Who leads a hard session must know the signs of danger before they appear.",
    check_document=check,
    can_be_ignored=False,
)
