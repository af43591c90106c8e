"""No two documents say the same at length."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from curriculumkit.diagnostics import Related, Severity
from curriculumkit.model.library import Library
from curriculumkit.model.trace import Trace
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.rules.tracing import trace_in
from curriculumkit.source import Span

FEWEST_SENTENCES = 4
"""From how many equal sentences of eight words or more on two documents are near duplicates."""

MOST_HOLDERS = 20
"""A sentence that more documents than this share is a standing phrase, no copy."""


def check(library: Library) -> Iterator[Finding]:
    """Find pairs of modules, or of handouts of one language, that share long passages."""
    for documents in _groups(library):
        traces = [trace_in(library, document) for document in documents]
        shared = [one for one in _shared(traces).items() if one[1] >= FEWEST_SENTENCES]
        for (first, second), number in sorted(shared):
            yield _finding(documents, traces, first, second, number)


def _groups(library: Library) -> Iterator[Sequence[Document]]:
    yield library.modules
    by_language = defaultdict(list)
    for handout in library.handouts:
        by_language[handout.language].append(handout)
    yield from by_language.values()


def _shared(traces: Sequence[Trace]) -> Counter[tuple[int, int]]:
    """Return how many sentences each pair of documents shares."""
    seen: set[int] = set()
    repeated: set[int] = set()
    for trace in traces:
        here = set(trace.sentences)
        repeated |= seen & here
        seen |= here
    holders: dict[int, list[int]] = defaultdict(list)
    for index, trace in enumerate(traces):
        for value in repeated.intersection(trace.sentences):
            holders[value].append(index)
    copied = (indexes for indexes in holders.values() if len(indexes) <= MOST_HOLDERS)
    return Counter(chain.from_iterable(combinations(indexes, 2) for indexes in copied))


def _finding(
    documents: Sequence[Document], traces: Sequence[Trace], first: int, second: int, number: int
) -> Finding:
    common = set(traces[first].sentences) & set(traces[second].sentences)
    here, there = (_first_line(traces[one], common) for one in (second, first))
    related = Related(documents[first].path, there, "the same sentences begin here")
    return Finding(
        documents[second].path,
        here,
        f"{number} sentences are the same as in '{documents[first].id}'",
        "Say it once and refer to it, or give each document words of its own.",
        (related,),
    )


def _first_line(trace: Trace, common: set[int]) -> Span:
    pairs = zip(trace.sentences, trace.lines, strict=True)
    line = min(line for value, line in pairs if value in common)
    return Span(line, 1, line, 2)


RULE = Rule(
    slug="near-duplicates",
    severity=Severity.WARNING,
    summary="No two modules or handouts share long passages.",
    reason="Patients who hear the same words twice stop listening, and two copies drift apart.",
    check=check,
)
