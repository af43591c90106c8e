"""Syllables of Spanish words, by the rules of its spelling.

Spanish spelling shows its syllables, so that no dictionary is needed: every vowel is the heart of
a syllable, except that i and u join a neighboring vowel unless an accent parts them or it is the
same vowel (Real Academia Española, Ortografía de la lengua española, 2010: diptongos, triptongos e
hiatos).
"""

import re
from functools import cache

_STRONG = frozenset("aeoáéó")
_ACCENTED_WEAK = frozenset("íú")
_ACCENT = {"i": "í", "u": "ú"}
_WEAK = frozenset("iuü")
_SILENT_U = re.compile(r"(?<=q)u(?=[eiéí])|(?<=g)u(?=[eiéí])")
_SILENT_H = re.compile(r"(?<!c)h(?![iu][aeiouáéíóú])")
"""An h that is not heard, and parts no vowels; before a diphthong it opens a syllable (hue-so)."""

_FINAL_Y = re.compile(r"y\b|y(?=[^aeiouáéíóúü])")


@cache
def syllables(word: str) -> int:
    """Return how many syllables a Spanish word has, at least 1."""
    text = _FINAL_Y.sub("i", _SILENT_H.sub("", _SILENT_U.sub("", word.lower())))
    count, before, last = 0, "", ""
    for letter in text:
        if letter in _STRONG:
            count += before not in _WEAK
            before = "a"
        elif letter in _ACCENTED_WEAK:
            count += before not in _WEAK or letter == _ACCENT.get(last)
            before = "í"
        elif letter in _WEAK:
            count += before in ("", "í") or letter == last
            before = "i" if before in ("", "í", "i") or letter == last else "ai"
        else:
            before = ""
        last = letter
    return max(1, count)
