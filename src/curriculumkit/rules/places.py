"""Files lie where their id and topic say, and have names that work everywhere."""

import re
from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.source import FILE_START

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check(library: Library) -> Iterator[Finding]:
    """Find names that are no ids, modules outside the folder of their topic, stray handouts."""
    languages = library.settings.languages if library.settings else (library.main_language,)
    for document in library.documents:
        if not _ID.fullmatch(document.id):
            hint = "Rename the file: lower-case letters and digits, words joined by hyphens."
            yield Finding(document.path, FILE_START, "the name of the file is no id", hint)
    for module in library.modules:
        expected = f"modules/{module.front.topic}/{module.id}.md"
        if module.path != expected:
            message = f"a module of the topic '{module.front.topic}' lies elsewhere"
            span = module.places.value(("topic",))
            yield Finding(module.path, span, message, f"Move it to {expected}.")
    for handout in library.handouts:
        if handout.language not in languages:
            message = f"the library has no language '{handout.language}'"
            hint = "Add it to 'languages' in curriculum/library.yaml, or move the file."
            yield Finding(handout.path, FILE_START, message, hint)
        folder = "" if handout.language == languages[0] else f"{handout.language}/"
        expected = f"handouts/{folder}{handout.id}.md"
        if handout.path != expected and handout.language in languages:
            hint = f"Move it to {expected}."
            yield Finding(handout.path, FILE_START, "the handout lies elsewhere", hint)


RULE = Rule(
    slug="places",
    severity=Severity.ERROR,
    summary="Files lie where their id and topic say.",
    reason="Who looks for a session finds it by its topic, on every system.",
    check=check,
)
