"""The Sphinx extension: everything of the project that knows Sphinx, but for the Typst writer."""

from typing import Any

from sphinx.application import Sphinx

from curriculumkit import __version__
from curriculumkit.sphinxext import search
from curriculumkit.sphinxext.directives import (
    BLOCK_DIRECTIVES,
    BlankRole,
    BlockDirective,
    CiteRole,
    DrawingDirective,
    ElsewhereRole,
    ForeignRole,
    PageRole,
    ScaleDirective,
    SourcesDirective,
    TagRole,
    WriteDirective,
)
from curriculumkit.sphinxext.guard import guard_document
from curriculumkit.sphinxext.html import VISITORS
from curriculumkit.sphinxext.memory import hold_few_documents
from curriculumkit.sphinxext.pages import extra_pages, page_context, write_sitemap
from curriculumkit.sphinxext.parts import write_parts
from curriculumkit.sphinxext.reading import finish_document
from curriculumkit.sphinxext.reference import BlocksDirective, FieldsDirective
from curriculumkit.sphinxext.screen import prepare_page
from curriculumkit.sphinxext.settings import apply_edition, quote_as_here


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("myst_parser")
    for node, visitors in VISITORS.items():
        app.add_node(node, html=visitors)
    for name in BLOCK_DIRECTIVES:
        app.add_directive(name, BlockDirective)
    app.add_directive("write", WriteDirective)
    app.add_directive("scale", ScaleDirective)
    app.add_directive("drawing", DrawingDirective)
    app.add_directive("sources", SourcesDirective)
    app.add_directive("format-fields", FieldsDirective)
    app.add_directive("format-blocks", BlocksDirective)
    for name in ("handout", "module", "session", "page"):
        app.add_role(name, PageRole())
    app.add_role("cite", CiteRole())
    app.add_role("blank", BlankRole())
    app.add_role("tag", TagRole())
    app.add_role("elsewhere", ElsewhereRole())
    app.add_role("foreign", ForeignRole())
    app.connect("config-inited", apply_edition, priority=100)
    app.connect("doctree-read", finish_document)
    app.connect("doctree-read", guard_document, priority=900)
    app.connect("builder-inited", quote_as_here)
    app.connect("builder-inited", search.begin)
    app.connect("doctree-read", search.collect)
    app.connect("env-purge-doc", search.forget)
    app.connect("env-merge-info", search.merge)
    app.connect("doctree-read", hold_few_documents)
    app.connect("doctree-resolved", hold_few_documents)
    app.connect("doctree-resolved", prepare_page)
    app.connect("html-collect-pages", extra_pages)
    app.connect("html-page-context", page_context)
    app.connect("build-finished", search.write_index)
    app.connect("build-finished", write_parts)
    app.connect("build-finished", write_sitemap)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
