"""Nothing that looks like a patient's data."""

import re
from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.readability.text import listed
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.help_lines import digits, stated_numbers
from curriculumkit.rules.wording import words_of
from curriculumkit.source import Span

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|set|dic)[a-záéíóú]*\.?"
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    rf"|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} (?:de )?{_MONTH}(?: de| del)? \d{{4}})"
)
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "a phone number": re.compile(
        r"(?<![\w.-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])"
        r"|(?<![\w./-])[2-9]\d\d[2-9]\d{6}(?![\w/-])"
    ),
    "an e-mail address": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    "a date of birth": re.compile(
        r"\b(?:DOB\b|D\.O\.B\.|date of birth\b|birth ?da(?:te|y)\b|born\b|fecha de nacimiento\b"
        rf"|naci(?:d[oa]|ó)\b)\W{{0,4}}(?:(?:is|was|on|es|fue|el)\b\W{{0,3}}){{0,2}}{_DATE}",
        re.IGNORECASE,
    ),
    "a Social Security number": re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"),
    "a record number": re.compile(
        r"\b(?:MRN|SSN|(?:patient|client|member|medical) ID"
        r"|(?:medical |patient |client |member )?(?:record|chart|case|account|ID)"
        r"\s*(?:no\.?|number|#|núm\.?)"
        r"|(?:expediente|historia clínica|paciente)\s*(?:núm(?:ero)?\.?|n\.º|no\.|#)"
        r"|número de (?:expediente|historia clínica|paciente|afiliado))"
        r"\s*[:#]?\s*[A-Z]{0,3}-?\d{4,}"
        r"|\b(?:medical record|chart|expediente|historia clínica)\s*:?\s*\d{5,}",
        re.IGNORECASE,
    ),
}
_TOLL_FREE = re.compile(r"\+?1?\D?\(?8(?:00|33|44|55|66|77|88)\b")
_FICTION = re.compile(r"555[-. ]01\d{2}$")
"""Numbers that are set aside for stories (North American Numbering Plan)."""
_PUBLIC_MAIL = re.compile(r"@(?:[\w-]+\.)*(?:example\.(?:com|org|net)|[\w-]+\.gov|[\w-]+\.mil)$")
_NUMBER_WORDS: Mapping[str, frozenset[str]] = {
    "a date of birth": listed("birth birthdate birthday dob d born nacimiento nacido nacida nació"),
    "a record number": listed(
        "record chart case account mrn ssn id expediente historia paciente afiliado"
    ),
}
"""Without one of these words, in lower case, there is no such data."""

_GROUPS = re.compile(r"\d\d\d(?:[-. ]|\) ?)\d\d|\d{10}")
"""Without digits in such groups or ten in a row there is no phone or Social Security number."""


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find phone numbers, e-mail addresses, dates of birth and record numbers of persons.

    Numbers that the library's settings state, toll-free numbers, numbers and addresses set aside
    for examples, and addresses of government are nobody's private data.
    """
    text = document.source.text
    words = words_of(document.source)
    grouped = _GROUPS.search(text) is not None
    for what, pattern in _PATTERNS.items():
        if what in _NUMBER_WORDS:
            if words.isdisjoint(_NUMBER_WORDS[what]):
                continue
        elif not ("@" in text if what == "an e-mail address" else grouped):
            continue
        line, before = 1, 0
        for match in pattern.finditer(text):
            if not _is_public(what, match[0], library):
                line += text.count("\n", before, match.start())
                before = match.start()
                column = match.start() - (text.rfind("\n", 0, match.start()) + 1) + 1
                span = Span(line, column, line, column + len(match[0]))
                hint = "Remove it, or leave a blank to fill in by hand on paper."
                yield Finding(document.path, span, f"this looks like {what}", hint)


def _is_public(what: str, found: str, library: Library) -> bool:
    if what == "a phone number":
        return (
            bool(_TOLL_FREE.match(found))
            or bool(_FICTION.search(found))
            or digits(found) in stated_numbers(library)
        )
    return what == "an e-mail address" and bool(_PUBLIC_MAIL.search(found.rstrip(".")))


RULE = Rule(
    slug="private-data",
    severity=Severity.ERROR,
    summary="No file holds what looks like a patient's data.",
    reason="42 CFR Part 2 and HIPAA protect even the fact that somebody is a patient; what is once "
    "in a file is copied, printed and kept in its history.",
    check_document=check,
    can_be_ignored=False,
)
