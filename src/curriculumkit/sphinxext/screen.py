"""What a document needs on a screen, and no other writer sees."""

import re
from collections import defaultdict
from html import escape

from docutils import nodes
from sphinx.application import Sphinx

from curriculumkit.sphinxext.calls import link_calls
from curriculumkit.sphinxext.nodes import ck_blank, ck_block, ck_tick

_CLOCK = re.compile(r"(\d{1,2}:\d\d\s(?:am|pm|[ap]\. m\.))\s+")
_MINUTES = re.compile(r"\(([^()]*)\)$")
_PHONE = re.compile(r"(\(?\d[\d() .-]{5,}\d)")


def prepare_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make a document ready for HTML; other writers see it without what is added here.

    Boxes get labels; cells get the names of their columns, for screens so narrow that rows are
    stacked; the clock time and the minutes of a segment's heading are set apart, and an agenda
    leads to its segments; a telephone number is kept on one line. Calls and texts that a page for
    patients speaks of become links.
    """
    if app.builder.format != "html":
        return
    metadata = app.env.metadata[docname]
    edition = app.config.html_context.get("edition", {})
    if edition.get("audience") == "patient":
        link_calls(doctree, edition["numbers"], metadata.get("ck_language", "en"))
    if metadata.get("ck_kind") in ("guide", "session"):
        for title in doctree.findall(nodes.title):
            _set_times_apart(title)
        for block in doctree.findall(ck_block):
            if "agenda" in block["classes"]:
                _lead_to_segments(block, doctree)
    for tick in list(doctree.findall(ck_tick)):
        tick.parent.append(nodes.raw("", "</label>", format="html"))
    for table in doctree.findall(nodes.tgroup):
        _label_cells(table)
    for block in doctree.findall(ck_block):
        if block["name"] == "help":
            _set_ways_apart(block)
            _keep_numbers_whole(block)


def _lead_to_segments(agenda: ck_block, doctree: nodes.document) -> None:
    """Make each title in an agenda a link to its segment, in the order of the segments."""
    ids: dict[str, list[str]] = defaultdict(list)
    for title in doctree.findall(nodes.title):
        parts = (one for one in title.children if isinstance(one, nodes.Text))
        ids["".join(one.astext() for one in parts).strip()].append(title.parent["ids"][0])
    for cell in agenda.findall(nodes.paragraph):
        if found := ids[cell.astext()]:
            link = nodes.reference("", "", *cell.children, refid=found.pop(0), internal=True)
            cell.children = []
            cell.append(link)


def _keep_numbers_whole(block: ck_block) -> None:
    for text in list(block.findall(nodes.Text)):
        parts = _PHONE.split(text)
        if len(parts) > 1:
            numbers = [
                nodes.inline("", part, classes=["ck-number"]) if at % 2 else nodes.Text(part)
                for at, part in enumerate(parts)
            ]
            text.parent.replace(text, [one for one in numbers if one.astext()])


def _set_times_apart(title: nodes.title) -> None:
    """Give the clock time and the minutes of a heading, its start and end, nodes of their own."""
    first, last = title.children[0], title.children[-1]
    if isinstance(last, nodes.Text) and (found := _MINUTES.search(last)):
        minutes = nodes.inline("", found[1], classes=["ck-minutes"])
        title.replace(last, [nodes.Text(last[: found.start()]), minutes])
        first = title.children[0]
    if isinstance(first, nodes.Text) and (found := _CLOCK.match(first)):
        clock = nodes.inline("", found[1], classes=["ck-clock"])
        title.replace(first, [clock, nodes.Text(" " + first[found.end() :])])


def _set_ways_apart(block: ck_block) -> None:
    """Make each way to get help a target of its own: no words between the ways, the note after."""
    for paragraph in block.findall(nodes.paragraph):
        ways = list(paragraph.findall(nodes.reference))
        if not ways or list(paragraph.findall(ck_blank)):
            continue
        first, last = paragraph.index(ways[0]), paragraph.index(ways[-1])
        note = "".join(one.astext() for one in paragraph.children[last + 1 :]).lstrip(". ")
        for way in ways:
            way["classes"].append("ck-way")
        paragraph.children = [*paragraph.children[:first], *ways]
        if note:
            paragraph.append(nodes.inline("", note, classes=["ck-note"]))


def _label_cells(table: nodes.tgroup) -> None:
    """Put the name of its column before the text of each cell, for narrow screens to show.

    It is no text of the page, which names each column once.
    """
    head = next(iter(table.findall(nodes.thead)), None)
    names = [entry.astext() for entry in head.findall(nodes.entry)] if head else []
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            for column, cell in enumerate(row.findall(nodes.entry)):
                blank = bool(list(cell.findall(ck_blank)))
                if column < len(names) and names[column] and (column or blank):
                    name = f'<span class="ck-column" data-name="{escape(names[column])}"></span>'
                    cell.insert(0, nodes.raw("", name, format="html"))
