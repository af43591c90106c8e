"""A page looked at as axe-core, a phone and a reader with large letters look at it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

VARIANTS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (390, "dark"),
    (1280, "dark"),
    (390, "light"),
)
"""Desktop and phone, light and dark."""

IN_USE = 2
"""From which variant on a page is looked at with its folds open and its fields filled in."""

_AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
_RUN = """axe.run(document, {preload: false, resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}}}).then(found => found.violations.map(
  one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 200)).join(" ")))"""
_READY = "typeof axe === 'object' && document.readyState === 'complete'"
_USE = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const field of document.querySelectorAll("main textarea, main input")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = true;
    else if (["text", "textarea"].includes(field.type)) field.value = "My own words, " .repeat(9);
    else if (field.type === "search") field.value = "a";
    field.dispatchEvent(new Event("input", {bubbles: true}));
  }
}"""
_TELLING = ("class", "type", "role", "lang", "rows", "aria-current", "width")
_TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def looked_at(page: Page) -> Iterator[str]:
    """Yield what is wrong with an open page, on a desktop and a phone, in light and in dark.

    axe-core sees it as it was opened, and with every fold open and every field filled in. Then it
    is as narrow as at 400 % on a desktop. Nothing is loaded again in between.
    """
    page.evaluate(_AXE)
    assert page.evaluate(_READY)
    for number, (width, scheme) in enumerate(VARIANTS):
        if number == IN_USE:
            page.evaluate(_USE)
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        yield from (f"{width} {scheme}: {one}" for one in page.evaluate(_RUN))
    page.set_viewport_size({"width": 320, "height": 256})
    if (over := page.evaluate(_TOO_WIDE)) > 0:
        yield f"at 400 %, {over} pixels are cut off"


def look(executable: str, root: Path, paths: Sequence[str], browsers: int = 2) -> list[str]:
    """Return what is wrong with any of the pages; several browsers share them."""
    shares = [paths[first::browsers] for first in range(browsers)]
    with ThreadPoolExecutor(browsers) as pool:
        found = list(pool.map(lambda share: _look(executable, root, share), shares))
    return sorted(one for part in found for one in part)


def _look(executable: str, root: Path, paths: Sequence[str]) -> list[str]:
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        context = browser.new_context(bypass_csp=True, offline=True)  # axe is put into the page
        page = context.new_page()
        for path in paths:
            page.goto(f"file://{root}/{path}")
            found += [f"{path}: {one}" for one in looked_at(page)]
        browser.close()
    return found


class _Shape(HTMLParser):
    """What a page is made of: its elements in order, with what may change how they are judged."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = (f"{key}={value}" if key in _TELLING else key for key, value in sorted(attrs))
        self.parts.append(f"<{tag} {' '.join(told)}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append("words" if data.strip() else "")


def shape(html: str) -> tuple[str, ...]:
    """Return what a page is made of, whatever its words are and wherever its links lead.

    The same session in two tracks has the same shape: only its dates and times are others.
    """
    parser = _Shape()
    parser.feed(html)
    return tuple(parser.parts)


def one_of_each_shape(root: Path, paths: Sequence[str]) -> list[str]:
    """Return, of the pages that have the same shape, only the first."""
    found: dict[tuple[str, ...], str] = {}
    for path in paths:
        found.setdefault(shape((root / path).read_text("utf-8")), path)
    return list(found.values())
