"""What the page templates get to know, and the pages that no document stands behind."""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from babel import Locale
from docutils import nodes
from sphinx.application import Sphinx

from curriculumkit.sphinxext.nodes import has_fields
from curriculumkit.words import words_of

SCRIPTS = {
    "guide": ("guide", "fields"),
    "session": ("guide", "fields"),
    "home": ("today",),
    "plan": ("today",),
    "list": ("filter",),
    "search": ("search",),
    "handout": ("fields",),
    "help": ("fields",),
}
"""Which scripts a page loads, by its kind; all of them only add to what is there without them."""

LICENSES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
"""Where licenses are to be read, for the data that machines read."""


LOST_STYLE = (
    ":root{color-scheme:light dark;background:Canvas;color:CanvasText}"
    "body{font:1.2rem/1.6 Verdana,system-ui,sans-serif;max-width:34rem;margin:0 auto;"
    "padding:12vh 1.2rem}h1{line-height:1.2}h2{margin:2rem 0 .5rem;font-size:1.2rem}"
    ".way{display:inline-block;margin:0 .3rem .6rem 0;padding:.6rem 1.1rem;"
    "border:2px solid currentColor;border-radius:.5rem;text-decoration:none}"
    ".way:focus-visible{outline:4px solid;outline-offset:3px}"
)
"""The style of the page for addresses that do not exist, which must not depend on other files."""

LOST_SCRIPT = (
    '"use strict";(function(){const at=new URL(location.href),ways=['
    r"/^.*\/AUDIENCE\/LANGUAGE\//,/^.*?\/LANGUAGE\/(?=FOLDERS|[^/]*$)/,"
    r"/^.*?\/LANGUAGE\//,/^.*?\/(?=FOLDERS)/"
    "],way=ways.find(one=>one.test(at.pathname));if(!way)return;"
    'at.pathname=way.exec(at.pathname)[0]+"index.html";at.search=at.hash="";'
    'document.getElementById("home").href=at.href})()'
).replace("FOLDERS", r"(?:handouts|modules|search|topics|tracks)\/")
"""Finds the start page from the address that is lost, where no web address is set.

The folder of the edition is looked for by its name, with and without the audience's, then as the
one that holds a folder of pages. `AUDIENCE` and `LANGUAGE` stand for those of the edition.
"""


