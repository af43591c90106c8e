"""Packs and binders as Typst: parts in a row, each a body that is there already, or a sheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from curriculumkit.sphinxext.settings import curled
from curriculumkit.typst.builder import BODY
from curriculumkit.typst.code import Value, call, content, literal, string
from curriculumkit.typst.writing import TEMPLATES

Meta = Mapping[str, Value]
"""What the template needs to know of a document: title, language, marks; see `sheet_of`."""


@dataclass(frozen=True)
class Sheet:
    """A page of the pack's own: which function of `pack.typ` sets it, and what it tells."""

    name: str
    meta: Meta
    data: Meta = field(default_factory=dict)


@dataclass(frozen=True)
class Included:
    """A document of the build: its template, and the files of its body below `body/`.

    `pages` is how many pages it takes when it is printed alone. `again` tells that an earlier part
    of the pack is the same, so that it gets no bookmarks. `head` is a function of `pack.typ`, with
    its data, that is set before the body.
    """

    template: str
    meta: Meta
    file: str
    pages: int = 1
    again: bool = False
    head: tuple[str, Meta] | None = None


Part = Sheet | Included
"""A part of a pack, which begins on a right-hand page."""


@dataclass(frozen=True)
class Tab:
    """A mark at the edge of a book's pages: its number from 1, of how many, and what it says."""

    number: int
    total: int
    label: str


def pack_source(meta: Meta, parts: Iterable[Part]) -> str:
    """Return the Typst source of a pack; `meta` tells its title, author, language and paper."""
    return _source(meta, ("#pack.begin", *(f"#{_part(one)}" for one in parts)))


def section_source(meta: Meta, parts: Iterable[Part], first: int, tab: Tab | None) -> str:
    """Return the Typst source of a section of a book, whose first page has the number `first`."""
    inside = [_part(one) for one in parts]
    if tab is not None:
        marked = (literal(tab.number), literal(tab.total), string(tab.label), content(inside))
        inside = [call("pack.tabbed", *marked)]
    return _source(meta, [f"#counter(page).update({first})", *(f"#{one}" for one in inside)])


def _source(meta: Meta, lines: Iterable[str]) -> str:
    document = call("document", title=literal(meta["title"]), author=literal(meta["author"]))
    return "\n".join(
        (
            *_imports(),
            f"#set {document}",
            f"#set document(date: none, description: {literal(meta['description'])})",
            f"#set text(lang: {literal(meta['language'])}, region: {literal(meta['region'])})",
            f"#set page(paper: {literal(meta['paper'])})",
            *lines,
            "",
        )
    )


def _imports() -> Iterator[str]:
    for name in ("guide", "handout", "pack"):
        yield f"#import {string(f'/{TEMPLATES}/{name}.typ')}"


def _curled(value: Value, language: str) -> Value:
    """Return a value whose texts have the quotation marks that those of a page have."""
    match value:
        case str():
            return curled(value, language)
        case tuple():
            return tuple(_curled(one, language) for one in value)
        case Mapping():
            return {key: _curled(one, language) for key, one in value.items()}
    return value


def _part(part: Part) -> str:
    """Return the call that sets a part."""
    meta = dict(part.meta)
    language = str(meta["language"])
    meta["title"] = _curled(meta["title"], language)
    if isinstance(part, Sheet):
        body = call(f"pack.{part.name}-body", literal(_curled(part.data, language)))
        return call("pack.part", "pack.print", literal(meta), body)
    if part.again:
        meta["bookmarked"] = False
    head = ""
    if part.head:
        name, data = part.head
        head = call(f"pack.{name}", literal(_curled(data, language)))
    body = content([head, f"include {string(f'/{BODY}/{part.file}')}"])
    printed = "pack.record-print" if part.template == "record" else f"{part.template}.print"
    return call("pack.part", printed, literal(meta), body)
