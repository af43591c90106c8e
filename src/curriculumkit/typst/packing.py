"""Packs and binders as Typst: parts in a row, each a body that is there already, or a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from curriculumkit.typst.builder import BODY
from curriculumkit.typst.code import Value, call, content, literal, string
from curriculumkit.typst.translator import TEMPLATES

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

    `again` tells that an earlier part of the pack is the same, so that it gets no bookmarks.
    `head` is a function of `pack.typ`, with its data, that is set before the body.
    """

    template: str
    meta: Meta
    file: str
    again: bool = False
    head: tuple[str, Meta] | None = None


Part = Sheet | Included
"""A part of a pack, which begins on a right-hand page."""


@dataclass(frozen=True)
class Tab:
    """Parts under one tab of a binder: its number from 1, of how many, and what stands on it."""

    number: int
    total: int
    label: str
    parts: Sequence[tuple[str, Part]]


def pack_source(meta: Meta, parts: Iterable[Part]) -> str:
    """Return the Typst source of a pack; `meta` tells its title, author, language and paper."""
    return _source(meta, ("#pack.begin", *(f"#{_part(one)}" for one in parts)))


def binder_source(meta: Meta, front: Iterable[Part], tabs: Iterable[Tab], end: Part) -> str:
    """Return the Typst source of a binder; every part under a tab has the key of its place."""
    lines = [f"#{_part(one)}" for one in front]
    for tab in tabs:
        inside = content(_part(part, key) for key, part in tab.parts)
        arguments = (literal(tab.number), literal(tab.total), string(tab.label), inside)
        lines.append(f"#{call('pack.tabbed', *arguments)}")
    return _source(meta, [*lines, f"#{_part(end)}"])


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


def _part(part: Part, key: str = "") -> str:
    """Return the call that sets a part; with a key it begins with the mark of that place."""
    mark = call("pack.at", string(key)) if key else ""
    meta = dict(part.meta)
    if isinstance(part, Sheet):
        data = literal(part.data)
        body = content([mark, call(f"pack.{part.name}-body", data)])
        return call("pack.part", "pack.print", literal(meta), body)
    if part.again:
        meta["bookmarked"] = False
    head = call(f"pack.{part.head[0]}", literal(part.head[1])) if part.head else ""
    body = content([mark, head, f"include {string(f'/{BODY}/{part.file}')}"])
    return call("pack.part", f"{part.template}.print", literal(meta), body)
