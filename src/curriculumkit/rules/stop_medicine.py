"""Nobody is told to stop a medicine."""

import re
from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.readability.text import listed, without_quotations
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import language_of, place_in, words_of

_MEDICINES_EN = (
    r"(?:medicines?|medications?|meds|pills|prescriptions?|antidepressants?|antipsychotics?"
    r"|suboxone|subutex|methadone|buprenorphine|naltrexone|vivitrol|sublocade|lithium"
    r"|xanax|ativan|klonopin|valium|benzos?|benzodiazepines?|insulin|shots?|patch(?:es)?)"
)
_STOP_EN = (
    r"(?:stop|quit|skip|cut (?:back|down) on|come off|go off|get off|wean (?:yourself )?off"
    r"|taper(?: off| down)?|throw (?:away|out)|flush|give up|do without)"
)
_WHOSE_EN = r"(?:\s+(?:taking|using|of|the|your|their|his|her|all|any|those|these|that|every)){0,4}"

_MEDICINES_ES = (
    r"(?:medicinas?|medicamentos?|pastillas?|recetas?|antidepresivos?|suboxone|metadona"
    r"|buprenorfina|naltrexona|litio|xanax|ativan|klonopin|valium|benzodiacepinas?|insulina)"
)
_STOP_ES = r"(?:deje(?:n)?|suspenda(?:n)?|interrumpa(?:n)?|abandone(?:n)?|reduzca(?:n)?|tire(?:n)?)"

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:(?:^|[.!?;:]\s+)(?:(?:if|when|once) [^.!?,;:]*, )?"
        r"(?:please |just |now |then |slowly |first,? )*"
        r"|\b(?:you|they|we|patients|people|clients|everyone)\s+(?:can|could|should|may|must|will"
        r"|need to|have to|ought to)\s+(?:just |now |safely |slowly )?"
        r"|\b(?:ok|okay|safe|fine|best|better|time|ready|good idea|goal is|try|free)\s+to\s+)"
        rf"{_STOP_EN}{_WHOSE_EN}\s+{_MEDICINES_EN}\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"(?<!\bno )(?<!\bnunca )(?:(?:^|[.!?;:]\s+)(?:por favor |ahora |luego )?"
        r"|\b(?:puede|debe|pueden|deben|conviene|es mejor|es hora de)\s+(?:que\s+)?)"
        rf"(?:{_STOP_ES}|dejar|suspender|interrumpir|abandonar|reducir)"
        r"(?:\s+(?:de|tomar|usar|la|las|el|los|su|sus|todas|todos)){0,4}\s+"
        rf"{_MEDICINES_ES}\b",
        re.IGNORECASE,
    ),
}

_HEDGED: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:if|whether|before|unless|until|never|not|nobody|\w+n['’]t)\b[^.!?]*\Z", re.IGNORECASE
    ),
    "es": re.compile(r"\b(?:si|antes|nunca|no|nadie|hasta)\b[^.!?]*\Z", re.IGNORECASE),
}
"""What makes the words that follow in the same sentence no advice."""

_SIGNS = listed(
    """
    medicine medicines medication medications meds pill pills prescription prescriptions
    antidepressant antidepressants antipsychotic antipsychotics suboxone subutex methadone
    buprenorphine naltrexone vivitrol sublocade lithium xanax ativan klonopin valium benzo benzos
    benzodiazepine benzodiazepines insulin shot shots patch patches medicina medicinas medicamento
    medicamentos pastilla pastillas receta recetas antidepresivo antidepresivos metadona
    buprenorfina naltrexona litio benzodiacepina benzodiacepinas insulina
    """
)
"""Without one of these words a text names no medicine that is looked for."""

_VERBS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(rf"\b{_STOP_EN}\b", re.IGNORECASE),
    "es": re.compile(
        rf"\b(?:{_STOP_ES}|dejar|suspender|interrumpir|abandonar|reducir)\b", re.IGNORECASE
    ),
}
_MARKERS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(rf"\b{_MEDICINES_EN}\b", re.IGNORECASE),
    "es": re.compile(rf"\b{_MEDICINES_ES}\b", re.IGNORECASE),
}


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find sentences that tell somebody to stop or reduce a medicine; quoted speech is none."""
    language = language_of(document, library)
    pattern = _PATTERNS.get(language)
    if pattern is None or words_of(document.source).isdisjoint(_SIGNS):
        return
    verbs = _VERBS[language]
    for prose in document.body.prose:
        if not verbs.search(prose.text) or not _MARKERS[language].search(prose.text):
            continue
        for match in pattern.finditer(without_quotations(prose.text, language)):
            if _HEDGED[language].search(prose.text, 0, match.start()):
                continue
            span = place_in(document.source, prose, match.start(), match.end())
            words = prose.text[match.start() : match.end()].strip(" .!?;:")
            yield Finding(
                document.path,
                span,
                f"advice to stop a medicine: '{words}'",
                "Say: talk with your prescriber before you change a medicine.",
            )


RULE = Rule(
    slug="stop-medicine",
    severity=Severity.ERROR,
    summary="Nothing tells a patient to stop or reduce a medicine.",
    reason="Stopping some medicines suddenly can kill, and stopping treatment for opioid use "
    "disorder raises the risk of overdose. Only a prescriber changes a prescription.",
    check_document=check,
    can_be_ignored=False,
)
