"""Handouts are handed out."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule, all_read
from curriculumkit.source import FILE_START


def check(library: Library) -> Iterator[Finding]:
    """Find handouts, in the language they are written in, that no module hands out."""
    if not all_read(library, "modules/"):
        return
    given = {id_ for module in library.modules for id_ in module.handout_ids}
    for handout in library.handouts:
        if handout.language == library.main_language and handout.id not in given:
            hint = f"Give it out in a module with ':::{{handout}} {handout.id}', or remove it."
            yield Finding(handout.path, FILE_START, "no module gives this handout out", hint)


RULE = Rule(
    slug="unused-handouts",
    severity=Severity.WARNING,
    summary="Every handout is given out by a module.",
    reason="A page that no session uses is never printed, and nobody notices when it is wrong.",
    check=check,
)
