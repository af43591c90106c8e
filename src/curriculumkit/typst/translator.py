"""From a doctree to Typst code: one function for each kind of node.

The code calls the functions of the templates (`templates/*.typ`), which decide how things look.
A node that has no function here is never dropped: it is handed to `Writing.unknown`.
"""

from collections.abc import Mapping

from docutils import nodes
from sphinx import addnodes

from curriculumkit.sphinxext import nodes as ck
from curriculumkit.typst import blocks, text
from curriculumkit.typst.writing import Writer, Writing, body_file

BLOCKS: tuple[type[nodes.Element], ...] = (
    nodes.title,
    nodes.paragraph,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.table,
    nodes.figure,
    nodes.note,
    nodes.tip,
    nodes.important,
    nodes.warning,
    nodes.literal_block,
    ck.ck_block,
    ck.ck_write,
    ck.ck_scale,
    ck.ck_source,
)
"""Nodes whose code is marked with the line that they come from."""

WRITERS: Mapping[type[nodes.Node], Writer] = {
    nodes.section: text.write_section,
    nodes.title: text.write_title,
    nodes.Text: text.write_text,
    nodes.paragraph: text.write_paragraph,
    nodes.compound: text.write_inside,
    nodes.emphasis: text.write_wrapped("emph"),
    nodes.strong: text.write_wrapped("strong"),
    nodes.superscript: text.write_wrapped("super"),
    nodes.subscript: text.write_wrapped("sub"),
    nodes.inline: text.write_inline,
    nodes.literal: text.write_literal,
    nodes.literal_block: text.write_literal_block,
    nodes.raw: text.write_raw,
    nodes.reference: text.write_reference,
    nodes.bullet_list: text.write_bullets,
    nodes.enumerated_list: text.write_numbers,
    nodes.block_quote: text.write_wrapped("quoted"),
    nodes.image: blocks.write_image,
    nodes.figure: blocks.write_figure,
    nodes.table: blocks.write_table,
    nodes.transition: text.write_transition,
    nodes.footnote_reference: text.write_footnote_reference,
    nodes.footnote: text.write_nothing,
    nodes.note: blocks.write_admonition,
    nodes.tip: blocks.write_admonition,
    nodes.important: blocks.write_admonition,
    nodes.warning: blocks.write_admonition,
    nodes.comment: text.write_nothing,
    nodes.target: text.write_nothing,
    addnodes.toctree: text.write_nothing,
    ck.ck_block: blocks.write_block,
    ck.ck_write: blocks.write_room,
    ck.ck_scale: blocks.write_scale,
    ck.ck_tick: text.write_nothing,
    ck.ck_blank: blocks.write_blank,
    ck.ck_cite: blocks.write_cite,
    ck.ck_source: blocks.write_source,
}
"""How each kind of node is written."""


def typst_of(doctree: nodes.document, writing: Writing) -> str:
    """Return the body of a document as a Typst file, which a print or a pack includes."""
    writing.writers, writing.marked = WRITERS, BLOCKS
    writing.footnotes = {
        one: note for note in doctree.findall(nodes.footnote) for one in note["ids"]
    }
    code = (writing.write(one) for one in doctree.children)
    return body_file(writing.template, "\n".join(one for one in code if one))