def page_context(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give a page its settings, its words, its prints and its neighbors."""
    edition = context.get("edition") or {}
    metadata = app.env.metadata.get(pagename, {})
    language = metadata.get("ck_language") or edition.get("language", "en")
    kind = metadata.get("ck_kind") or context.get("ck_kind", "")
    page = {key.removeprefix("ck_"): value for key, value in metadata.items()}
    context["ck"] = page
    context["ck_kind"] = kind
    context["page_language"] = language
    context["w"] = words_of(language)
    context["frame_language"] = frame = edition.get("language", language)
    context["frame_words"] = words_of(frame)
    fields = doctree is not None and has_fields(doctree)
    context["prints"] = prints(pagename, kind, fields=fields) if edition.get("pdf") else []
    context["scripts"] = scripts(kind, page)
    context["others"] = list(other_languages(pagename, page, edition, language))
    context["sections"] = sections(doctree) if kind in ("guide", "session") and doctree else []
    if kind in ("guide", "handout", "session"):
        context["resource"] = _data(learning_resource(page, edition, context["title"], language))


def scripts(kind: str, page: dict[str, str]) -> tuple[str, ...]:
    """Return the scripts of a page; home and plans need one only where a track has dates."""
    undated = kind in ("home", "plan") and not page.get("today")
    return () if undated else SCRIPTS.get(kind, ())


def prints(page: str, kind: str, *, fields: bool = True) -> list[dict[str, str]]:
    """Return the PDFs beside a page: for each its label in English, and its file.

    `fields` tells whether a handout has places to write; only then there is a PDF to fill in.
    """
    name = page.rpartition("/")[2]
    if kind == "handout":
        return [
            {"label": "Print", "file": f"{name}.pdf"},
            {"label": "Large print", "file": f"{name}-large.pdf"},
            *([{"label": "Fill in", "file": f"{name}-fill.pdf"}] if fields else []),
        ]
    if kind in ("guide", "session"):
        return [{"label": "Print", "file": f"{name}.pdf"}]
    return []


def sections(doctree: nodes.document) -> list[dict[str, str]]:
    """Return the main sections of a guide: anchor, title, and clock and minutes where given."""
    found = []
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        if title is None or not isinstance(section.parent, nodes.section):
            continue
        if isinstance(section.parent.parent, nodes.section):
            continue
        parts = {
            name: " ".join(
                one.astext() for one in title.findall(nodes.inline) if name in one["classes"]
            )
            for name in ("ck-clock", "ck-minutes")
        }
        text = title.astext()
        for part in parts.values():
            text = text.replace(part, "") if part else text
        found.append(
            {
                "id": section["ids"][0],
                "title": text.strip(),
                "clock": parts["ck-clock"],
                "minutes": parts["ck-minutes"],
            }
        )
    return found


def other_languages(
    pagename: str, page: dict[str, str], edition: dict[str, Any], language: str
) -> Iterator[dict[str, Any]]:
    """Yield the other languages of a page: code, own name, address or none, and their words.

    `ck_also` names the languages that have the page, as ``es`` (the same page of the edition beside
    this one) or ``es:handouts/es/x`` (another page of this edition).
    """
    also = dict(entry.partition(":")[::2] for entry in page.get("also", "").split())
    patient = edition.get("audience") == "patient"
    for other in edition.get("languages", []):
        if other == language or not (patient or other in also):
            continue
        up = "../" * pagename.count("/")
        address = None
        if other in also:
            address = (
                f"{up}{also[other]}.html" if also[other] else f"{up}../{other}/{pagename}.html"
            )
        name = Locale(other).get_language_name(other) or other
        yield {
            "code": other,
            "name": name[:1].upper() + name[1:],
            "own_name": name,
            "address": address,
            "home": f"{up}../{other}/index.html",
            "w": words_of(other),
        }


def learning_resource(
    page: dict[str, str], edition: dict[str, Any], title: str, language: str
) -> dict[str, Any]:
    """Return what machines may know of a page, in the words of schema.org.

    The time of a session is the length of its slot; of a module, the least that it needs.
    """
    license_ = edition.get("license", "")
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": nodes.unescape(title),
        "inLanguage": language,
        "learningResourceType": page.get("form", "lesson plan").replace("-", " "),
        "audience": {"@type": "Audience", "audienceType": edition.get("audience", "")},
        "isAccessibleForFree": True,
        "license": LICENSES.get(license_, {"@type": "CreativeWork", "name": license_}),
    }
    topic, minutes = page.get("topic_title"), page.get("length") or page.get("least")
    optional = {
        "description": page.get("description"),
        "about": {"@type": "Thing", "name": topic} if topic else None,
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "creativeWorkStatus": "Draft" if page.get("draft") == "True" else "Published",
        "version": page.get("digest", "").removeprefix("sha256:")[:8] or None,
    }
    return data | {key: value for key, value in optional.items() if value}


def _data(value: dict[str, Any]) -> str:
    """Return JSON that can stand in a script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def extra_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages that no document stands behind: not found, and search for facilitators."""
    edition = app.config.html_context.get("edition")
    if not edition:
        return
    words = words_of(edition["language"])
    script = LOST_SCRIPT.replace("AUDIENCE", edition["audience"])
    script = "" if address_of(app) else script.replace("LANGUAGE", edition["language"])
    lost = {
        "home": f"{address_of(app)}index.html",
        "style": LOST_STYLE,
        "style_hash": _hash(LOST_STYLE),
        "script": script,
        "script_hash": _hash(script),
    }
    yield "404", {"ck_kind": "lost", "title": words("Page not found"), **lost}, "lost.html"
    if edition["audience"] == "facilitator":
        yield "search", {"ck_kind": "search", "title": words("Search")}, "search.html"


def _hash(text: str) -> str:
    """Return what a content security policy knows a text in a page by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def address_of(app: Sphinx) -> str:
    """Return the web address of an edition, which ends in a slash, or nothing if none is given."""
    address: str = app.config.html_baseurl
    return f"{address.rstrip('/')}/" if address else ""


def write_sitemap(app: Sphinx, error: Exception | None) -> None:
    """Write the list of pages for search engines, if the edition's address is given."""
    address = address_of(app)
    if error or not address or app.builder.format != "html":
        return
    pages = sorted(app.env.found_docs)
    lines = "".join(
        f"<url><loc>{escape(address)}{page.removesuffix('index')}"
        f"{'' if page.endswith('index') else '.html'}</loc></url>\n"
        for page in pages
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    )
    Path(app.outdir, "sitemap.xml").write_text(text, encoding="utf-8")
