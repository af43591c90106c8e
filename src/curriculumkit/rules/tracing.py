"""What documents leave behind, so that they can be compared when their prose is let go."""

import re
from array import array
from hashlib import blake2b

from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.trace import Trace
from curriculumkit.rules.base import Document

FEWEST_WORDS = 8
"""How many words a sentence has before it counts as a sign of copying."""

_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_ROUGH_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”’)]* ")
"""Where a sentence ends, roughly: it only has to be the same place in both documents."""

_KINDS = ("paragraph", "item")


def trace_of(document: Document) -> Trace:
    """Return the trace of a document whose prose is there; numbers are kept of handouts only."""
    found: dict[bytes, int] = {}
    for prose in document.body.prose:
        if prose.kind not in _KINDS:
            continue
        for sentence in _ROUGH_END.split(prose.text.lower()):
            if sentence.count(" ") + 1 >= FEWEST_WORDS:
                digest = blake2b(sentence.encode(), digest_size=8).digest()
                found.setdefault(digest, prose.span.line)
    hashes = array("Q", b"".join(found))
    numbers = _numbers(document) if isinstance(document, Handout) else ()
    return Trace(hashes, array("L", found.values()), numbers)


def _numbers(handout: Handout) -> tuple[str, ...]:
    return tuple(match[0] for one in handout.body.prose for match in _NUMBER.finditer(one.text))


def trace_in(library: Library, document: Document) -> Trace:
    """Return the trace that the library keeps of a document, or the document's own."""
    return library.traces.get(document.path) or trace_of(document)
