"""Handouts have a purpose and something to do."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.readability.pemat import Material, Verdict, has_action, has_purpose
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import FILE_START


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find handouts that do not say what they are for, or give the reader nothing to do."""
    if not isinstance(document, Handout):
        return
    material = Material(document, easy=True)
    verdict, why = has_purpose(material)
    if verdict is Verdict.DISAGREE:
        span = document.places.value(("purpose",))
        hint = "Write one sentence such as 'This sheet helps you get through a craving.'"
        yield Finding(document.path, span, why, hint)
    verdict, why = has_action(material)
    if verdict is Verdict.DISAGREE:
        hint = "Add one thing to do: a sentence that begins with a verb, a box to tick or a line."
        yield Finding(document.path, FILE_START, f"there is {why}", hint)


RULE = Rule(
    slug="actionable",
    severity=Severity.ERROR,
    summary="Handouts say what they are for and give the reader something to do.",
    reason="A page that only informs changes little; AHRQ's PEMAT asks for an evident purpose "
    "and at least one action.",
    check_document=check,
)
