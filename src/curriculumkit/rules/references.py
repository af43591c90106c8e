"""The bibliography is complete, and nothing in it is unused."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library, Reference
from curriculumkit.rules.base import Finding, Rule, all_read
from curriculumkit.source import Span

REFERENCES = "curriculum/references.bib"

_NEEDED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("an author", ("author", "editor", "institution", "organization")),
    ("a title", ("title", "booktitle")),
    ("a year", ("year", "date", "urldate")),
    (
        "where it was published",
        ("publisher", "institution", "organization", "journal", "journaltitle", "howpublished",
         "url", "doi", "school"),
    ),
)  # fmt: skip
"""What a reader needs to find a source, and the fields of BibTeX that say it."""


def check(library: Library) -> Iterator[Finding]:
    """Find entries that nobody uses, and entries with which no reader could find the source."""
    used = {key for document in library.documents for key in document.front.sources}
    used |= {
        role.target
        for document in library.documents
        for role in document.body.roles
        if role.name == "cite"
    }
    whole = all_read(library, "modules/", "handouts/")
    for key, reference in library.references.items():
        span = Span(reference.line, 1, reference.line, len(key) + 2)
        if missing := tuple(_missing(reference)):
            hint = "Look the source up and add what is missing; invent nothing."
            message = f"the source '{key}' lacks {', '.join(missing)}"
            yield Finding(REFERENCES, span, message, hint)
        if whole and key not in used:
            hint = "Remove the entry, or name it in the 'sources' of a document."
            yield Finding(REFERENCES, span, f"nothing uses the source '{key}'", hint)


def _missing(reference: Reference) -> Iterator[str]:
    for what, names in _NEEDED:
        if not any(reference.fields.get(name, "").strip() for name in names):
            yield what


RULE = Rule(
    slug="references",
    severity=Severity.WARNING,
    summary="Entries of the bibliography are complete and used.",
    reason="A source that cannot be found proves nothing, and one that nobody uses misleads.",
    check=check,
)
