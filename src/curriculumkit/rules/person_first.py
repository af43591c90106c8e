"""Words that put the person first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curriculumkit.diagnostics import Severity
from curriculumkit.model.document import Prose
from curriculumkit.model.library import Library
from curriculumkit.model.terms import Term, Terms
from curriculumkit.readability.text import without_quotations
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.wording import language_of, place_in, words_of
from curriculumkit.source import Span

_PUBLIC_FIELDS = ("title", "summary", "for_patients", "purpose", "recap")


def _pattern(phrases: Sequence[str], ending: str = "") -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words, the longest first."""
    written = sorted(set(phrases), key=len, reverse=True)
    any_of = "|".join(map(_form, written)).replace("'", "['’]")
    return re.compile(rf"(?<![\w-])(?:{any_of}){ending}(?![\w-])", re.IGNORECASE)


def _form(phrase: str) -> str:
    """Return what finds one phrase; an abbreviation in capitals only as it is written."""
    body = re.sub(r"(?:\\ |\\-)", "[ -]", re.escape(phrase))
    return f"(?-i:{body})" if phrase.isupper() else body


@dataclass(frozen=True, slots=True)
class _Known:
    """A term, what finds it, and for each of its forms the words without which it is not there."""

    forms: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]
    term: Term

    def may_be_among(self, words: frozenset[str]) -> bool:
        """Tell fast whether a text with these words can hold the term at all."""
        return any(all(one in words or f"{one}s" in words for one in form) for form in self.forms)


@lru_cache(maxsize=8)
def _compiled(terms: tuple[Term, ...]) -> tuple["_Known", ...]:
    """Return the terms ready to be looked for, the longer ones first."""
    return tuple(
        _Known(
            tuple({tuple(re.split(r"[ '’-]", form.lower())) for form in term.avoid}),
            _pattern(term.avoid, r"(?:s|['’]s|s['’])?"),
            term,
        )
        for term in sorted(terms, key=lambda one: -max(map(len, one.avoid)))
    )


@lru_cache(maxsize=8)
def _keys(terms: tuple[Term, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return which terms a word may be a sign of: each form is known by its longest word."""
    found: dict[str, tuple[int, ...]] = {}
    for number, one in enumerate(_compiled(terms)):
        for word in {max(form, key=len) for form in one.forms}:
            for written in (word, f"{word}s"):
                found[written] = (*found.get(written, ()), number)
    return found


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find terms to avoid, outside quoted speech, titles and the phrases that are allowed."""
    own = (*_fields(document), *document.body.prose)
    yield from _in_language(document, library, language_of(document, library), own)
    for language, lines in getattr(document.front, "translations", {}).items():
        place = ("translations", language)
        prose = (
            Prose("paragraph", lines.title, document.places.value((*place, "title"))),
            Prose("paragraph", lines.for_patients, document.places.value((*place, "for_patients"))),
        )
        yield from _in_language(document, library, language, prose)


def _in_language(
    document: Document, library: Library, language: str, texts: Sequence[Prose]
) -> Iterator[Finding]:
    if language not in library.terms:
        return
    terms = library.terms[language].front
    words = words_of(document.source)
    keys, known = _keys(terms.terms), _compiled(terms.terms)
    numbers = sorted({number for word in keys.keys() & words for number in keys[word]})
    present = [known[number] for number in numbers if known[number].may_be_among(words)]
    if not present:
        return
    names = _names(library)
    for prose in texts:
        taken = bytearray(len(prose.text))
        for start, end, term in _found(prose.text, present, language, terms, names):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield _finding(document, prose, start, end, term, library, language)


def _found(
    text: str,
    present: Sequence[_Known],
    language: str,
    terms: Terms,
    names: Sequence[str],
) -> Iterator[tuple[int, int, Term]]:
    """Yield where a term stands in a text, and which; the longer terms first."""
    bare = without_quotations(text, language)
    found = [(*match.span(), one.term) for one in present for match in one.pattern.finditer(bare)]
    if found:
        allowed = _allowed(bare, terms, names)
        yield from (one for one in found if not all(allowed[one[0] : one[1]]))


@lru_cache(maxsize=8)
def _allow_pattern(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    return _pattern(phrases, "(?:e?s)?") if phrases else None


def _allowed(text: str, terms: Terms, names: Sequence[str]) -> bytearray:
    """Return for each character whether an allowed phrase, or the name of a work, holds it."""
    allowed = bytearray(len(text))
    pattern = _allow_pattern(terms.allow)
    spans = [match.span() for match in pattern.finditer(text)] if pattern else []
    lowered = text.lower()
    for name in names if len(lowered) == len(text) else ():
        at = lowered.find(name)
        while at >= 0:
            spans.append((at, at + len(name)))
            at = lowered.find(name, at + len(name))
    for start, end in spans:
        allowed[start:end] = b"\1" * (end - start)
    return allowed


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
