"""What is wrong in a library, where, why, and what to do about it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from curriculumkit.source import FILE_START, SourceText, Span


class Severity(StrEnum):
    """How grave a diagnostic is: an error stops a build, a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a diagnostic, such as the first of two equal ids."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A safe way to mend a diagnostic: put `text` in the place of `span`; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: which rule, how grave, where, what is wrong, and what to do."""

    rule: str
    severity: Severity
    path: str
    message: str
    hint: str
    span: Span = FILE_START
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """Return the order of reports: by file, place, rule, then message."""
        return (self.path, self.span, self.rule, self.message)


@dataclass(frozen=True)
class Report:
    """All diagnostics of one run, sorted by place, and the texts that they point into."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    files_checked: int = 0

    @classmethod
    def of(
        cls, diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText], files: int
    ) -> "Report":
        """Return a report of the diagnostics, each once, in order."""
        ordered = sorted(set(diagnostics), key=lambda diagnostic: diagnostic.sort_key)
        return cls(tuple(ordered), sources, files)

    @property
    def has_errors(self) -> bool:
        """Tell whether any diagnostic is an error, so that nothing can be built."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)

    @property
    def has_findings(self) -> bool:
        """Tell whether there is anything to mend; notes only inform."""
        return any(one.severity is not Severity.NOTE for one in self.diagnostics)

    @property
    def counts(self) -> Counter[Severity]:
        """Return how many diagnostics there are of each severity."""
        return Counter(one.severity for one in self.diagnostics)
