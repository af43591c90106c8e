"""What the page templates get to know."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from curriculumkit.words import words_of


def page_context(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: nodes.document
) -> None:
    """Give a page its settings, its words, and its prints."""
    edition = context.get("edition") or {}
    metadata = app.env.metadata.get(pagename, {})
    language = metadata.get("ck_language") or edition.get("language", "en")
    kind = metadata.get("ck_kind", "")
    context["ck"] = {key.removeprefix("ck_"): value for key, value in metadata.items()}
    context["ck_kind"] = kind
    context["page_language"] = language
    context["w"] = words_of(language)
    context["prints"] = prints(pagename, kind) if edition.get("pdf") else []


def prints(page: str, kind: str) -> list[dict[str, str]]:
    """Return the PDFs beside a page: for each its label in English, and its file."""
    name = page.rpartition("/")[2]
    if kind == "handout":
        return [
            {"label": "Print", "file": f"{name}.pdf"},
            {"label": "Large print", "file": f"{name}-large.pdf"},
        ]
    if kind in ("guide", "session"):
        return [{"label": "Print", "file": f"{name}.pdf"}]
    return []
