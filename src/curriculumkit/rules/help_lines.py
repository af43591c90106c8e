"""Help lines are there, and right wherever they are written."""

import re
from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import Span

SETTINGS = "curriculum/library.yaml"

REQUIRED: Mapping[str, str] = {
    "911": "Emergency",
    "988": "the 988 Suicide and Crisis Lifeline",
    "18006624357": "the SAMHSA National Helpline, 1-800-662-4357",
}
"""Numbers that every library prints, as digits. SAMHSA (2025): 988lifeline.org and
samhsa.gov/find-help/helplines; the old ten-digit lifeline number still works but is not printed."""

_WRONG: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"(?:1[-. ]?)?\(?800\)?[-. ]?273[-. ]?(?:8255|TALK)", re.IGNORECASE),
        "this is the old number of the 988 Lifeline",
        "Write 988.",
    ),
    (
        re.compile(r"\bpress (?:3|three)\b.{0,60}(?:LGBT|youth|988)", re.IGNORECASE),
        "988 has had no press 3 since 17 July 2025",
        "Take it out; veterans press 1, for Spanish press 2.",
    ),
)
_TOLL_FREE = re.compile(
    r"(?<![\d-])(?:1[-. ]?)?\(?8(?:00|33|44|55|66|77|88)\)?[-. ]\d{3}[-. ]\d{4}\b"
)
_SIGNS = ("988", "ress 3", "ress three", "800", "833", "844", "855", "866", "877", "888")
"""Without one of these a text names no help line."""

_SAMHSA = re.compile(r"SAMHSA|National Helpline|Línea Nacional de Ayuda", re.IGNORECASE)
_LIFELINE_WEB = re.compile(
    r"\b(?:www\.)?988(?!lifeline\.org)[a-z-]*\.(?:org|com|gov|net)\b", re.IGNORECASE
)


def digits(text: str) -> str:
    """Return the digits of a phone number, with the 1 before a number of ten digits."""
    found = re.sub(r"\D", "", text)
    return f"1{found}" if len(found) == 10 else found  # noqa: PLR2004 - area code and number


def stated_numbers(library: Library) -> frozenset[str]:
    """Return every phone number that the library's settings state, as digits."""
    if library.settings is None:
        return frozenset()
    numbers = {
        digits(number)
        for line in library.settings.help_lines
        for number in (line.call, line.text)
        if number
    }
    notes = (text for line in library.settings.help_lines for text in (line.note or {}).values())
    for note in notes:
        numbers |= {digits(match[0]) for match in _TOLL_FREE.finditer(note)}
    contact = library.settings.contact
    numbers |= {digits(number) for number in (contact.call, contact.after_hours) if number}
    return frozenset(numbers)


def check(library: Library) -> Iterator[Finding]:
    """Find help lines that the settings lack, or name in fewer languages than the library has."""
    if library.settings is None:
        return
    span = library.settings_places.key(("help_lines",))
    given = stated_numbers(library)
    for number, name in REQUIRED.items():
        if number not in given:
            hint = "Add it to 'help_lines' with its name, number and note."
            yield Finding(SETTINGS, span, f"the help lines lack {name}", hint)
    for index, line in enumerate(library.settings.help_lines):
        for language in library.settings.languages:
            if language not in line.name or (line.note is not None and language not in line.note):
                place = library.settings_places.value(("help_lines", index))
                message = f"a help line has no name or note in '{language}'"
                hint = "Write it in every language of the library."
                first = Span(place.line, place.column, place.line, place.column + 1)
                yield Finding(SETTINGS, first, message, hint)


def check_document(document: Document, library: Library) -> Iterator[Finding]:
    """Find help lines that are written wrongly in a document."""
    text = document.source.text
    if not any(sign in text for sign in _SIGNS):
        return
    for pattern, message, hint in _WRONG:
        for match in pattern.finditer(text):
            yield Finding(document.path, _span(text, match), message, hint)
    for match in _LIFELINE_WEB.finditer(text):
        hint = "Write 988lifeline.org."
        yield Finding(document.path, _span(text, match), f"'{match[0]}' is not the lifeline", hint)
    numbers = stated_numbers(library)
    for match in _TOLL_FREE.finditer(text):
        around = text[max(0, match.start() - 80) : match.start()]
        if digits(match[0]) not in numbers and _SAMHSA.search(around):
            hint = "Write 1-800-662-4357, or TTY 1-800-487-4889."
            message = f"'{match[0]}' is not the number of the SAMHSA helpline"
            yield Finding(document.path, _span(text, match), message, hint)


def _span(text: str, match: re.Match[str]) -> Span:
    line = text.count("\n", 0, match.start()) + 1
    column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
    return Span(line, column, line, column + len(match[0]))


RULE = Rule(
    slug="help-lines",
    severity=Severity.ERROR,
    summary="911, 988 and the SAMHSA helpline are stated, and right wherever they are written.",
    reason="A wrong digit on a page that someone holds in a crisis can cost a life.",
    check=check,
    check_document=check_document,
    can_be_ignored=False,
)
