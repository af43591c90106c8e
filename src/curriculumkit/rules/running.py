"""All rules on a library, with the exceptions that its files make."""

from collections.abc import Iterable, Iterator

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.diagnostics import Diagnostic, Fix, Severity
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules import RULES
from curriculumkit.rules.base import Document
from curriculumkit.rules.ignores import RULE as IGNORES
from curriculumkit.source import Span


def diagnostics_of(library: Library) -> Iterator[Diagnostic]:
    """Yield everything that is wrong in a library: what its files ignore is left out."""
    found = [diagnostic for rule in RULES for diagnostic in rule.diagnostics(library)]
    yield from library.problems
    yield from read_tracks(library).problems
    yield from without_ignored(found, library.documents)


def library_diagnostics(library: Library) -> Iterator[Diagnostic]:
    """Yield what only a look at the whole library finds."""
    for rule in RULES:
        yield from rule.in_library(library)


def document_diagnostics(document: Document, library: Library) -> Iterator[Diagnostic]:
    """Yield what is found in one document by itself, before anything is ignored."""
    for rule in RULES:
        yield from rule.in_document(document, library)


def without_ignored(
    diagnostics: Iterable[Diagnostic], documents: Iterable[Document]
) -> Iterator[Diagnostic]:
    """Yield the diagnostics that no file ignores, and what is wrong with what files ignore."""
    known = {rule.slug: rule for rule in RULES}
    with_ignores = {one.path: one for one in documents if one.front.ignore}
    used: set[tuple[str, str]] = set()
    for one in diagnostics:
        document = with_ignores.get(one.path)
        if document and one.rule in document.front.ignore and known[one.rule].can_be_ignored:
            used.add((one.path, one.rule))
        else:
            yield one
    for path, document in with_ignores.items():
        for slug in document.front.ignore:
            if (path, slug) not in used:
                yield _needless(document, slug)


def _needless(document: Document, slug: str) -> Diagnostic:
    """Return what is wrong with an exception that hid nothing."""
    known = {rule.slug: rule for rule in RULES}
    span = document.places.key(("ignore", slug))
    severity, fix = IGNORES.severity, None
    if slug not in known:
        severity = Severity.ERROR
        message = f"there is no rule '{slug}' to ignore"
        hint = did_you_mean(slug, known) or "`curriculumkit rules` lists them."
    elif not known[slug].can_be_ignored:
        severity = Severity.ERROR
        message = f"the rule '{slug}' cannot be ignored"
        hint = "Rules of safety and privacy hold for every file; mend what it found."
    else:
        message = f"'{slug}' finds nothing here, so there is nothing to ignore"
        hint = "Remove it."
        fix = _removal(document, slug)
    return Diagnostic(IGNORES.slug, severity, document.path, message, hint, span, fix=fix)


def _removal(document: Document, slug: str) -> Fix | None:
    """Return how to remove an exception that stands on a line of its own."""
    key = document.places.keys.get(("ignore", slug))
    value = document.places.values.get(("ignore", slug))
    whole = document.places.keys.get(("ignore",))
    if key is None or value is None or whole is None or key.line != value.end_line:
        return None
    first = key.line
    if len(document.front.ignore) == 1:
        first = whole.line
    elif key.line == whole.line:
        return None
    return Fix(Span(first, 1, key.line + 1, 1), "")
