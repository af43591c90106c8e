"""Words that put the person first."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from curriculumkit.diagnostics import Severity
from curriculumkit.model.document import Prose
from curriculumkit.model.library import Library
from curriculumkit.model.terms import Term, Terms
from curriculumkit.readability.text import without_quotations
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import language_of, place_in
from curriculumkit.source import Span

_PUBLIC_FIELDS = ("title", "summary", "for_patients", "purpose", "recap")


def _pattern(phrases: Sequence[str], ending: str = "") -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words, the longest first."""
    written = sorted({phrase.lower() for phrase in phrases}, key=len, reverse=True)
    bodies = (re.sub(r"(?:\\ |\\-)", "[ -]", re.escape(phrase)) for phrase in written)
    any_of = "|".join(bodies).replace("'", "['’]")
    return re.compile(rf"(?<![\w-])(?:{any_of}){ending}(?![\w-])", re.IGNORECASE)


@lru_cache(maxsize=8)
def _compiled(terms: tuple[Term, ...]) -> tuple[tuple[tuple[str, ...], re.Pattern[str], Term], ...]:
    """Return for each term words of which one must occur, what finds it, and the term itself."""
    return tuple(
        (
            tuple({max(re.split(r"[ '-]", form.lower()), key=len) for form in term.avoid}),
            _pattern(term.avoid, r"(?:s|['’]s|s['’])?"),
            term,
        )
        for term in sorted(terms, key=lambda one: -max(map(len, one.avoid)))
    )


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find terms to avoid, outside quoted speech, titles and the phrases that are allowed."""
    language = language_of(document, library)
    if language not in library.terms:
        return
    terms = library.terms[language].front
    lowered = document.source.text.lower()
    present = [one for one in _compiled(terms.terms) if any(word in lowered for word in one[0])]
    if not present:
        return
    names = _names(library)
    for prose in (*_fields(document), *document.body.prose):
        taken: list[tuple[int, int]] = []
        for start, end, term in _found(prose.text, present, language, terms, names):
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield _finding(document, prose, start, end, term, library, language)


def _found(
    text: str,
    present: Sequence[tuple[tuple[str, ...], re.Pattern[str], Term]],
    language: str,
    terms: Terms,
    names: Sequence[str],
) -> Iterator[tuple[int, int, Term]]:
    """Yield where a term stands in a text, and which; the longer terms first."""
    bare = without_quotations(text, language)
    for _, pattern, term in present:
        for match in pattern.finditer(bare):
            if not _allowed(bare, match.start(), match.end(), terms, names):
                yield match.start(), match.end(), term


@lru_cache(maxsize=8)
def _allow_pattern(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    return _pattern(phrases, "(?:e?s)?") if phrases else None


def _allowed(text: str, start: int, end: int, terms: Terms, names: Sequence[str]) -> bool:
    """Tell whether a term stands inside an allowed phrase or the name of a work or an agency."""
    pattern = _allow_pattern(terms.allow)
    if pattern and any(one.start() <= start and end <= one.end() for one in pattern.finditer(text)):
        return True
    lowered, word = text.lower(), text[start:end].lower()
    for name in names:
        if word in name and (at := lowered.find(name)) >= 0 and at <= start < at + len(name):
            return True
    return False


def _names(library: Library) -> tuple[str, ...]:
    """Return the titles, authors and publishers of the references, in lower case."""
    fields = ("title", "author", "institution", "organization", "publisher", "series")
    found = (one.fields.get(name, "") for one in library.references.values() for name in fields)
    return tuple({name.lower() for name in found if " " in name})


def _fields(document: Document) -> Iterator[Prose]:
    """Yield the texts of the front matter that people read."""
    for name in _PUBLIC_FIELDS:
        if isinstance(text := getattr(document.front, name, None), str):
            yield Prose("paragraph", text, document.places.value((name,)))
    for index, text in enumerate(getattr(document.front, "objectives", ())):
        yield Prose("item", text, document.places.value(("objectives", index)))


def _finding(
    document: Document,
    prose: Prose,
    start: int,
    end: int,
    term: Term,
    library: Library,
    language: str,
) -> Finding:
    span: Span = place_in(document.source, prose, start, end)
    source = library.terms[language].front.sources.get(term.source or "", "")
    why = f" {term.why}" if term.why else ""
    by = f" ({source.partition(',')[0]})" if source else " (no source yet)"
    return Finding(
        document.path,
        span,
        f"'{prose.text[start:end]}' does not put the person first",
        f"Say: {term.say}.{why}{by}",
        severity=Severity(term.level),
    )


RULE = Rule(
    slug="person-first",
    severity=Severity.WARNING,
    summary="Words put the person before the illness.",
    reason="Words that label people make them less likely to seek and stay in treatment, and "
    "make staff treat them worse (NIDA, Words Matter).",
    check_document=check,
)
