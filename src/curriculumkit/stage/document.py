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
    return Staged(text, document.path, shift)


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
            lines[row] = re.sub(
                r"(\}\s*).*$", lambda found: f"{found[1]}{title} <{where}>", lines[row]
            )  # noqa: B023
    _move_images(lines, source, body, page)
    return lines[body.first_line - 1 :]


def _move_images(lines: list[str], source: SourceText, body: Body, page: str) -> None:
    """Rewrite the paths of pictures for a page that lies in another folder than its file."""
    if posixpath.dirname(page) == posixpath.dirname(source.path):
        return
    for image in body.images:
        row = image.span.line - 1
        lines[row] = lines[row].replace(image.target, f"/{image_path(image.target, source.path)}")


def image_path(target: str, path: str) -> str:
    """Return the path of a picture in the library, as named in the document at `path`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def images_of(document: Module | Handout) -> dict[str, str]:
    """Return the pictures of a document: the path in the stage and in the library, the same."""
    paths = {image_path(image.target, document.path) for image in document.body.images}
    return {path: path for path in sorted(paths)}


def sources_part(keys: tuple[str, ...], references: Mapping[str, Reference], words: Words) -> str:
    """Return the list of sources at the end of a page."""
    entries = [f"{key} {citation(references[key])}" for key in keys if key in references]
    return block("sources", words("Sources"), "\n".join(entries)) if entries else ""


def citation(reference_: Reference) -> str:
    """Return a source as one line: who, title, year, number, where."""
    get = reference_.fields.get
    who = re.sub(r"\s+and\s+", "; ", get("author") or get("institution") or get("editor") or "")
    publisher = get("publisher") or get("institution") or get("organization") or get("howpublished")
    journal = " ".join(part for part in (get("journal"), get("volume"), get("pages")) if part)
    parts = [
        who,
        get("title", ""),
        journal,
        publisher if publisher != who else "",
        get("number", ""),
        get("year", ""),
        get("doi") or get("url", ""),
    ]
    return ". ".join(part.strip(" .") for part in parts if part and part.strip(" .")) + "."
