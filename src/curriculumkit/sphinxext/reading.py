"""What happens to a document once it is read: ticks, empty cells, names, citations."""

import re
from itertools import takewhile

from docutils import nodes
from sphinx.application import Sphinx

from curriculumkit.sphinxext.nodes import (
    ck_blank,
    ck_block,
    ck_cite,
    ck_scale,
    ck_source,
    ck_tick,
    ck_write,
)
from curriculumkit.sphinxext.settings import curled

_ENDED = re.compile(r"[.?!] ")
"""Where a sentence ends."""


def finish_document(app: Sphinx, doctree: nodes.document) -> None:
    """Turn MyST's raw boxes and empty cells into nodes, name the fields, number the citations."""
    metadata = app.env.metadata[app.env.docname]
    _ticks(doctree)
    _curl_quotes(doctree, metadata.get("ck_language", "en"))
    if metadata.get("ck_kind") == "handout":
        _cells(doctree)
    _label_blanks(doctree)
    _name_fields(doctree)
    _citations(doctree)


def _ticks(doctree: nodes.document) -> None:
    """Replace the raw HTML of task lists, the only raw HTML that MyST writes by itself."""
    for raw in list(doctree.findall(nodes.raw)):
        if "task-list-item-checkbox" in raw.astext():
            item = raw.parent.parent
            label = " ".join(item.astext().replace(raw.astext(), "").split())
            ticked = 'checked="checked"' in raw.astext()
            raw.replace_self(ck_tick(label=label, field="", ticked=ticked))
            if "ck-ticks" not in item.parent["classes"]:
                item.parent["classes"].append("ck-ticks")


def _curl_quotes(doctree: nodes.document, language: str) -> None:
    """Give titles and labels the quotation marks of other text, which alone docutils looks at."""
    for node in doctree.findall():
        if isinstance(node, ck_block | ck_write | ck_scale):
            for name in ("title", "label", "low_text", "high_text"):
                if told := node.get(name):
                    node[name] = curled(told, language)


def _cells(doctree: nodes.document) -> None:
    """Put a place to write into each empty cell of a handout's tables."""
    for table in doctree.findall(nodes.tgroup):
        head = next(iter(table.findall(nodes.thead)), None)
        names = [entry.astext() for entry in head.findall(nodes.entry)] if head else []
        body = table.findall(nodes.tbody)
        for number, row in enumerate((row for one in body for row in one.findall(nodes.row)), 1):
            cells = list(row.findall(nodes.entry))
            first = cells[0].astext().strip() if cells else ""
            for column, cell in enumerate(cells):
                if not cell.astext().strip() and not list(cell.findall(nodes.image)):
                    name = names[column] if column < len(names) else str(column + 1)
                    label = f"{name}, {first or number}"
                    cell.children = []
                    cell.append(ck_blank(label=label, field="", width=0))


def _label_blanks(doctree: nodes.document) -> None:
    """Label each blank in a sentence with the words that lead to it, from where they begin."""
    for blank in doctree.findall(ck_blank):
        if not blank["label"]:
            before = blank.parent.children[: blank.parent.index(blank)]
            since = takewhile(lambda one: not isinstance(one, ck_blank), reversed(before))
            words = "".join(reversed([one.astext() for one in since]))
            blank["label"] = _ENDED.split(" ".join(words.split()))[-1].strip(" .,;:")


def _name_fields(doctree: nodes.document) -> None:
    """Give each field a name of its own, made of its label, stable while the label is."""
    taken: dict[str, int] = {}
    for node in doctree.findall():
        if isinstance(node, ck_write | ck_scale | ck_tick | ck_blank):
            base = re.sub(r"[^a-z0-9]+", "-", node["label"].lower()).strip("-")[:40] or "field"
            taken[base] = taken.get(base, 0) + 1
            node["field"] = base if taken[base] == 1 else f"{base}-{taken[base]}"


def _citations(doctree: nodes.document) -> None:
    """Give citations the numbers of the list of sources."""
    numbers = {source["key"]: source["number"] for source in doctree.findall(ck_source)}
    for cite in doctree.findall(ck_cite):
        cite["number"] = numbers.get(cite["key"], 0)
