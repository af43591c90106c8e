"""Plain text to sentences and words, in English and Spanish."""

import re
from functools import cache


def listed(text: str) -> frozenset[str]:
    """Return the words of a list that is written as running text."""
    return frozenset(text.split())


_ABBREVIATIONS = listed(
    """
    dr dra mr mrs ms sr sra srta st vs etc approx no núm pág ud uds a.m p.m e.g i.e p.ej u.s ee.uu
    """
)
"""Words, in lower case and without their last full stop, that end no sentence when more follows."""

_SENTENCE_END = re.compile(
    r"""(?:[.!?]+|…)[")\]”’»]*(?=\s+["(“‘«¿¡\[]*[^\W_a-záéíóúñü])|(?:[.!?]+|…)[")\]”’»]*\s*\Z"""
)
"""Where a sentence ends: its mark, closing quotes, then a capital, a number or the end."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LETTER = re.compile(r"\w")
_BLANK = re.compile(r"_{2,}|\.{4,}")
_DOMAIN = re.compile(r"\.(?:org|com|gov|net|edu)\b")
_ADDRESS = re.compile(rf"[^\s(]+{_DOMAIN.pattern}(?:/[\w/-]*)?")


def words_in(text: str) -> list[str]:
    """Return the words of a text; numerals and signs are none, a hyphenated word is one.

    McLaughlin (1969) counts hyphenated words as one; numerals are left out since how many
    syllables they have depends on how they are said.
    """
    return _WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """Return the sentences of a run of prose, with their end marks.

    Blanks to fill in vanish, and so do web addresses, which are copied rather than read.
    """
    if _DOMAIN.search(text):
        text = _ADDRESS.sub(" ", text)
    if "__" in text or "...." in text:
        text = _BLANK.sub(" ", text)
    sentences, start, last = [], 0, len(text)
    for end in _SENTENCE_END.finditer(text):
        here = end.end()
        if here < last and text[here - 1] == "." and _is_abbreviation(text, start, here - 1):
            continue
        sentences.append(text[start:here].strip())
        start = here
    if start < last:
        sentences.append(text[start:].strip())
    return [one for one in sentences if _LETTER.search(one)]


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Tell whether the word that ends before `end` has a full stop of its own."""
    word = text[max(start, text.rfind(" ", start, end) + 1) : end]
    return word.lstrip('("“').lower() in _ABBREVIATIONS


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
