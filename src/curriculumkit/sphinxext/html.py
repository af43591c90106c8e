"""HTML of the nodes."""

from html import escape
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from curriculumkit.sphinxext.directives import source_id
from curriculumkit.sphinxext.nodes import (
    ck_blank,
    ck_block,
    ck_cite,
    ck_scale,
    ck_source,
    ck_tick,
    ck_write,
)
from curriculumkit.words import Words, words_of

LABELS = {
    "say": "Say",
    "ask": "Ask",
    "board": "Write on the board",
    "watch": "Watch for",
    "adapt": "Adapt",
    "handout": "Hand out",
    "remember": "Remember",
}
"""What a block is called on the page, in English, by its name."""

ADAPT_TITLES = {
    "telehealth": "By video",
    "large-group": "Large group",
    "small-group": "Small group",
    "low-literacy": "People who read little",
    "co-occurring": "Co-occurring conditions",
    "mandated": "People who were ordered to come",
    "family-present": "With family in the room",
}
"""What a situation to adapt to is called on the page, in English, by its name."""


def block_heading(node: ck_block, words: Words) -> tuple[str, str]:
    """Return the label and the title of a block as the page shows them."""
    label = words(LABELS[node["name"]]) if node["name"] in LABELS else ""
    title = node["title"]
    if node["name"] == "adapt":
        title = words(ADAPT_TITLES.get(title, title))
    return label, title


def _words(translator: HTML5Translator) -> Words:
    builder: Any = translator.builder
    metadata = builder.env.metadata.get(builder.current_docname, {})
    return words_of(metadata.get("ck_language", "en"))


def visit_block(self: HTML5Translator, node: ck_block) -> None:
    """Open a block; what to adapt is folded away on the screen."""
    label, title = block_heading(node, _words(self))
    name = node["name"]
    classes = " ".join(["ck-block", f"ck-{name}", *(f"ck-{one}" for one in node["classes"])])
    shown = f'<span class="ck-label">{escape(label)}</span> ' if label else ""
    if title:
        text = escape(title)
        if node["docname"]:
            builder: Any = self.builder
            uri = builder.get_relative_uri(builder.current_docname, node["docname"])
            text = f'<a href="{escape(uri)}">{text}</a>'
        shown += f'<span class="ck-title">{text}</span>'
    if name == "adapt":
        self.body.append(f'<details class="{classes}"><summary>{shown}</summary>\n')
    elif shown:
        self.body.append(
            f'<div class="{classes}" role="group">\n<p class="ck-heading">{shown}</p>\n'
        )
    else:
        self.body.append(f'<div class="{classes}">\n')
    if name == "sources":
        self.body.append("<ol>\n")


def depart_block(self: HTML5Translator, node: ck_block) -> None:
    """Close a block."""
    closing = {"adapt": "</details>\n", "sources": "</ol>\n</div>\n"}
    self.body.append(closing.get(node["name"], "</div>\n"))


def visit_write(self: HTML5Translator, node: ck_write) -> None:
    """Write a text field with its label; on paper it becomes ruled lines."""
    field, lines = escape(node["field"]), node["lines"]
    self.body.append(
        f'<div class="ck-write" style="--lines: {lines}"><label for="f-{field}">'
        f'{escape(node["label"])}</label>\n<textarea id="f-{field}" name="{field}" '
        f'rows="{lines}" autocomplete="off"></textarea></div>\n'
    )
    raise nodes.SkipNode


def visit_scale(self: HTML5Translator, node: ck_scale) -> None:
    """Write a row of radio buttons."""
    field = escape(node["field"])
    low, high = node["low"], node["high"]
    steps = "".join(
        f'<label class="ck-step"><input type="radio" name="{field}" value="{number}">'
        f"<span>{number}</span></label>"
        for number in range(low, high + 1)
    )
    ends = "".join(
        f"<span>{number} = {escape(text)}</span>"
        for number, text in ((low, node["low_text"]), (high, node["high_text"]))
        if text
    )
    self.body.append(
        f'<fieldset class="ck-scale"><legend>{escape(node["label"])}</legend>'
        f'<div class="ck-steps">{steps}</div><p class="ck-ends">{ends}</p></fieldset>\n'
    )
    raise nodes.SkipNode


def visit_tick(self: HTML5Translator, node: ck_tick) -> None:
    """Write a checkbox; the text of the item follows as its label."""
    field = escape(node["field"])
    checked = " checked" if node["ticked"] else ""
    label = escape(node["label"])
    self.body.append(f'<input type="checkbox" name="{field}" aria-label="{label}"{checked}>')
    raise nodes.SkipNode


def visit_blank(self: HTML5Translator, node: ck_blank) -> None:
    """Write a one-line field, or one that fills a table cell."""
    label = escape(node["label"] or _words(self)("Write here"))
    field, width = escape(node["field"]), node["width"]
    if width:
        self.body.append(
            f'<input class="ck-blank" type="text" name="{field}" size="{width}" '
            f'aria-label="{label}" autocomplete="off">'
        )
    else:
        self.body.append(
            f'<textarea class="ck-cell" name="{field}" rows="2" aria-label="{label}" '
            'autocomplete="off"></textarea>'
        )
    raise nodes.SkipNode


def visit_cite(self: HTML5Translator, node: ck_cite) -> None:
    """Write the number of a source, which leads to it."""
    number, anchor = node["number"], source_id(node["key"])
    label = escape(_words(self)("Source {number}", number=number))
    self.body.append(
        f'<sup class="ck-cite"><a href="#{anchor}" aria-label="{label}">{number}</a></sup>'
    )
    raise nodes.SkipNode


def visit_source(self: HTML5Translator, node: ck_source) -> None:
    """Open an entry of the list of sources."""
    self.body.append(f'<li id="{source_id(node["key"])}">')


def depart_source(self: HTML5Translator, _node: ck_source) -> None:
    """Close an entry of the list of sources."""
    self.body.append("</li>\n")


def unvisited(_self: HTML5Translator, _node: nodes.Element) -> None:
    """Depart from a node that was skipped; nothing is left to do."""


VISITORS = {
    ck_block: (visit_block, depart_block),
    ck_write: (visit_write, unvisited),
    ck_scale: (visit_scale, unvisited),
    ck_tick: (visit_tick, unvisited),
    ck_blank: (visit_blank, unvisited),
    ck_cite: (visit_cite, unvisited),
    ck_source: (visit_source, depart_source),
}
"""For each node, what opens and what closes it in HTML."""
