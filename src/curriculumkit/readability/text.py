"""Plain text to sentences and words, in English and Spanish."""

import re
from functools import cache

_ABBREVIATIONS = re.compile(
    r"\b(?:Dr|Dra|Mr|Mrs|Ms|Sr|Sra|Srta|St|vs|etc|approx|No|núm|pág|Ud|Uds"
    r"|[aApP]\.\s?[mM]|[eE]\.g|[iI]\.e|p\.\s?ej|U\.S|EE\.\s?UU)\.(?=\s+\S)"
)
"""Words whose full stop ends no sentence when more follows."""

_SENTENCE_END = re.compile(
    r"""(?:[.!?]+|…)[")\]”’»]*(?=\s+["(“‘«¿¡\[]*[^\W_a-záéíóúñü])|(?:[.!?]+|…)[")\]”’»]*\s*\Z"""
)
"""Where a sentence ends: its mark, closing quotes, then a capital, a number or the end."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BLANK = re.compile(r"_{2,}|\.{4,}")
_STANDS_IN = "\u2024"
"""A character as wide as a full stop that ends no sentence."""


def words_in(text: str) -> list[str]:
    """Return the words of a text; numerals and signs are none, a hyphenated word is one.

    McLaughlin (1969) counts hyphenated words as one; numerals are left out since how many
    syllables they have depends on how they are said.
    """
    return _WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a run of prose, with their end marks; blanks to fill in vanish."""
    text = _BLANK.sub(" ", text)
    text = _ABBREVIATIONS.sub(lambda found: found[0].replace(".", _STANDS_IN), text)
    sentences, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        sentences.append(text[start : end.end()])
        start = end.end()
    sentences.append(text[start:])
    stripped = (one.replace(_STANDS_IN, ".").strip() for one in sentences)
    return [one for one in stripped if any(character.isalnum() for character in one)]


def ends_a_sentence(text: str) -> bool:
    """Tell whether a run of words closes with the mark of a sentence."""
    return text.rstrip("\"')]”’» ").endswith((".", "!", "?", "…"))


@cache
def quotation(language: str) -> re.Pattern[str]:
    """Return what finds quoted speech: in quotation marks of the language, or to the very end."""
    marks = [("“", "”"), ('"', '"'), ("‘", "’(?!\\w)")]
    if language == "es":
        marks.append(("«", "»"))
    return re.compile("|".join(f"{opening}.+?(?:{closing}|\\Z)" for opening, closing in marks))


def without_quotations(text: str, language: str = "en") -> str:
    """Return the text with quoted speech blanked out, every character in its place."""
    if not any(mark in text for mark in '“"‘«'):
        return text
    return quotation(language).sub(lambda found: " " * len(found[0]), text)
