"""HTML of the nodes."""

from collections.abc import Callable, Mapping
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

Visitor = Callable[[Any, Any], None]
"""What opens or closes a node: it is given the translator and the node."""

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

ICONS = {
    "say": "M3 4h18v12H11l-5 4v-4H3z",
    "ask": "M3 4h18v12H11l-5 4v-4H3zM10 8.2c.3-2.2 4-2 4 .2 0 1.6-2 1.5-2 3M12 13.4v.2",
    "board": "M3 4h18v12H3zM8 21l2.5-5M16 21l-2.5-5M7 8h6M7 12h9",
    "watch": "M12 3l10 17H2zM12 10v4.5M12 17v.3",
    "adapt": "M3 7h9M18 7h3M3 17h3M12 17h9M15 4.5a2.5 2.5 0 100 5 2.5 2.5 0 000-5zM9 14.5"
    "a2.5 2.5 0 100 5 2.5 2.5 0 000-5z",
    "handout": "M5 3h9l5 5v13H5zM14 3v5h5M8 12h8M8 16h8",
    "remember": "M6 3h12v18l-6-5-6 5z",
    "help": "M5 3h4l2 5-3 2c1 3 3 5 6 6l2-3 5 2v4c-9 2-18-7-16-16z",
    "safety": "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6zM12 8v8M8 12h8",
}
"""The drawing beside a block's label, as an SVG path in a square of 24, by the block's name."""


FOLDED = ("adapt", "sources")
"""Blocks that are folded away on the screen; on paper they are open."""


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


def icon(name: str) -> str:
    """Return the drawing of a block as SVG, or nothing when it has none."""
    if name not in ICONS:
        return ""
    return (
        '<svg class="ck-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">'
        f'<path d="{ICONS[name]}"/></svg>'
    )


def visit_block(self: HTML5Translator, node: ck_block) -> None:
    """Open a block: what it is called, then its text."""
    label, title = block_heading(node, _words(self))
    name = node["name"]
    classes = " ".join(["ck-block", f"ck-{name}", *(f"ck-{one}" for one in node["classes"])])
    spoken = escape(": ".join(part for part in (label, title) if part))
    shown = f'<span class="ck-label">{icon(name)}{escape(label)}</span> ' if label else icon(name)
    if title:
        shown += f'<span class="ck-title">{_title(self, node, title)}</span>'
    if name in FOLDED:
        opening = f'<details class="{classes}"><summary>{shown}</summary>\n'
    elif shown:
        opening = (
            f'<div class="{classes}" role="group" aria-label="{spoken}">\n'
            f'<p class="ck-heading">{shown}</p>\n'
        )
    else:
        opening = f'<div class="{classes}">\n'
    self.body.append(opening + ("<ol>\n" if name == "sources" else ""))


def _title(self: HTML5Translator, node: ck_block, title: str) -> str:
    """Return the title of a block, led to its page if it has one, in its language."""
    if not node["docname"]:
        return escape(title)
    builder: Any = self.builder
    uri = builder.get_relative_uri(builder.current_docname, node["docname"])
    language = f' lang="{escape(node["language"])}"' if node["language"] else ""
    return f'<a href="{escape(uri)}"{language}>{escape(title)}</a>'


def depart_block(self: HTML5Translator, node: ck_block) -> None:
    """Close a block."""
    closing = {"adapt": "</details>\n", "sources": "</ol>\n</details>\n"}
    self.body.append(closing.get(node["name"], "</div>\n"))


def visit_write(self: HTML5Translator, node: ck_write) -> None:
    """Write a text field with its label; on paper it becomes ruled lines."""
    field, lines = escape(node["field"]), node["lines"]
    self.body.append(
        f'<div class="ck-write"><label for="f-{field}">{escape(node["label"])}</label>\n'
        f'<textarea id="f-{field}" name="{field}" rows="{lines}" autocomplete="off"></textarea>'
        "</div>\n"
    )
    raise nodes.SkipNode


def visit_scale(self: HTML5Translator, node: ck_scale) -> None:
    """Write a row of radio buttons."""
    field = escape(node["field"])
    low, high = node["low"], node["high"]
    steps = "".join(
        f'<label class="ck-step"><input type="radio" name="{field}" value="{number}" '
        f'autocomplete="off"><span>{number}</span></label>'
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
    """Write a checkbox and open its label, which `prepare_page` closes behind the item's words."""
    field = escape(node["field"])
    checked = " checked" if node["ticked"] else ""
    self.body.append(
        f'<input type="checkbox" id="t-{field}" name="{field}" autocomplete="off"{checked}>'
        f'<label for="t-{field}">'
    )
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
            f'<textarea class="ck-cell" name="{field}" rows="1" aria-label="{label}" '
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


VISITORS: Mapping[type[nodes.Element], tuple[Visitor, Visitor]] = {
    ck_block: (visit_block, depart_block),
    ck_write: (visit_write, unvisited),
    ck_scale: (visit_scale, unvisited),
    ck_tick: (visit_tick, unvisited),
    ck_blank: (visit_blank, unvisited),
    ck_cite: (visit_cite, unvisited),
    ck_source: (visit_source, depart_source),
}
"""For each node, what opens and what closes it in HTML."""
