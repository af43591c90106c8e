"""What a print is made from: its source, and what its template needs to know of the document."""

import io
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import segno

from curriculumkit.typst.builder import BODY, template_of
from curriculumkit.typst.code import Value, call, literal, string
from curriculumkit.typst.packing import Meta
from curriculumkit.typst.writing import TEMPLATES
from curriculumkit.words import words_of

Form = Literal["regular", "large", "fill"]
"""How a page is printed."""

_REGIONS = {"en": "US", "es": "US"}
_PAPERS = {"letter": "us-letter", "a4": "a4"}


def forms(page: str, kind: str, *, fields: bool) -> tuple[tuple[str, Form], ...]:
    """Return the prints of a page of that kind: the path of each, and its form.

    A handout with `fields` has a third, to fill in on a screen.
    """
    if kind == "handout":
        two: tuple[tuple[str, Form], ...] = (
            (f"{page}.pdf", "regular"),
            (f"{page}-large.pdf", "large"),
        )
        return (*two, (f"{page}-fill.pdf", "fill")) if fields else two
    return ((f"{page}.pdf", "regular"),)


def sources_of(page: str, meta: Meta, template: str, tighter: int) -> tuple[str, ...]:
    """Return the source of a document in the loosest setting and in so many tighter ones."""
    settings = range(1 + tighter)
    return tuple(main_source(template, page, {**meta, "fit": one}) for one in settings)


def setting_kind(kind: str, form: Form) -> str:
    """Return which of the ways to set text in `TIGHTER` are those of a page in a form."""
    return "large" if form == "large" else template_of(kind)


def sheet_of(told: Mapping[str, Any], form: Form, edition: Mapping[str, Any]) -> dict[str, Value]:
    """Return what a template needs to know of a document, from the record of its page."""
    language = told["language"]
    words = words_of(language)
    mark = words("Version {digest}", digest=told["digest"][:8])
    whose = () if told["kind"] == "handout" else (edition["name"],)
    when = (told["when"],) if told.get("when") else ()
    return {
        "title": told["title"],
        "description": told.get("description", ""),
        "author": edition["name"],
        "language": language,
        "region": _REGIONS.get(language),
        "paper": _PAPERS[edition["paper"]],
        "draft": told["draft"] == "True",
        "large": form == "large",
        "form": told.get("form", told["kind"]),
        "qr": qr_code(told["address"]) if told.get("address") else "",
        "address": told.get("short", "").partition("://")[2],
        "marks": (*when, mark, edition["license"], *whose),
        "words": {
            "page": words("Page {page} of {pages}"),
            "draft": words("Draft"),
            "online": words("This page on a phone:"),
            "code": words("A code for phones that leads to this page on the web."),
            "unsigned": words("No licensed clinician has signed off this version yet."),
        },
    }


@cache
def qr_code(address: str) -> str:
    """Return a picture, as SVG, of a code that phones read as the address."""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", border=2, xmldecl=False)
    return made.getvalue().decode()


def main_source(template: str, page: str, meta: Meta) -> str:
    """Return the Typst source of one document: what it is, how it looks, and its body.

    What it is stands in a block of its own, so that the compiler does not take it for a style of
    the body, and lays out what a guide and its sessions share once.
    """
    document = call(
        "document",
        title=literal(meta["title"]),
        author=literal(meta["author"]),
        description=literal(meta["description"]),
        date="none",
    )
    return (
        f"#import {string(f'/{TEMPLATES}/{template}.typ')}: print\n"
        f"#{{ set {document}; metadata(none) }}\n"
        f"#show: print.with({literal(meta)})\n"
        f"#include {string(f'/{BODY}/{page}.typ')}\n"
    )
