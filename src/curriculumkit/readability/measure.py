"""The measures of a text by language, and what makes it hard."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from curriculumkit.readability import english, spanish
from curriculumkit.readability.formulas import (
    Counts,
    fernandez_huerta,
    flesch_kincaid,
    smog,
    szigriszt_pazos,
)
from curriculumkit.readability.text import words_in

POLYSYLLABLE = 3
"""From how many syllables on a word is a hard one (McLaughlin, 1969)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A formula under the name of the settings; `limits` are for a warning and for an error."""

    name: str
    title: str
    formula: Callable[[Counts], float]
    limits: tuple[float, float]
    unit: str

    @property
    def higher_is_harder(self) -> bool:
        """Tell whether higher values are harder, as grades are; ease goes the other way."""
        return self.limits[0] < self.limits[1]

    def exceeds(self, value: float, limit: float) -> bool:
        """Tell whether a value is on the hard side of a limit."""
        return value > limit if self.higher_is_harder else value < limit


MEASURES: Mapping[str, tuple[Measure, ...]] = {
    "en": (
        Measure("flesch_kincaid", "Flesch-Kincaid", flesch_kincaid, (6, 8), "grade"),
        Measure("smog", "SMOG", smog, (6, 8), "grade"),
    ),
    "es": (
        Measure("fernandez_huerta", "Fernández-Huerta", fernandez_huerta, (70, 60), "ease"),
        Measure("szigriszt_pazos", "INFLESZ", szigriszt_pazos, (65, 55), "ease"),
    ),
}
"""The measures of each language, the chief one first, with the limits that hold by default.

Above grade 6 is a warning, above grade 8 an error, by either formula; SMOG, which predicts full
understanding where Flesch-Kincaid predicts three quarters, is the stricter one. For Spanish the
limits are the scores that their authors put beside grades 6 and 8, and the bounds of "fairly easy"
and "normal".
"""

_SYLLABLES: Mapping[str, Callable[[str], int]] = {
    "en": english.syllables,
    "es": spanish.syllables,
}


def syllables(word: str, language: str) -> int:
    """Return how many syllables a word has in a language of `MEASURES`."""
    return _SYLLABLES[language](word)


def counts_of(sentences: Iterable[str], language: str) -> Counts:
    """Return the counts of sentences of a language of `MEASURES`; one without words is none."""
    number = words = total = hard = 0
    count = _SYLLABLES[language]
    for sentence in sentences:
        found = list(map(count, words_in(sentence)))
        number += bool(found)
        words += len(found)
        total += sum(found)
        hard += sum(map(POLYSYLLABLE.__le__, found))
    return Counts(number, words, total, hard)


def hardest_sentences(sentences: Sequence[str], language: str, most: int = 3) -> list[int]:
    """Return the indexes of the hardest sentences by the chief measure, the hardest first."""
    measure = MEASURES[language][0]
    values = []
    for index, sentence in enumerate(sentences):
        counts = counts_of((sentence,), language)
        if counts.words:
            value = measure.formula(counts)
            values.append((-value if measure.higher_is_harder else value, index))
    return [index for _, index in sorted(values)[:most]]


def hardest_words(sentences: Iterable[str], language: str, most: int = 5) -> list[tuple[str, int]]:
    """Return the words that cost most, each with its syllables: the longest and most frequent."""
    found = Counter(word.lower() for sentence in sentences for word in words_in(sentence))
    count = _SYLLABLES[language]
    weighed = [(count(word), times, word) for word, times in found.items()]
    hard = [one for one in weighed if one[0] >= POLYSYLLABLE]
    hard.sort(key=lambda one: (-(one[0] - POLYSYLLABLE + 1) * one[1], -one[0], one[2]))
    return [(word, number) for number, _, word in hard[:most]]
