"""Documents are signed off, and stay so."""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.model.review import Review
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import language_of
from curriculumkit.source import FILE_START

Key = tuple[str, str, str]
"""What a sign-off is about: the kind, the id and the language of a document."""


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def key_of(document: Document, library: Library) -> Key:
    """Return what a sign-off of the document is filed under."""
    kind = type(document).__name__.lower()
    return kind, document.id, language_of(document, library)


def reviews_by_document(library: Library) -> dict[Key, list[Review]]:
    """Return the sign-offs of each document, the latest last."""
    found: dict[Key, list[Review]] = defaultdict(list)
    for one in sorted(library.reviews, key=lambda review: review.date):
        found[one.kind, one.document, one.language].append(one)
    return found


def check(library: Library) -> Iterator[Finding]:
    """Find documents that nobody signed off, that changed since, or whose review is overdue."""
    months = library.settings.review_months if library.settings else 24
    reviews = reviews_by_document(library)
    for document in library.documents:
        signed = reviews.get(key_of(document, library), [])
        now = f"sha256:{document.source.digest}"
        valid = [one for one in signed if one.digest == now]
        hint = f"`curriculumkit review sign {document.id} --reviewer … --credential …` signs it."
        if not signed:
            message = "a draft: no licensed person has signed it off"
            yield Finding(document.path, FILE_START, message, hint, severity=Severity.NOTE)
        elif not valid:
            last = signed[-1]
            message = f"changed since {last.reviewer} signed it off on {last.date}"
            yield Finding(document.path, FILE_START, message, f"Have it read again. {hint}")
        elif library.today and months_after(valid[-1].date, months) < library.today:
            last = valid[-1]
            message = f"signed off on {last.date}, more than {months} months ago"
            yield Finding(document.path, FILE_START, message, f"Have it read again. {hint}")


RULE = Rule(
    slug="review",
    severity=Severity.WARNING,
    summary="Documents are signed off by a licensed person, and not changed since.",
    reason="A program answers for what it hands out; a sign-off counts for one text, not for the "
    "next.",
    check=check,
)
