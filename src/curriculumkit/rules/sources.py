"""Sources that are named stand in the bibliography."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Fix, Severity
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import Span


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find keys that are not in the bibliography, and citations that `sources` does not name."""
    known = library.references
    for index, key in enumerate(document.front.sources):
        if key not in known:
            span = document.places.value(("sources", index))
            hint = did_you_mean(key, known) or "Add it to curriculum/references.bib."
            yield Finding(document.path, span, f"there is no source '{key}'", hint)
    missing: set[str] = set()
    for role in document.body.roles:
        if role.name == "cite" and role.target not in document.front.sources:
            hint = did_you_mean(role.target, document.front.sources)
            message = f"'{role.target}' is cited but is not among the sources of the document"
            fix = None
            if role.target in known:
                hint = f"Add '{role.target}' to 'sources' at the top."
                fix = None if role.target in missing else _adding(document, role.target)
            missing.add(role.target)
            hint = hint or "Add it to curriculum/references.bib and to 'sources' at the top."
            yield Finding(document.path, role.span, message, hint, fix=fix)


def _adding(document: Document, key: str) -> Fix | None:
    """Return how to add a key to a list of sources that is written on one line."""
    span = document.places.values.get(("sources",))
    if span is None or span.line != span.end_line:
        return None
    closing = span.end_column - 1
    if document.source.line(span.line)[closing - 1 : closing] != "]":
        return None
    comma = ", " if document.front.sources else ""
    return Fix(Span(span.line, closing, span.line, closing), f"{comma}{key}")


RULE = Rule(
    slug="sources",
    severity=Severity.ERROR,
    summary="Sources that are named stand in the bibliography and at the top of the document.",
    reason="A reader who doubts a claim must be able to look it up.",
    check_document=check,
)
