"""Short codes of handouts: what to type on a phone, and the pages that the codes lead to.

A code comes from the handout's id alone, so what is printed stays right whatever else a library
gets. Should two ids have the same one, its page lets the reader choose between them.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape

from curriculumkit.model.handout import Handout

CODES = "h"
"""The folder of the codes in the patient edition of a language."""

ALPHABET = "234679cdfghjkmnpqrtvwxy"
"""What codes are made of: nothing that is taken for another, and no vowels, so no words."""

LENGTH = 5
"""How many signs a code has: one of 6,436,343."""


def code_of(handout: str) -> str:
    """Return the code of the handout of that id, the same in every language."""
    number = int.from_bytes(sha256(handout.encode()).digest())
    signs = []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def short_address(address: str, language: str, handout: str) -> str:
    """Return the short address of a handout below that of the patient editions."""
    return f"{address.rstrip('/')}/{language}/{CODES}/{code_of(handout)}"


def code_pages(handouts: Iterable[Handout], language: str) -> Mapping[str, bytes]:
    """Return the pages of the codes of a language, by their path below the folder `CODES`."""
    found: dict[str, list[Handout]] = {}
    for one in handouts:
        if one.language == language:
            found.setdefault(code_of(one.id), []).append(one)
    return {f"{code}/index.html": _page(some, language) for code, some in found.items()}


def _page(handouts: list[Handout], language: str) -> bytes:
    """Return the page of a code: it moves on to its handout, or names those that share it."""
    title = " / ".join(one.front.title for one in handouts)
    links = [(f"../../handouts/{one.id}.html", one.front.title) for one in handouts]
    moving = (
        f'<meta http-equiv="refresh" content="0; url={links[0][0]}">\n' if not links[1:] else ""
    )
    items = "".join(f'<p><a href="{where}">{escape(name)}</a></p>\n' for where, name in links)
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f"{moving}<title>{escape(title)}</title>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(title)}</h1>\n{items}</main>\n</body>\n</html>\n"
    ).encode()
