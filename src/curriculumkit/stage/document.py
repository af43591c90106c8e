"""An author's document in the stage: the same text on the same lines, with parts added."""

import posixpath
import re
from collections.abc import Callable, Mapping

from curriculumkit.model.document import Body
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Reference
from curriculumkit.model.module import Module
from curriculumkit.source import SourceText
from curriculumkit.stage.markup import block, escaped, reference, settings
from curriculumkit.stage.staged import PARTS, Staged
from curriculumkit.words import Words

_LANGUAGES = {
    "english": "en",
    "american": "en",
    "spanish": "es",
    "french": "fr",
    "portuguese": "pt",
}
"""The codes of languages that biblatex names otherwise."""

Target = tuple[str, str]
"""Where a name leads: the title to show, and the page."""

Resolve = Callable[[str, str], Target | None]
"""Finds the target of a role (`module` or `handout`) and an id."""


def docname(path: str) -> str:
    """Return the page of a file: its path without the ending."""
    return path.removesuffix(".md")


def staged_document(
    document: Module | Handout,
    page: str,
    values: Mapping[str, object],
    title: str,
    lines: list[str],
    tail: str,
) -> Staged:
    """Return an author's document as the page `page`, whose head lies in `_parts`.

    `lines` are the lines of its body, which stay on the line numbers that the author gave them.
    """
    head = [
        *settings(values).split("\n"),
        f"# {escaped(title)}",
        f"```{{include}} /{PARTS}/{page}.md",
        "```",
    ]
    before = document.body.first_line - 1
    padding = [""] * (before - len(head))
    shift = max(0, len(head) - before)
    text = "\n".join((*head, *padding, *lines, "", tail))
    title_line = document.places.value(("title",)).line
    return Staged(text, document.path, shift, title_line, document.body.first_line)


def body_lines(document: Module | Handout, page: str, resolve: Resolve) -> list[str]:
    """Return the lines of a body, with names led to their pages and pictures to their place."""
    source, body = document.source, document.body
    lines = source.lines[:]
    for role in reversed(body.roles):
        if target := resolve(role.name, role.target):
            row = role.span.line - 1
            before, after = (
                lines[row][: role.span.column - 1],
                lines[row][role.span.end_column - 1 :],
            )
            lines[row] = before + reference(role.name, *target) + after
    for one in body.blocks:
        if one.name == "handout" and (target := resolve("handout", one.argument)):
            title, where = target
            row = one.span.line - 1
            opening, _, _ = lines[row].partition("}")
            lines[row] = f"{opening}}} {title} <{where}>"
    _move_images(lines, source, body, page)
    return lines[body.first_line - 1 :]


def _move_images(lines: list[str], source: SourceText, body: Body, page: str) -> None:
    """Rewrite the paths of pictures for a page that lies in another folder than its file."""
    if posixpath.dirname(page) == posixpath.dirname(source.path):
        return
    for image in body.images:
        row = image.span.line - 1
        lines[row] = lines[row].replace(image.target, f"/{image.path(source.path)}")


def images_of(document: Module | Handout) -> dict[str, str]:
    """Return the pictures of a document: the path in the stage and in the library, the same."""
    paths = {image.path(document.path) for image in document.body.images}
    return {path: path for path in sorted(paths)}


def sources_part(
    keys: tuple[str, ...], references: Mapping[str, Reference], words: Words, language: str
) -> str:
    """Return the list of sources at the end of a page in a language."""
    entries = [
        f"{key} {_foreign_language(references[key], language)} {citation(references[key])}"
        for key in keys
        if key in references
    ]
    return block("sources", words("Sources"), "\n".join(entries)) if entries else ""


def _foreign_language(reference_: Reference, language: str) -> str:
    """Return the language of a source, or ``-`` where it is that of the page.

    The field `langid` names it, as biblatex has it; a source without it is in English.
    """
    named = reference_.fields.get("langid", "english").lower()
    own = _LANGUAGES.get(named, named)
    return "-" if own == language or len(own) != len("en") else own


def citation(reference_: Reference) -> str:
    """Return a source as one line: who, title, where it appeared, year, number, address."""
    get = reference_.fields.get
    who = re.sub(r"; others$", " and others", get("author") or get("institution") or "")
    publisher = get("publisher") or get("institution") or get("organization") or get("howpublished")
    doi = get("doi")
    parts = [
        who,
        get("title"),
        _journal(reference_) or (publisher if publisher != who else ""),
        "" if get("journal") else get("number"),
        get("year"),
        f"https://doi.org/{doi}" if doi else get("url"),
    ]
    said = [part.strip() for part in parts if part]
    return " ".join(part if part.endswith(("?", "!", ".")) else f"{part}." for part in said)


def _journal(reference_: Reference) -> str:
    """Return where an article or chapter appeared, as ``Journal 12(3): 45–67``."""
    get = reference_.fields.get
    name = get("journal") or get("booktitle")
    issue = f"({get('number')})" if get("number") else ""
    pages = f": {get('pages')}" if get("pages") else ""
    volume = f" {get('volume')}{issue}{pages}" if get("volume") else pages
    return f"{name}{volume}" if name else ""
