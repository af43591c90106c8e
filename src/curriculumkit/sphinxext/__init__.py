"""The Sphinx extension: everything of the project that knows Sphinx, but for the Typst writer."""

from typing import Any

from sphinx.application import Sphinx

from curriculumkit import __version__
from curriculumkit.sphinxext.directives import (
    BLOCK_DIRECTIVES,
    BlankRole,
    BlockDirective,
    CiteRole,
    PageRole,
    ScaleDirective,
    SourcesDirective,
    WriteDirective,
)
from curriculumkit.sphinxext.html import VISITORS
from curriculumkit.sphinxext.pages import page_context
from curriculumkit.sphinxext.reading import finish_document
from curriculumkit.sphinxext.settings import apply_edition


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("myst_parser")
    app.setup_extension("sphinx_design")
    for node, visitors in VISITORS.items():
        app.add_node(node, html=visitors)
    for name in BLOCK_DIRECTIVES:
        app.add_directive(name, BlockDirective)
    app.add_directive("write", WriteDirective)
    app.add_directive("scale", ScaleDirective)
    app.add_directive("sources", SourcesDirective)
    for name in ("handout", "module", "session", "page"):
        app.add_role(name, PageRole())
    app.add_role("cite", CiteRole())
    app.add_role("blank", BlankRole())
    app.connect("config-inited", apply_edition, priority=100)
    app.connect("doctree-read", finish_document)
    app.connect("html-page-context", page_context)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
