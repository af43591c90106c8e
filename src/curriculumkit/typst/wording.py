"""The words of a page, worked out from its doctree apart from the writer.

Reading a PDF back and comparing its words with these shows what the writer or the template lost.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from docutils import nodes

from curriculumkit.sphinxext import nodes as ck
from curriculumkit.sphinxext.html import block_heading
from curriculumkit.typst.links import printed_address
from curriculumkit.words import Words

_WORD = re.compile(r"[^\W\d_]+|\d+|[%$°½¼¾→←↑↓≤≥×÷±]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\N{SOFT HYPHEN}"
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{WORD JOINER}]"
)


def words_in(text: str) -> list[str]:
    """Return the words, numbers and telling signs of a text, in order.

    Letters and digits are apart, as a raised number may touch the word before it, and so are the
    parts of hyphenated words, as a line may end between them.
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return _WORD.findall(unicodedata.normalize("NFKC", plain.replace("½", " ½ ")))


def page_words(doctree: nodes.document, words: Words) -> list[str]:
    """Return the words that a page shows; pictures show theirs through `picture_words`."""
    return [word for text in _texts(doctree, words) for word in words_in(text)]


def _texts(node: nodes.Node, words: Words) -> Iterator[str]:
    """Yield the texts of a node and of all in it; a line of text is one, whatever is marked in it.

    In ``a `Literal`s value`` the word is `Literals`, as it is on paper.
    """
    if isinstance(node, nodes.Text):
        yield node.astext()
        return
    if isinstance(node, nodes.comment | nodes.raw | nodes.target | nodes.label):
        return
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        yield from _own_texts(node, words)
        yield "".join(_pieces(node, words))
        return
    if isinstance(node, nodes.Element):
        yield from _own_texts(node, words)
    for child in node.children:
        yield from _texts(child, words)
    if isinstance(node, nodes.reference) and not node.get("internal"):
        yield printed_address(node.get("refuri", ""), node.astext())


def _pieces(node: nodes.Element, words: Words) -> Iterator[str]:
    """Yield the pieces of a line of text, which touch where nothing is between them."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif isinstance(child, nodes.inline | nodes.emphasis | nodes.strong | nodes.literal):
            yield from _pieces(child, words)
        else:
            yield f" {' '.join(_texts(child, words))} "


def _own_texts(node: Any, words: Words) -> Iterator[str]:
    """Yield what a node says in its attributes."""
    match node:
        case ck.ck_block():
            yield from block_heading(node, words)
        case ck.ck_write():
            yield node["label"]
        case ck.ck_scale():
            yield node["label"]
            yield from (str(number) for number in range(node["low"], node["high"] + 1))
            yield from (node["low_text"], node["high_text"])
        case ck.ck_cite():
            yield str(node["number"])
        case nodes.Admonition():
            yield words(type(node).__name__.capitalize())


def drawn_letters(svg: bytes) -> str:
    """Return the letters of a picture's words as they may be found in a row: from either end."""
    letters = "".join(picture_words(svg))
    return f"{letters} {letters[::-1]}"


def picture_words(svg: bytes) -> list[str]:
    """Return the words that an SVG picture shows; one that is no XML shows none."""
    try:
        root = ET.fromstring(svg)  # noqa: S314 - only its words are read
    except ET.ParseError:
        return []
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return [word for text in texts for word in words_in(" ".join(text.itertext()))]
