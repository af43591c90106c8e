"""Claims carry their source."""

import re
from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.document import Prose
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.readability.text import listed, sentences_in, without_quotations
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import language_of, place_in, words_of
from curriculumkit.source import FILE_START, SourceText

_CLAIM = re.compile(
    r"\b(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)? percent\b"
    r"|\b(?!0 ?%|100 ?%|100 percent)\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?"
    r"(?:%|percent\b|por ciento\b)"
    r"|\b(?:stud(?:y|ies)|research|science|evidence|trials?|surveys?|scientists|researchers|experts"
    r"|data)\s+"
    r"(?:(?:have|has|also|clearly|now|often)\s+)*"
    r"(?:shows?|showed|shown|finds?|found|suggests?|suggested|proves?|proved|demonstrates?"
    r"|demonstrated|indicates?|says?|tells? us|confirms?|confirmed"
    r"|agree)\b"
    r"|\baccording to (?:\w+ )?(?:stud(?:y|ies)|research|science|scientists|experts|surveys?)\b"
    r"|\b(?:doubles?|triples?|doubled|tripled|halves) (?:the |your |their )?"
    r"(?:risk|chances?|odds)\b"
    r"|\b(?:half|(?:a|one) third|two[- ]thirds|(?:a|one) quarter|three[- ]quarters) of (?:all )?"
    r"(?:people|adults|patients|americans|men|women|persons|teens|children|students|veterans)\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:out of|in) (?:every )?"
    r"(?:four|five|six|seven|eight|nine|ten|\d+) "
    r"(?:people|adults|patients|americans|men|women|persons|teens|children|students|veterans)\b"
    r"|\b(?:twice|(?:two|three|four|five|six|ten|\d+) times) (?:as|more|less) likely\b"
    r"|\b(?:cuts?|lowers?|reduces?|raises?|increases?) (?:the |your |their )?(?:risk|chances?|odds)"
    r"\b[^.!?]{0,30}\b(?:in|by) half\b"
    r"|\b(?:proven|proved) (?:that|to)\b"
    r"|\bit (?:is|was|has been) (?:shown|found|demonstrated) that\b"
    r"|\b(?:los estudios|(?:un|el|este) estudio|estudios(?: recientes)?|las investigaciones"
    r"|la investigación|la evidencia|la ciencia|los expertos|los científicos)\s+"
    r"(?:ha |han )?(?:muestran?|mostró|mostraron|demuestran?|demostró|demostraron|indican?"
    r"|sugieren?|encontró|encontraron|halló|hallaron|dicen?|prueban?|encontrado|demostrado|mostrado)\b"
    r"|\bsegún (?:(?:los|un|el|varios|las|la) )?"
    r"(?:estudios?|investigaci(?:ones|ón)|expertos|ciencia)\b"
    r"|\b(?:está|ha sido|fue) (?:demostrado|comprobado|probado) que\b"
    r"|\b(?:du|tri)plican? (?:el|su) riesgo\b"
    r"|\b(?:una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|\d+) de cada "
    r"(?:tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d+) "
    r"(?:personas|adultos|pacientes|hombres|mujeres|jóvenes)\b"
    r"|\bla mitad de (?:las|los) (?:personas|adultos|pacientes|hombres|mujeres|jóvenes)\b",
    re.IGNORECASE,
)
_SIGNS = listed(
    """
    percent ciento study studies research evidence trial trials survey surveys scientists
    researchers experts science data double doubles doubled triple triples tripled halves
    likely half proven proved shown demonstrated
    estudio estudios investigación investigaciones evidencia ciencia expertos científicos
    demostrado comprobado probado duplica duplican triplica triplican cada mitad
    """
)
_COUNTED = listed(
    """
    people adults patients americans men women persons teens children students veterans
    """
)
"""Without a percent sign or one of these words a text makes no claim that is looked for."""

_ONE_IN = re.compile(r"\b(?:in|of)\s+(?:\S+\s+){0,2}\Z")
"""What stands before the people in "one in five people"."""

_BEFORE = 40
"""How many characters before the people are looked at."""

_NO_FINDING = re.compile(
    r"\b(?:discount|off|tip|interest rate|battery|volume|sure|certain|agree|effort)\b",
    re.IGNORECASE,
)
"""Words near a percentage that is no finding, as in "turn the volume to 20 percent"."""


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find modules without a citation in their text, and claims without one in their paragraph."""
    cited = [role for role in document.body.roles if role.name == "cite"]
    if isinstance(document, Module) and not cited:
        hint = "Put {cite}`key` after a fact that comes from one of the module's sources."
        yield Finding(document.path, FILE_START, "the text cites none of the sources", hint)
    words = words_of(document.source)
    if (
        "%" not in document.source.text
        and words.isdisjoint(_SIGNS)
        and not any(_is_counted(document.source.text.lower(), word) for word in _COUNTED & words)
    ):
        return
    language = language_of(document, library)
    for prose in document.body.prose:
        yield from _claims(document, prose, language)


def _is_counted(text: str, word: str) -> bool:
    """Tell whether a text in lower case may count such people, as in "one in five people"."""
    at = text.find(word)
    while at >= 0:
        if _ONE_IN.search(text[max(0, at - _BEFORE) : at]):
            return True
        at = text.find(word, at + 1)
    return False


def _claims(document: Document, prose: Prose, language: str) -> Iterator[Finding]:
    if prose.kind == "heading" or not _CLAIM.search(prose.text):
        return
    bare = without_quotations(prose.text, language)
    for match in _CLAIM.finditer(bare):
        sentence = next((one for one in sentences_in(bare) if match[0] in one), bare)
        if match[0][0].isdigit() and _NO_FINDING.search(sentence):
            continue
        if not _has_citation(document.source, prose):
            span = place_in(document.source, prose, match.start(), match.end())
            message = f"a claim without its source: '{match[0].strip()}'"
            hint = "Add {cite}`key` in the same paragraph, or leave the figure out."
            yield Finding(document.path, span, message, hint)
            return


def _has_citation(source: SourceText, prose: Prose) -> bool:
    """Tell whether the paragraph, item or row that begins where the prose does cites a source."""
    for number in range(prose.span.line, len(source.lines) + 1):
        line = source.line(number)
        if number > prose.span.line and _begins_anew(line):
            return False
        if "{cite}`" in line:
            return True
    return False


def _begins_anew(line: str) -> bool:
    text = line.strip()
    return (
        not text
        or text.startswith((":::", "|", "#", "- ", "* "))
        or bool(re.match(r"\d+\. ", text))
    )


RULE = Rule(
    slug="evidence",
    severity=Severity.WARNING,
    summary="Modules cite a source in their text, and claims carry a citation.",
    reason="A facilitator who is asked 'says who?' must have the answer on the page.",
    check_document=check,
)
