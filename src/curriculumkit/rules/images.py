"""Pictures exist, lie in the library, are harmless, and are described."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from curriculumkit.diagnostics import Severity
from curriculumkit.model.document import Image
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import Span

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]|.*\\")


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find pictures that are missing, lie elsewhere, or have no alternative text."""
    for image in document.body.images:
        for message, hint in _wrong(image, document.path, library.images):
            yield Finding(document.path, image.span, message, hint)


def check_files(library: Library) -> Iterator[Finding]:
    """Find picture files that are not what their name says, or that could do something."""
    for one in library.picture_faults:
        span = Span(one.line, 1, one.line, 2)
        yield Finding(one.path, span, one.message, one.hint)


def _wrong(image: Image, document: str, images: frozenset[str]) -> Iterator[tuple[str, str]]:
    path = image.path(document)
    if _ELSEWHERE.match(unquote(image.target)) or path.startswith("../"):
        hint = "Copy the picture into handouts/images and name it there."
        yield f"the picture '{image.target}' does not lie in the library", hint
    elif unquote(path) in images and path not in images:
        hint = "Rename it with plain letters, digits and hyphens, and name it so here."
        yield f"the name of the picture '{unquote(path)}' is not plain", hint
    elif path not in images:
        hint = did_you_mean(path, images) or "Put an SVG, PNG or JPEG file there."
        yield f"there is no picture '{path}'", hint
    if not image.alt.strip():
        hint = "Say in the square brackets what the picture teaches."
        yield "the picture has no alternative text", hint


RULE = Rule(
    slug="images",
    severity=Severity.ERROR,
    summary="Pictures exist, are described, and only show something.",
    reason="A picture that is missing, or that a blind reader cannot hear, teaches nothing; one "
    "that holds a script, a link or another file could harm the reader.",
    check=check_files,
    check_document=check,
    can_be_ignored=False,
)
