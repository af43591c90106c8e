"""Files lie where their id and topic say, and have names that work everywhere."""

import re
from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import FILE_START

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find names that are no ids, modules outside the folder of their topic, stray handouts."""
    if not _ID.fullmatch(document.id):
        hint = "Rename the file: lower-case letters and digits, words joined by hyphens."
        yield Finding(document.path, FILE_START, "the name of the file is no id", hint)
    if _DEVICE.fullmatch(document.id):
        message = f"Windows keeps the name '{document.id}' for a device"
        yield Finding(document.path, FILE_START, message, "Give the file another name.")
    if isinstance(document, Module):
        expected = f"modules/{document.front.topic}/{document.id}.md"
        if document.path != expected:
            message = f"a module of the topic '{document.front.topic}' lies elsewhere"
            span = document.places.value(("topic",))
            yield Finding(document.path, span, message, f"Move it to {expected}.")
    else:
        yield from _handout(document, library)


def _handout(handout: Handout, library: Library) -> Iterator[Finding]:
    languages = library.settings.languages if library.settings else (library.main_language,)
    if handout.language not in languages:
        message = f"the library has no language '{handout.language}'"
        hint = "Add it to 'languages' in curriculum/library.yaml, or move the file."
        yield Finding(handout.path, FILE_START, message, hint)
        return
    folder = "" if handout.language == languages[0] else f"{handout.language}/"
    expected = f"handouts/{folder}{handout.id}.md"
    if handout.path != expected:
        hint = f"Move it to {expected}."
        yield Finding(handout.path, FILE_START, "the handout lies elsewhere", hint)


RULE = Rule(
    slug="places",
    severity=Severity.ERROR,
    summary="Files lie where their id and topic say.",
    reason="Who looks for a session finds it by its topic, on every system.",
    check_document=check,
)
