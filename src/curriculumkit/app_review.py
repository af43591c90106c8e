"""The story of `review`: sign a document off, and show what is signed off."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curriculumkit.app import check
from curriculumkit.diagnostics import Severity
from curriculumkit.disk import (
    DiskError,
    read_library,
    read_text,
    write_atomically,
    write_lock,
)
from curriculumkit.model.library import Library
from curriculumkit.model.review import LEDGER, Review
from curriculumkit.parse.library import parse_library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Document
from curriculumkit.rules.review import key_of, months_after, reviews_by_document
from curriculumkit.rules.translations import missing_translations
from curriculumkit.source import SourceText

_HEAD = "# The ledger of sign-offs. `curriculumkit review sign` adds to it.\nreviews:\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs which document off, and when."""

    document: str
    reviewer: str
    credential: str
    day: date
    language: str | None = None
    note: str | None = None


def sign(root: Path, signature: Signature) -> tuple[str, bool]:
    """Add a sign-off as `_sign` does; two at once wait for each other, so that none is lost."""
    with write_lock(root / LEDGER):
        return _sign(root, signature)


def _sign(root: Path, signature: Signature) -> tuple[str, bool]:
    """Add a sign-off to the ledger; return what to say, and whether it was added.

    A document with errors is not signed off, nor is one whose present text is signed off already
    by the same person.
    """
    library, report = check(root)
    document = _document(library, signature)
    errors = [
        one
        for one in report.diagnostics
        if one.path in (document.path, LEDGER) and one.severity is Severity.ERROR
    ]
    if errors:
        first = errors[0]
        return f"{first.path}:{first.span.line}: {first.message}. Mend it, then sign.", False
    kind, id_, language = key_of(document, library)
    digest = f"sha256:{document.source.digest}"
    if any(
        one.digest == digest and one.document == id_ and one.reviewer == signature.reviewer
        for one in library.reviews
    ):
        return f"{document.path} is signed off by {signature.reviewer} already.", False
    fields = {
        "document": id_,
        "kind": kind,
        "language": language,
        "digest": digest,
        "reviewer": signature.reviewer.strip(),
        "credential": signature.credential.strip(),
        "date": signature.day.isoformat(),
        **({"note": signature.note.strip()} if signature.note else {}),
    }
    Review.model_validate(fields)
    ledger = library.sources.get(LEDGER)
    text = with_entry(ledger.text if ledger else "", fields)
    _hold(text, len(library.reviews) + 1)
    if (root / LEDGER).exists() and read_text(root, LEDGER) != ledger:
        raise DiskError(f"{LEDGER} was changed meanwhile; nothing was written: try again")
    write_atomically(root / LEDGER, text.encode())
    return f"{document.path} is signed off by {signature.reviewer} in {LEDGER}.", True


def _document(library: Library, signature: Signature) -> Document:
    language = signature.language or library.main_language
    found = [
        one
        for one in library.documents
        if one.id == signature.document and key_of(one, library)[2] == language
    ]
    if not found:
        known = {one.id for one in library.documents}
        hint = "" if signature.document in known else did_you_mean(signature.document, known)
        message = f"there is no document '{signature.document}' in '{language}' that can be read."
        raise DiskError(f"{message} {hint}".strip())
    return found[0]


def with_entry(ledger: str, fields: dict[str, str]) -> str:
    """Return the text of the ledger with one more sign-off at its end; nothing else changes."""
    lines = [
        f"    {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()
    ]
    entry = "\n".join(lines).replace("    ", "  - ", 1) + "\n"
    body = ledger.rstrip("\n")
    if body.endswith("reviews: []"):
        body = body.removesuffix(" []")
    return f"{body}\n{entry}" if body else f"{_HEAD}{entry}"


def _hold(text: str, number: int) -> None:
    """Raise unless the new ledger reads back with so many sign-offs; nothing is written then."""
    read = parse_library({LEDGER: SourceText(LEDGER, text)})
    if len(read.reviews) != number:
        raise DiskError(f"{LEDGER} is not written as a list of lines; nothing was added to it")


def status(root: Path, today: date) -> str:
    """Return a table of all documents: signed off, changed since, due, a draft, or missing.

    Missing are the translations that nobody has written yet.
    """
    library = read_library(root)
    reviews = reviews_by_document(library)
    months = library.settings.review_months if library.settings else 24
    rows = [
        _row(one, reviews.get(key_of(one, library), []), today, months) for one in library.documents
    ]
    rows += [
        ("missing", path, f"translation of {original.path}")
        for original, _, path in missing_translations(library)
    ]
    order = ("draft", "changed", "due", "signed", "missing")
    counts = [f"{sum(row[0] == word for row in rows)} {word}" for word in order]
    lines = [f"{state:8} {path}  {rest}".rstrip() for state, path, rest in rows]
    return "\n".join((*lines, "", ", ".join(counts)))


def _row(
    document: Document, reviews: list[Review], today: date, months: int
) -> tuple[str, str, str]:
    valid = [one for one in reviews if one.digest == f"sha256:{document.source.digest}"]
    if not reviews:
        return "draft", document.path, ""
    last = (valid or reviews)[-1]
    said = f"{last.reviewer}, {last.credential}, {last.date}"
    if not valid:
        return "changed", document.path, said
    due = months_after(last.date, months) < today
    return "due" if due else "signed", document.path, said
