"""Pictures exist, lie in the library, and are described."""

import posixpath
from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.document import Image
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Document, Finding, Rule


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find pictures that are missing, lie elsewhere, or have no alternative text."""
    for image in document.body.images:
        for message, hint in _wrong(image, document.path, library.images):
            yield Finding(document.path, image.span, message, hint)


def image_path(target: str, document_path: str) -> str:
    """Return the path of a picture, relative to the library."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(document_path), target))


def _wrong(image: Image, document: str, images: frozenset[str]) -> Iterator[tuple[str, str]]:
    if "://" in image.target or image.target.startswith(("/", "//", "data:")):
        hint = "Copy the picture into handouts/images and name it there."
        yield f"the picture '{image.target}' does not lie in the library", hint
    elif (path := image_path(image.target, document)) not in images:
        hint = did_you_mean(path, images) or "Put an SVG, PNG or JPEG file there."
        yield f"there is no picture '{path}'", hint
    if not image.alt.strip():
        hint = "Say in the square brackets what the picture teaches."
        yield "the picture has no alternative text", hint


RULE = Rule(
    slug="images",
    severity=Severity.ERROR,
    summary="Pictures exist and are described.",
    reason="A picture that is missing, or that a blind reader cannot hear, teaches nothing.",
    check_document=check,
)
