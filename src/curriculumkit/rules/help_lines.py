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
    (
        re.compile(r"(?:1[-. ]?)?\(?888\)?[-. ]?628[-. ]?9454"),
        "this is the old Spanish number of the 988 Lifeline",
        "Write 988, and to press 2 for Spanish.",
    ),
    (
        re.compile(r"\b(?:www\.)?suicidepreventionlifeline\.org\b", re.IGNORECASE),
        "this is the old address of the 988 Lifeline",
        "Write 988lifeline.org.",
    ),
)
SHORT, CODE = 3, 6
"""How many digits a short number to call has, and a number to text."""

_ENOUGH = 40
"""How many characters before a number are looked at."""

_NUMBER = re.compile(r"[0-9]+")
_TO_CALL = re.compile(
    r"(?:\b(?:call|text|dial|llame al?|marque|mande un texto al)"
    r"|\b(?:life|help|hot)line(?: at| is|,? dial|,? call|,? text|:)"
    r"|\blínea(?: es(?: el)?|,? llame al|:)) \Z",
    re.IGNORECASE,
)
"""What stands before a number of three digits that is to be called."""

_NOT_COUNTED = re.compile(
    r"\s*\Z|\n|[.!?;,)](?!\d)| (?:if|when|or|for|at|to|and|now|today|day|any|free|si|cuando|o|y|a"
    r"|en|para|ahora|hoy|de|gratis)\b",
    re.IGNORECASE,
)
"""What stands after such a number when it counts nothing."""

_SERVICES = frozenset({"911", "988", "211", "311", "411", "511", "611", "711", "811"})
"""Numbers of three digits that are assigned in the United States (FCC)."""

_KNOWN = frozenset(
    {
        "18006624357",  # SAMHSA National Helpline
        "18004874889",  # its TTY
        "18002738255",  # the old number of the 988 Lifeline
        "18007997233",  # National Domestic Violence Hotline
        "18006564673",  # RAINN
        "741741",  # Crisis Text Line
        "838255",  # Veterans Crisis Line, by text
    }
)
"""Numbers of which a slip of one digit is found."""

_LETTERS = re.compile(r"800\)?[-. ]?662[-. ]?(?!HELP\b)[A-Z]{3,}\b")
_TOLL_FREE = re.compile(
    r"(?<![\d-])(?:1[-. ]?)?\(?8(?:00|33|44|55|66|77|88)\)?[-. ]\d{3}[-. ]\d{4}\b"
)
_SIGNS = ("988", "ress 3", "ress three", "800", "833", "844", "855", "866", "877", "888")
"""Without one of these, or the old address, a text names no help line that is written out."""

_OLD_ADDRESS = "suicideprevention"
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
    numbers = stated_numbers(library)
    yield from _short_numbers(document, _KNOWN | numbers)
    if not any(sign in text for sign in _SIGNS) and _OLD_ADDRESS not in text.lower():
        return
    for pattern, message, hint in _WRONG:
        for match in pattern.finditer(text):
            yield Finding(document.path, _span(text, match), message, hint)
    for match in _LIFELINE_WEB.finditer(text):
        hint = "Write 988lifeline.org."
        yield Finding(document.path, _span(text, match), f"'{match[0]}' is not the lifeline", hint)
    yield from _toll_free(document, numbers)


def _short_numbers(document: Document, known: frozenset[str]) -> Iterator[Finding]:
    """Find numbers of three digits to call that are none, and text codes a digit away from one."""
    text = document.source.text
    for match in _NUMBER.finditer(text):
        number, start = match[0], match.start()
        if len(number) == SHORT and number not in _SERVICES | known:
            before = text[max(0, start - _ENOUGH) : start]
            if _TO_CALL.search(before) and _NOT_COUNTED.match(text, match.end()):
                message = f"'{number}' is no help line"
                hint = "Write 988 for a crisis, 911 for an emergency."
                yield Finding(document.path, _span(text, match), message, hint)
        elif len(number) == CODE and text[start - 4 : start].lower() in (" to ", " al "):
            yield from _slip(document, match, known)


def _toll_free(document: Document, numbers: frozenset[str]) -> Iterator[Finding]:
    """Find toll-free numbers that are said to be SAMHSA's, or a slip away from a help line's."""
    text = document.source.text
    for match in _LETTERS.finditer(text) if "662" in text else ():
        yield _not_samhsa(document, match, "Write 1-800-662-4357.")
    for match in _TOLL_FREE.finditer(text):
        if not _SAMHSA.search(text, max(0, match.start() - 80), match.start()):
            yield from _slip(document, match, _KNOWN | numbers)
        elif digits(match[0]) not in numbers:
            yield _not_samhsa(document, match, "Write 1-800-662-4357, or TTY 1-800-487-4889.")


def _not_samhsa(document: Document, match: re.Match[str], hint: str) -> Finding:
    message = f"'{match[0]}' is not the number of the SAMHSA helpline"
    return Finding(document.path, _span(document.source.text, match), message, hint)


def _slip(document: Document, match: re.Match[str], known: frozenset[str]) -> Iterator[Finding]:
    number = digits(match[0])
    near = () if number in known else sorted(one for one in known if _is_a_slip(number, one))
    if near:
        message = f"'{match[0]}' is one digit away from {near[0]}"
        hint = "Compare it with the help line's own page."
        yield Finding(document.path, _span(document.source.text, match), message, hint)


def _is_a_slip(one: str, other: str) -> bool:
    """Tell whether two numbers differ in one digit, or in two neighbors that changed places."""
    if len(one) != len(other):
        return False
    wrong = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(wrong) == 2:  # noqa: PLR2004 - two digits
        first, second = wrong
        return second == first + 1 and one[first] == other[second] and one[second] == other[first]
    return len(wrong) == 1


def _span(text: str, match: re.Match[str]) -> Span:
    start = match.start()
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
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
