"""The published formulas, on counts alone."""

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas need: sentences, words, syllables, and words of 3 syllables or more."""

    sentences: int
    words: int
    syllables: int
    polysyllables: int

    @property
    def words_per_sentence(self) -> float:
        """Return the mean length of a sentence in words."""
        return self.words / self.sentences

    @property
    def syllables_per_word(self) -> float:
        """Return the mean length of a word in syllables."""
        return self.syllables / self.words


def flesch_kincaid(counts: Counts) -> float:
    """Return the US school grade by Flesch-Kincaid.

    Kincaid, Fishburne, Rogers and Chissom (1975), Derivation of New Readability Formulas for Navy
    Enlisted Personnel, Research Branch Report 8-75: 0.39 words per sentence + 11.8 syllables per
    word - 15.59. Readers of that grade understood three quarters of a text.
    """
    return 0.39 * counts.words_per_sentence + 11.8 * counts.syllables_per_word - 15.59


def smog(counts: Counts) -> float:
    """Return the grade by SMOG, for a text of any length.

    McLaughlin (1969), SMOG Grading: a New Readability Formula, Journal of Reading 12 (8), 639-646:
    3.1291 + 1.0430 times the root of the words of 3 or more syllables in 30 sentences. Readers of
    that grade understood all of a text, so that SMOG runs about two grades above Flesch-Kincaid.
    Its standard error is 1.5 grades; with fewer than 30 sentences it is larger.
    """
    return 1.0430 * sqrt(counts.polysyllables * 30 / counts.sentences) + 3.1291


def fernandez_huerta(counts: Counts) -> float:
    """Return the reading ease of Spanish by Fernández Huerta, from 0 (hard) to 100 (easy).

    Fernández Huerta (1959), Medidas sencillas de lecturabilidad, Consigna 214, 29-32: 206.84 - 60
    syllables per word - 1.02 words per sentence, as corrected by Law (2011), LINGUIST List
    22.2332: F is the mean length of sentences, not their number. 70-80 is grade 6, 60-70 grades
    7 and 8.
    """
    return 206.84 - 60 * counts.syllables_per_word - 1.02 * counts.words_per_sentence


def szigriszt_pazos(counts: Counts) -> float:
    """Return the perspicuity of Spanish by Szigriszt Pazos, read by the INFLESZ scale.

    Szigriszt Pazos (1993), Sistemas predictivos de legibilidad del mensaje escrito, tesis doctoral:
    206.835 - 62.3 syllables per word - words per sentence. Barrio-Cantalejo and others (2008),
    Validación de la Escala INFLESZ, Anales del Sistema Sanitario de Navarra 31 (2), 135-152: below
    40 very hard, 40-55 rather hard, 55-65 normal, 65-80 fairly easy, above 80 very easy.
    """
    return 206.835 - 62.3 * counts.syllables_per_word - counts.words_per_sentence
