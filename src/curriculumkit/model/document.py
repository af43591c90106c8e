"""What Markdown bodies are made of, with the place of each part."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from curriculumkit.source import Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside blocks."""

    level: int
    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A block between colons, such as ``:::{say}``; its text is Markdown."""

    name: str
    argument: str
    options: Mapping[str, str]
    text: str
    span: Span
    end_line: int


@dataclass(frozen=True, slots=True)
class Role:
    """An inline reference, such as ``{handout}`my-plan```."""

    name: str
    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: `target` is as written, relative to the document."""

    target: str
    alt: str
    span: Span

    def path(self, document: str) -> str:
        """Return the picture's path in the library, as named in the document at that path."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(document), self.target))


@dataclass(frozen=True, slots=True)
class Link:
    """A link of ordinary Markdown: `target` is as written."""

    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the text of its header cells, and how many columns it has."""

    header: tuple[str, ...]
    span: Span


ProseKind = Literal["paragraph", "item", "cell", "heading", "label"]


@dataclass(frozen=True, slots=True)
class Prose:
    """A run of plain words as a reader sees them, without markup; `block` is what it stands in."""

    kind: ProseKind
    text: str
    span: Span
    block: str = ""

    def __reduce__(self) -> tuple[type["Prose"], tuple[ProseKind, str, Span, str]]:
        """Let prose be packed by its four parts; a library has very much."""
        return Prose, (self.kind, self.text, self.span, self.block)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Markdown that a library may not use: what it is, and what to do instead."""

    span: Span
    message: str
    hint: str


@dataclass(frozen=True)
class Body:
    """The Markdown of a document, taken apart; everything in the order of the file."""

    first_line: int
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    roles: tuple[Role, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    prose: tuple[Prose, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
