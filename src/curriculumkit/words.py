"""The interface's words, in every language that the package knows."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

Words = Callable[..., str]
"""``words("Page {page}", page=3)`` returns the text in a language, with the values put in."""

SOURCE_LANGUAGE = "en"


@cache
def _catalog(language: str) -> dict[str, str]:
    """Return the translations of a language, from its gettext catalogue in the package."""
    if language == SOURCE_LANGUAGE:
        return {}
    file = files("curriculumkit").joinpath(f"locale/{language}.po")
    if not file.is_file():
        return {}
    catalog = read_po(BytesIO(file.read_bytes()), locale=language)
    return {str(one.id): str(one.string) for one in catalog if one.id and one.string}


def words_of(language: str) -> Words:
    """Return the words of a language; one that is not translated stays in English."""
    catalog = _catalog(language)

    def words(text: str, **values: object) -> str:
        translated = catalog.get(text, text)
        return translated.format(**values) if values else translated

    return words


def known_words(language: str) -> frozenset[str]:
    """Return the English texts that a language's catalogue translates."""
    return frozenset(_catalog(language))
