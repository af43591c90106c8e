"""Handouts can be read by whoever gets them."""

from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Related, Severity
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.readability.measure import (
    MEASURES,
    Measure,
    counts_of,
    hardest_sentences,
    hardest_words,
)
from curriculumkit.readability.prose import Sentence, patient_sentences
from curriculumkit.readability.text import words_in
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import place_in, start_of
from curriculumkit.source import FILE_START

FEWEST_WORDS = 30
FEWEST_SENTENCES = 3
"""Below these a formula says nothing."""

_SHOWN = 80


def limits_of(library: Library, language: str) -> Mapping[str, tuple[float, float]]:
    """Return the limits of each measure of a language: for a warning, for an error."""
    settings = library.settings.readability.get(language) if library.settings else None
    own = {one.name: getattr(settings, one.name, None) for one in MEASURES.get(language, ())}
    return {one.name: own[one.name] or one.limits for one in MEASURES.get(language, ())}


def values_of(handout: Handout) -> Mapping[str, float]:
    """Return the value of each measure; nothing for a handout too short, or of another language."""
    return _values(handout, list(patient_sentences(handout.body)))


def _values(handout: Handout, sentences: list[Sentence]) -> Mapping[str, float]:
    if handout.language not in MEASURES:
        return {}
    counts = counts_of((one.text for one in sentences), handout.language)
    if counts.words < FEWEST_WORDS or counts.sentences < FEWEST_SENTENCES:
        return {}
    return {one.name: one.formula(counts) for one in MEASURES[handout.language]}


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find handouts whose prose is harder to read than the limits of the library."""
    if not isinstance(document, Handout):
        return
    sentences = list(patient_sentences(document.body))
    values = _values(document, sentences)
    limits = limits_of(library, document.language)
    broken = [
        (one, level)
        for one in MEASURES.get(document.language, ())
        for level in [_level(one, values.get(one.name), limits[one.name])]
        if level
    ]
    if not broken:
        return
    said = ", ".join(_said(one, values[one.name], limits[one.name]) for one, _ in broken)
    error = any(level is Severity.ERROR for _, level in broken)
    yield Finding(
        document.path,
        document.places.key(("title",)) if document.places.keys else FILE_START,
        f"too hard to read: {said}",
        "Split the sentences shown, and say the hard words in plain ones.",
        (*_hard_sentences(document, sentences), *_hard_words(document, sentences)),
        severity=Severity.ERROR if error else Severity.WARNING,
    )


def _level(measure: Measure, value: float | None, limits: tuple[float, float]) -> Severity | None:
    if value is None or not measure.exceeds(value, limits[0]):
        return None
    return Severity.ERROR if measure.exceeds(value, limits[1]) else Severity.WARNING


def _said(measure: Measure, value: float, limits: tuple[float, float]) -> str:
    bound = "at most" if measure.higher_is_harder else "at least"
    return f"{measure.unit} {value:.1f} by {measure.title} ({bound} {limits[0]:g})"


def _hard_sentences(document: Handout, sentences: list[Sentence]) -> Iterator[Related]:
    texts = [one.text for one in sentences]
    measure = MEASURES[document.language][0]
    for index in hardest_sentences(texts, document.language):
        one = sentences[index]
        value = measure.formula(counts_of((one.text,), document.language))
        span = start_of(document.source, one.prose, one.text)
        shown = one.text if len(one.text) <= _SHOWN else one.text[:_SHOWN].rstrip() + "…"
        words = len(words_in(one.text))
        message = f"hard sentence, {measure.unit} {value:.0f}, {words} words: {shown}"
        yield Related(document.path, span, message)


def _hard_words(document: Handout, sentences: list[Sentence]) -> Iterator[Related]:
    texts = [one.text for one in sentences]
    for word, number in hardest_words(texts, document.language):
        for one in sentences:
            column = one.prose.text.lower().find(word)
            if column >= 0 and word in one.text.lower():
                span = place_in(document.source, one.prose, column, column + len(word))
                message = f"hard word, {number} syllables: {word}"
                yield Related(document.path, span, message)
                break


RULE = Rule(
    slug="readability",
    severity=Severity.WARNING,
    summary="Handouts read at grade 6 or below.",
    reason="Patient material should read at grade 6 or below (NIH, AMA) and never above 8 (CDC); "
    "what a patient cannot read does not help.",
    check_document=check,
)
