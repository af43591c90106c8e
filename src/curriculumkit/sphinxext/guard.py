"""The last look at a page before it is written: nothing that an author may not use is on it.

The parser refuses raw HTML, foreign links and MyST's other markup long before. It reads Markdown
by itself, though, and MyST reads it again. Whatever the two might ever read in different ways is
stopped here, where only what became of the text counts: a warning, and so no page.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util import logging

from curriculumkit.parse.pictures import picture_faults
from curriculumkit.sphinxext import nodes as ck
from curriculumkit.sphinxext.settings import EDITION

logger = logging.getLogger(__name__)

_SCHEME = re.compile(r"[\x00-\x20]*([A-Za-z][A-Za-z0-9+.-]*)[\x00-\x20]*:")
_SAFE = frozenset(("http", "https", "mailto", "tel", "sms"))
_CALL = re.compile(r"\+?[\d().-]+(?:\?&?body=[^&#]*)?")
_BREAK = re.compile(r"\s*<br ?/?>\s*\Z")
_NOT_HTML = ("latex",)

_ALLOWED = (
    nodes.document, nodes.section, nodes.title, nodes.Text, nodes.paragraph, nodes.inline,
    nodes.emphasis, nodes.strong, nodes.literal, nodes.literal_block, nodes.block_quote,
    nodes.bullet_list, nodes.enumerated_list, nodes.list_item, nodes.transition, nodes.table,
    nodes.tgroup, nodes.colspec, nodes.thead, nodes.tbody, nodes.row, nodes.entry, nodes.image,
    nodes.figure, nodes.caption, nodes.legend, nodes.Admonition, nodes.reference, nodes.target,
    nodes.footnote, nodes.footnote_reference, nodes.label, nodes.container, nodes.raw,
    nodes.comment, nodes.system_message, nodes.problematic, nodes.docinfo, nodes.field,
    nodes.field_name, nodes.field_body, nodes.field_list, nodes.definition_list, nodes.rubric,
    nodes.compound, nodes.line, nodes.line_block,
    addnodes.toctree, addnodes.pending_xref, addnodes.highlightlang, addnodes.only,
    ck.ck_blank, ck.ck_block, ck.ck_cite, ck.ck_scale, ck.ck_source, ck.ck_tick, ck.ck_write,
)  # fmt: skip
"""The kinds of nodes that a page of an edition is made of."""


def guard_document(app: Sphinx, doctree: nodes.document) -> None:
    """Warn of everything on a page of an edition that could run, load or read something."""
    if not Path(app.srcdir, EDITION).is_file():
        return
    for node, message in _unwanted(doctree):
        logger.warning("%s; nothing is built", message, location=node)
    parts = Path(app.srcdir, "_parts").resolve()
    for path in app.env.dependencies.get(app.env.docname, ()):
        file = Path(app.srcdir, path).resolve()
        if not file.is_relative_to(parts) and file.suffix.lower() not in (
            ".svg",
            ".png",
            ".jpg",
            ".jpeg",
        ):
            logger.warning(
                "the page takes in the file %s; nothing is built", path, location=doctree
            )


def _unwanted(doctree: nodes.document) -> Iterator[tuple[nodes.Node, str]]:
    for node in doctree.findall():
        if not isinstance(node, _ALLOWED):
            yield node, f"markup of a kind that is not allowed ({type(node).__name__})"
        elif isinstance(node, nodes.raw) and not _is_harmless(node):
            yield node, "raw markup is not allowed"
        elif isinstance(node, nodes.image) and not _is_own(str(node.get("uri", ""))):
            yield node, "a picture from elsewhere is not allowed"
        elif isinstance(node, nodes.Element) and not is_safe_address(str(node.get("refuri", ""))):
            yield node, "a link of a kind that is not allowed"


def _is_harmless(node: nodes.raw) -> bool:
    text = node.astext()
    return node["format"] in _NOT_HTML or bool(_BREAK.match(text)) or _is_drawing(text)


def _is_drawing(text: str) -> bool:
    """Tell whether raw markup is a drawing of the program's own, and no more than a picture."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{text}</svg>'
    return text.startswith("<svg ") and not picture_faults("drawing.svg", svg.encode())


def _is_own(uri: str) -> bool:
    return not _SCHEME.match(uri) and not uri.startswith(("//", "\\"))


def is_safe_address(uri: str) -> bool:
    """Tell whether an address leads to a page of the edition, the web, a phone or a mailbox."""
    matched = _SCHEME.match(uri)
    if matched is None:
        return True
    scheme = matched[1].lower()
    called = scheme not in ("tel", "sms") or _CALL.fullmatch(uri, matched.end())
    return scheme in _SAFE and bool(called)
