"""Calls and texts that running text speaks of: on patients' pages they are links.

Only what is surely meant to be called becomes one: a number of the library's own help lines after
a word such as "call", or alone in a cell; any toll-free number; a word to text to a short number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby

from docutils import nodes

from curriculumkit.sphinxext.nodes import ck_block, ck_source

Numbers = Mapping[str, Mapping[str, str]]
"""The help lines' numbers, as ``{"call": {"988": "tel:988"}, "text": {"988": "sms:988"}}``."""

PHRASES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("call", r"(?i:\bcall)\s+(?P<number>KNOWN)"),
        ("call", r"(?i:\bcall)(?=\s+or\s+text\s+(?P<number>KNOWN))"),
        ("text", r"(?i:\btext)\s+(?P<number>KNOWN)"),
        ("word", r"(?:\b[Tt]ext\s+)?\b[A-Z]{3,}\s+to\s+(?P<number>\d{5,6})\b"),
    ),
    "es": (
        ("call", r"(?i:\bll[aá]m\w+)(?:\s+[^\W\d_]+){0,4}\s+al\s+(?P<number>KNOWN)"),
        (
            "word",
            (
                r"(?:\b[Mm]and\w+\s+)?(?:\bla\s+palabra\s+)?\b[A-Z]{3,}(?:\s+por\s+texto)?"
                r"\s+al\s+(?P<number>\d{5,6})\b"
            ),
        ),
        (
            "same",
            (
                r"\b[Mm]and\w+\s+(?:la\s+palabra\s+)?(?P<number>[A-Z]{3,})\s+por\s+texto"
                r"(?:\s+al\s+mismo\s+número|(?!\s+al\b))"
            ),
        ),
    ),
}
"""How calls and texts are spoken of, by language: the way, and the words that become a link.

The ways: `call` and `text` a number of the help lines, a `word` to text to a short number, and a
word to text to the `same` number that was to be called just before.
"""

_TOLL_FREE = r"(?<![\d-])(?P<number>1-8(?:00|33|44|55|66|77|88)-\d{3}-\d{4})(?![\d-])"
_NO_LINKS = (nodes.title, nodes.reference, nodes.literal, nodes.literal_block, ck_source)


def link_calls(doctree: nodes.document, numbers: Numbers, language: str) -> None:
    """Make calls and texts in a page's text links, but for titles, sources and the help lines."""
    phrases = _phrases(frozenset({*numbers["call"], *numbers["text"]}), language)
    above = dict.fromkeys(text.parent for text in doctree.findall(nodes.Text))
    for parent in [one for one in above if _may_hold_links(one)]:
        text = parent.astext().strip()
        if isinstance(parent.parent, nodes.entry) and text in numbers["call"]:
            parent[:] = [_link(numbers["call"][text], text, text)]
        else:
            parent[:] = list(_linked(parent.children, phrases, numbers))


@cache
def _phrases(known: frozenset[str], language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    either = rf"(?:{'|'.join(map(re.escape, sorted(known)))})(?![\d-])"
    phrases = (*PHRASES.get(language, ()), ("free", _TOLL_FREE))
    return tuple((way, re.compile(one.replace("KNOWN", either))) for way, one in phrases)


def _may_hold_links(node: nodes.Node | None) -> bool:
    while node is not None:
        if isinstance(node, _NO_LINKS) or (isinstance(node, ck_block) and node["name"] == "help"):
            return False
        node = node.parent
    return True


def _linked(
    children: Iterable[nodes.Node],
    phrases: Iterable[tuple[str, re.Pattern[str]]],
    numbers: Numbers,
) -> Iterator[nodes.Node]:
    """Yield nodes with links in their text; a text may be in several nodes, a line in each."""
    for is_text, run in groupby(children, key=lambda one: isinstance(one, nodes.Text)):
        parts = list(run)
        text = "".join(one.astext() for one in parts) if is_text else ""
        matches = sorted(
            ((way, one) for way, phrase in phrases for one in phrase.finditer(text)),
            key=lambda found: found[1].start(),
        )
        if not matches:
            yield from parts
            continue
        end, called = 0, ""
        for way, match in matches:
            called = match["number"] if way == "call" else called
            address = _address(way, match["number"], called, numbers)
            if address and match.start() >= end:
                yield nodes.Text(text[end : match.start()])
                yield _link(address, match[0], match["number"])
                end = match.end()
        yield nodes.Text(text[end:])


def _address(way: str, number: str, called: str, numbers: Numbers) -> str:
    """Return where a call or a text goes, or nothing if that number is not to be had so."""
    if way == "free":
        return f"tel:+{number.replace('-', '')}"
    if way == "word":
        return f"sms:{number}"
    if way == "same":
        return numbers["text"].get(called, "")
    return numbers[way].get(number, "")


def _link(address: str, text: str, number: str) -> nodes.reference:
    """Return a link; who cannot see the words around it is told the number that it leaves out."""
    link = nodes.reference("", text, refuri=address, classes=["ck-call"])
    if number not in text:
        link += nodes.inline("", f" {number}", classes=["ck-unseen"])
    return link
