"""Problems met while reading a file, before any rule can look at what it says."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from curriculumkit.diagnostics import Diagnostic, Related, Severity
from curriculumkit.source import FILE_START, Span

PROBLEMS: Mapping[str, str] = {
    "file": "A file that is not read is left out of every page, so somebody must know.",
    "yaml": "Settings that do not parse cannot be checked or used.",
    "duplicate-key": "When a field is given twice, one of the two values is silently lost.",
    "front-matter": "Every document begins with its settings between two lines of three hyphens.",
    "fields": "Fields are checked against the format, so that a typing mistake is never ignored.",
    "bibtex": "Citations must lead to a complete entry of the bibliography.",
}
"""The problems by slug, each with the reason why it is reported."""


_NEAR = 0.75
"""How like each other two words are that do not even begin with the same letter."""


def problem(
    slug: str,
    path: str,
    message: str,
    hint: str,
    span: Span = FILE_START,
    related: tuple[Related, ...] = (),
) -> Diagnostic:
    """Return a diagnostic of severity error for one of `PROBLEMS`."""
    if slug not in PROBLEMS:
        raise ValueError(f"no such problem: {slug}")
    return Diagnostic(slug, Severity.ERROR, path, message, hint, span, related)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'?`` with the nearest of `known`, or nothing when none is near."""
    among = list(known)
    near = get_close_matches(word, among, n=1, cutoff=_NEAR) or get_close_matches(
        word, [one for one in among if one[:1] == word[:1]], n=1
    )
    return f"Did you mean '{near[0]}'?" if near else ""
