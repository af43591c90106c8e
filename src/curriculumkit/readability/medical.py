"""Medical terms that a text uses, and whether it says what they mean."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from curriculumkit.readability.prose import Sentence

_TERMS: Mapping[str, str] = {
    "en": "withdrawal|tolerance|overdose|naloxone|buprenorphine|methadone|naltrexone"
    "|benzodiazepines?|opioids?|stimulants?|sedatives?|seizures?|hepatitis|neurotransmitters?"
    "|dopamine|trauma|antidepressants?|prescriber|diagnosis|dissociation|hypervigilance|detox"
    "|sponsor",
    "es": "abstinencia|tolerancia|sobredosis|naloxona|buprenorfina|metadona|naltrexona"
    "|benzodiacepinas?|opioides?|estimulantes?|sedantes?|convulsi(?:ón|ones)|hepatitis|dopamina"
    "|trauma|antidepresivos?|diagnóstico",
}
"""Terms to be explained where they stand, by language, as a pattern."""

_PATTERNS = {
    language: re.compile(rf"\b(?:{terms})\b", re.IGNORECASE) for language, terms in _TERMS.items()
}
_IS = re.compile(
    r"\W+(?:\w+\W+){0,2}?(?:is|are|means?|es|son|significa|quiere decir)\b", re.IGNORECASE
)
"""After a term, at most two words on: what it is."""

_SAID = re.compile(
    r"\b(?:called|such as|like|se llama|como|quiere decir)\b|[(:—–]",
    re.IGNORECASE,
)
"""Anywhere in the sentence: an example, another name, or words set apart."""

_NAMES = re.compile(r"\b(?:that|this|it|they|eso|esto) (?:is|are|es|son) $", re.IGNORECASE)
"""Before a term: it gives its name to what was told, as in "They may shake. That is withdrawal"."""

_GOES_ON = re.compile(
    r"(?:(?:It|That|This|They|These|Those) (?:is|are|means?)|(?:Es|Son|Eso es|Quiere decir))\b"
)


def languages() -> frozenset[str]:
    """Return the languages whose terms are known."""
    return frozenset(_PATTERNS)


def medical_terms(sentences: Sequence[Sentence], language: str) -> Iterator[tuple[str, bool]]:
    """Yield each term once, as first written, and whether any of its sentences explains it.

    A term is explained by its sentence ("Naloxone is a spray", "opioids (such as heroin)") or by
    the one after it in the same paragraph ("It is a spray").
    """
    terms: dict[str, str] = {}
    explained: set[str] = set()
    for sentence, following in pairwise((*sentences, None)):
        for match in _PATTERNS[language].finditer(sentence.text if sentence else ""):
            term = match[0].lower().removesuffix("s")
            terms.setdefault(term, match[0].lower())
            if _explains(sentence, match, following):
                explained.add(term)
    for term, written in terms.items():
        yield written, term in explained


def _explains(sentence: Sentence | None, match: re.Match[str], following: Sentence | None) -> bool:
    """Tell whether a sentence, or the one after it, explains the term found in it."""
    if sentence is None:
        return False
    text = sentence.text
    if _SAID.search(text) or _IS.match(text, match.end()) or _NAMES.search(text[: match.start()]):
        return True
    goes_on = following is not None and following.prose is sentence.prose
    return goes_on and following is not None and bool(_GOES_ON.match(following.text))
