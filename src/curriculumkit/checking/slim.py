"""Documents without their prose: what the rules on the whole library look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.document import Block, Body, Role
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.model.trace import Trace
from curriculumkit.parse.documents import parse_handout, parse_module
from curriculumkit.parse.library import language_of_path
from curriculumkit.rules.base import Document
from curriculumkit.rules.running import document_diagnostics
from curriculumkit.rules.tracing import trace_of
from curriculumkit.source import Places, SourceText

_BLOCKS = frozenset({"handout", "write", "scale", "remember", "figure"})
"""The blocks that rules on the whole library look for or count."""

_KEPT = frozenset({"topic", "prerequisites", "recap", "sources", "translates", "ignore"})
"""The fields whose places rules on the whole library point at."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is kept of one file: its document without prose, its trace, its diagnostics.

    `problems` were met while reading, `found` by the rules that see one document.
    """

    document: Document | None
    trace: Trace | None
    problems: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]


def check_document(source: SourceText, library: Library) -> Checked:
    """Parse one document and run the rules on it that need no other document."""
    document: Document | None
    if source.path.startswith("modules/"):
        document, problems = parse_module(source)
    else:
        language = language_of_path(source.path, library.main_language)
        document, problems = parse_handout(source, language)
    if document is None:
        return Checked(None, None, problems, ())
    found = tuple(document_diagnostics(document, library))
    return Checked(slim(document), trace_of(document), problems, found)


def slim(document: Document) -> Document:
    """Return the document without prose, texts of blocks and source; its digest stays."""
    source = SourceText(document.path, "")
    vars(source)["digest"] = document.source.digest
    body = replace(
        document.body,
        prose=(),
        links=(),
        forbidden=(),
        roles=tuple(_slim_roles(document.body.roles)),
        blocks=tuple(_slim_block(one) for one in document.body.blocks if one.name in _BLOCKS),
    )
    places = _slim_places(document.places)
    if isinstance(document, Module):
        body = replace(body, headings=(), tables=(), images=())
        segments = tuple(replace(one, blocks=()) for one in document.segments)
        return replace(document, source=source, places=places, body=body, segments=segments)
    return _slim_handout(document, source, places, body)


def _slim_handout(handout: Handout, source: SourceText, places: Places, body: Body) -> Handout:
    return replace(handout, source=source, places=places, body=body)


def _slim_block(block: Block) -> Block:
    return replace(block, text="", options={})


def _slim_roles(roles: Iterable[Role]) -> Iterator[Role]:
    """Yield the references to documents, and each source once."""
    cited: set[str] = set()
    for role in roles:
        if role.name != "cite" or role.target not in cited:
            yield role
            cited.add(role.target)


def _slim_places(places: Places) -> Places:
    return Places(
        {route: span for route, span in places.values.items() if not route or route[0] in _KEPT},
        {route: span for route, span in places.keys.items() if route and route[0] in _KEPT},
    )
