"""Links lead somewhere."""

import re
from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Document, Finding, Rule

_WEB = re.compile(r"https?:", re.IGNORECASE)
_WHOLE_WEB = re.compile(r"https?://[^/?#\s.]+\.[^/?#\s]", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def anchor_of(title: str) -> str:
    """Return the anchor of a heading: lower-case words joined by hyphens, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find links to headings that are not there, and links to files instead of references."""
    if not document.body.links:
        return
    anchors = {anchor_of(heading.title) for heading in document.body.headings}
    for link in document.body.links:
        if link.target.startswith("#"):
            if link.target[1:] not in anchors:
                hint = did_you_mean(link.target[1:], anchors)
                message = f"there is no heading '{link.target}' in this document"
                hint = hint or "Link to a heading of this document, or remove the link."
                yield Finding(document.path, link.span, message, hint)
        elif _WEB.match(link.target) and not _WHOLE_WEB.match(link.target):
            hint = "Copy the whole address from the browser, as https://988lifeline.org."
            message = f"'{link.target}' is no whole web address"
            yield Finding(document.path, link.span, message, hint)
        elif not _SCHEME.match(link.target):
            hint = "Write {handout}`id` or, in a module, {module}`id`."
            message = f"a link to a file, '{link.target}', that no page or print keeps"
            yield Finding(document.path, link.span, message, hint)


RULE = Rule(
    slug="links",
    severity=Severity.ERROR,
    summary="Links lead to a heading of the document or to a web address.",
    reason="A link that leads nowhere leaves the reader alone at the worst place.",
    check_document=check,
)
