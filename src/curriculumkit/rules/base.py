"""What a rule is: a slug, a reason, and a function from a library to findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curriculumkit.diagnostics import Diagnostic, Fix, Related, Severity
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.source import FILE_START, Span

Document = Module | Handout


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, what is wrong, and what to do about it.

    `severity` is given only where one finding is graver or milder than its rule.
    """

    path: str
    span: Span
    message: str
    hint: str
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None


LibraryCheck = Callable[[Library], Iterator[Finding]]
DocumentCheck = Callable[[Document, Library], Iterator[Finding]]


def all_read(library: Library, *folders: str) -> bool:
    """Tell whether every document of these folders could be read.

    What an unread document uses is not known, so that nothing can be said to be unused.
    """
    return not any(one.path.startswith(folders) for one in library.problems)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check. `reason` says why it matters to the people who use the library.

    `check_document` sees one document whole. Of the library it may use the settings, the topics,
    the references, the terms and the names of pictures, never the other documents, so that its
    findings hold as long as these and the document stay the same. `check` sees the library,
    whose documents may come without their prose, the text of their blocks and their source.
    """

    slug: str
    severity: Severity
    summary: str
    reason: str
    check: LibraryCheck | None = None
    check_document: DocumentCheck | None = None
    can_be_ignored: bool = True

    def diagnostics(self, library: Library) -> Iterator[Diagnostic]:
        """Yield a diagnostic for each finding of this rule in the library."""
        yield from self.in_library(library)
        for document in library.documents:
            yield from self.in_document(document, library)

    def in_library(self, library: Library) -> Iterator[Diagnostic]:
        """Yield what only a look at the whole library can find."""
        if self.check:
            yield from map(self._diagnostic, self.check(library))

    def in_document(self, document: Document, library: Library) -> Iterator[Diagnostic]:
        """Yield what is found in one document by itself."""
        if self.check_document:
            yield from map(self._diagnostic, self.check_document(document, library))

    def _diagnostic(self, finding: Finding) -> Diagnostic:
        return Diagnostic(
            self.slug,
            finding.severity or self.severity,
            finding.path,
            finding.message,
            finding.hint,
            finding.span or FILE_START,
            finding.related,
            finding.fix,
        )
