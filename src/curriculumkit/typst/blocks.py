"""Blocks as Typst: what authors and the stage set apart, tables, pictures, places to write."""

from collections.abc import Sequence
from typing import Any

from docutils import nodes

from curriculumkit.sphinxext import nodes as ck
from curriculumkit.sphinxext.html import block_heading
from curriculumkit.typst.code import array, call, content, literal, string
from curriculumkit.typst.tables import Column, columns_of
from curriculumkit.typst.writing import Writing, place_of

_SURELY_FITS = {"handout": 700, "guide": 1500}
"""How many characters take less than a page of a guide, or of a handout even in large print."""

_LINE = 45
"""How many characters stand on a line of large print."""

_SURELY_SHORT = {"handout": 5, "guide": 8}
"""How many rows of a table of half such a length do."""

_TALL = 900
"""How many characters a cell needs, times the columns, that may be higher than a page."""


def write_image(writing: Writing, node: Any) -> str:
    """Write a picture: alone in its paragraph it is a block, among words it is as high as they."""
    alone = isinstance(node.parent, nodes.paragraph) and len(node.parent.children) == 1
    path, alt = string(writing.image_path(node["uri"])), string(node.get("alt", ""))
    return call("picture", path, alt, "none") if alone else call("inline-picture", path, alt)


def write_figure(writing: Writing, node: Any) -> str:
    """Write a picture with its caption."""
    told = [one for one in node.children if isinstance(one, nodes.caption | nodes.legend)]
    (image, *others) = (one for one in node.children if one not in told)
    for one in others:
        writing.unknown(one)
    inside = [writing.write(child) for part in told for child in part.children]
    path, alt = string(writing.image_path(image["uri"])), string(image.get("alt", ""))
    return call("picture", path, alt, content(inside) if inside else "none")


def write_table(writing: Writing, node: Any) -> str:
    """Write a table with what the template needs to share out its width."""
    rows = [list(row.children) for row in node.findall(nodes.row)]
    head = next(iter(node.findall(nodes.thead)), None)
    named = len(head.children) if head is not None else 0
    header, body = rows[:named], rows[named:]
    columns = tuple(columns_of(header, body))
    if not any(one.astext().strip() for row in header for one in row):
        header = []
    return call(
        "cells",
        literal(tuple(_column(one) for one in columns)),
        array(_cell(writing, one) for row in header for one in row),
        array(array(_cell(writing, one) for one in row) for row in body),
        short=literal(_is_short_table(writing, rows)),
        tall=literal(any(one.most * len(columns) > _TALL for one in columns)),
        **_once(header),
    )


def _once(header: Sequence[Sequence[Any]]) -> dict[str, str]:
    """Tell a table whose header leads somewhere to show it once: what is repeated may hold no link.

    PDF/UA takes a repeated header for decoration.
    """
    leading = nodes.reference | nodes.footnote_reference | ck.ck_cite
    leads = any(
        isinstance(one, leading) for row in header for cell in row for one in cell.findall()
    )
    return {"again": "false"} if leads else {}


def _is_short_table(writing: Writing, rows: Sequence[Sequence[Any]]) -> bool:
    length = sum(len(one.astext()) for row in rows for one in row)
    most = _SURELY_FITS[writing.template] // 2
    return len(rows) <= _SURELY_SHORT[writing.template] and length < most


def _column(column: Column) -> dict[str, Any]:
    return {
        "word": column.word,
        "code": column.code,
        "most": column.most,
        "room": column.room,
        "align": column.align,
    }


def _cell(writing: Writing, entry: Any) -> str:
    if entry.get("morecols") or entry.get("morerows"):
        writing.unknown(entry)
    return writing.write_all(entry.children)


def write_admonition(writing: Writing, node: Any) -> str:
    """Write a note, a tip, something important or a warning."""
    kind = type(node).__name__
    title = writing.words(kind.capitalize())
    body = writing.write_all(node.children)
    told = string(kind), string(title), body
    return call("admonition", *told, **_options(writing, node))


def write_block(writing: Writing, node: Any) -> str:
    """Write a block of an author or of the stage."""
    name = node["name"]
    if name == "part":
        return _part(writing, node)
    label, title = block_heading(node, writing.words)
    body = writing.write_all(node.children)
    return call(f"block-{name}", string(label), string(title), body, **_options(writing, node))


def _options(writing: Writing, node: nodes.Element) -> dict[str, str]:
    """Return what a template needs to know of a block; one in another has no side column."""
    short = {"short": literal(_is_short(writing, node))}
    inside = writing.template == "guide" and not isinstance(node.parent, nodes.section)
    return short | ({"inside": "true"} if inside and node.parent is not None else {})


def _is_short(writing: Writing, node: nodes.Element) -> bool:
    """Tell whether a block surely fits on a page in every print, so that nobody need measure."""
    if any(isinstance(one, nodes.image | nodes.table | ck.ck_write) for one in node.findall()):
        return False
    items = sum(1 for _ in node.findall(nodes.list_item))
    return len(node.astext()) + items * _LINE < _SURELY_FITS[writing.template]


def _part(writing: Writing, node: Any) -> str:
    """Write a part of the stage; the glance is handed over in two: its facts, and the rest."""
    name = "-".join(node["classes"])
    children = list(node.children)
    if name == "glance" and children and isinstance(children[0], nodes.bullet_list):
        facts = [writing.write_all(one.children) for one in children[0].children]
        rest = writing.write_all(children[1:])
        return call("part-glance", f"({''.join(f'{one}, ' for one in facts)})", rest)
    return call(f"part-{name}", writing.write_all(children))


def write_source(writing: Writing, node: Any) -> str:
    """Write an entry of the list of sources."""
    told = string(node["key"]), literal(node["number"]), writing.write_all(node.children)
    following = node.next_node(ck.ck_source, descend=False, siblings=True)
    if following is not None and following is node.parent.children[-1]:
        return call("source", *told, last=literal(len(following.astext())))
    return call("source", *told)


def write_cite(_writing: Writing, node: Any) -> str:
    """Write the number of a source."""
    return call("cited", string(node["key"]), literal(node["number"]))


def write_room(writing: Writing, node: Any) -> str:
    """Write ruled lines with their label."""
    return call("room", place_of(writing, node), literal(node["lines"]))


def write_scale(writing: Writing, node: Any) -> str:
    """Write numbers to circle."""
    ends = (node["low_text"], node["high_text"])
    return call(
        "scale", place_of(writing, node), literal(node["low"]), literal(node["high"]), literal(ends)
    )


def write_blank(writing: Writing, node: Any) -> str:
    """Write a blank in a line, or one that fills a cell of a table."""
    if node["width"]:
        return call("blank", place_of(writing, node), literal(node["width"]))
    return call("blank-cell", place_of(writing, node))
