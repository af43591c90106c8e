"""Where a substance comes up, the library's safety text stands on the page."""

import re
from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.handout import Handout, Substance
from curriculumkit.model.library import Library
from curriculumkit.readability.text import listed
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import place_in, words_of

_NAMES: Mapping[Substance, frozenset[str]] = {
    "opioids": listed(
        """
        opioid opioids opiate opiates heroin dope fentanyl carfentanil oxycodone oxycontin
        roxicodone oxy oxys percocet percocets percs hydrocodone hydromorphone dilaudid
        oxymorphone opana vicodin norco lortab tramadol ultram tapentadol nucynta demerol morphine
        codeine kratom methadone buprenorphine suboxone subutex zubsolv brixadi sublocade naloxone
        narcan overdose overdoses overdosed opioide opioides opiáceo opiáceos heroína chiva
        fentanilo oxicodona hidrocodona morfina codeína metadona buprenorfina naloxona sobredosis
        """
    ),
    "alcohol": listed(
        """
        alcohol alcoholic beer beers wine wines liquor vodka whiskey whisky bourbon tequila mezcal
        rum gin brandy cognac champagne cocktail cocktails booze drinking drunk hangover alcohólica
        alcohólicas alcohólico alcohólicos cerveza cervezas vino vinos licor licores ron aguardiente
        borracho borracha borrachos borrachas borrachera resaca
        """
    ),
    "benzodiazepines": listed(
        """
        benzodiazepine benzodiazepines benzo benzos xanax xannies alprazolam ativan lorazepam
        klonopin clonazepam valium diazepam restoril temazepam halcion triazolam librium
        chlordiazepoxide oxazepam clorazepate rivotril benzodiacepina benzodiacepinas
        """
    ),
}
_PATTERNS: Mapping[Substance, re.Pattern[str]] = {
    substance: re.compile(rf"\b(?:{'|'.join(sorted(names))})\b", re.IGNORECASE)
    for substance, names in _NAMES.items()
}
_NOT_THE_DRINK = re.compile(
    r"alcohol[- ](?:free|based)|rubbing alcohol|sin alcohol|drinking (?:water|fountains?|glass)"
    r"|(?:drugs?\s+(?:and|or)\s+alcohol|alcohol\s+(?:and|or)\s+(?:other\s+)?drugs?|alcohol)"
    r"\s+(?:treatment|programs?|counseling|counselors?|services|records|rehab)"
    r"|(?:care|treatment|help|programs?|services)\s+for\s+(?:drugs?\s+(?:and|or)\s+alcohol"
    r"|alcohol\s+(?:and|or)\s+(?:other\s+)?drugs?)"
    r"|consumo\s+de\s+(?:alcohol\s+[yo]\s+(?:otras\s+)?drogas|drogas\s+[yo]\s+alcohol)",
    re.IGNORECASE,
)


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find handouts that name a substance without its safety text, and texts that are missing."""
    if not isinstance(document, Handout):
        return
    texts = library.settings.safety if library.settings else {}
    for substance in document.front.safety:
        if library.settings and document.language not in texts.get(substance, {}):
            span = document.places.value(("safety",))
            message = f"the library has no safety text for {substance} in '{document.language}'"
            hint = "Add it to 'safety' in curriculum/library.yaml."
            yield Finding(document.path, span, message, hint)
    words = words_of(document.source)
    for substance, pattern in _PATTERNS.items():
        if substance in document.front.safety or words.isdisjoint(_NAMES[substance]):
            continue
        for prose in document.body.prose:
            match = pattern.search(_NOT_THE_DRINK.sub(_blank, prose.text))
            if match:
                span = place_in(document.source, prose, match.start(), match.end())
                message = f"'{match[0]}' comes up, but the safety text for {substance} is missing"
                named = ", ".join((*document.front.safety, substance))
                yield Finding(document.path, span, message, f"Write at the top: safety: [{named}]")
                break


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


RULE = Rule(
    slug="safety-text",
    severity=Severity.ERROR,
    summary="Handouts on opioids, alcohol or benzodiazepines carry the safety text.",
    reason="Who reads about a drug may be about to stop alone, or to use after a break; both kill.",
    check_document=check,
    can_be_ignored=False,
)
