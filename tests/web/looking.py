"""A page looked at as axe-core, a phone and a reader with large letters look at it."""

from collections.abc import Iterable, Iterator, Sequence
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
_RUN = """looks => axe.run(document, {preload: false, resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}, "color-contrast": {enabled: looks}}}).then(
  found => found.violations.map(
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
_VOID = {"br", "hr", "img", "input", "link", "meta", "path", "rect", "line", "circle", "use"}
_DEEP = 4
_TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def looked_at(page: Page, variants: Sequence[int] = range(len(VARIANTS))) -> Iterator[str]:
    """Yield what is wrong with an open page, on a desktop and a phone, in light and in dark.

    axe-core sees it as it was opened, and with every fold open and every field filled in. Then it
    is as narrow as at 400 % on a desktop. Nothing is loaded again in between. In one variant alone
    the contrast of colors, which takes longest to see, is left out.
    """
    page.evaluate(_AXE)
    assert page.evaluate(_READY)
    in_use = False
    for number in variants:
        if number >= IN_USE and not in_use:
            page.evaluate(_USE)
            in_use = True
        width, scheme = VARIANTS[number]
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(_RUN, len(variants) > 1)
        yield from (f"{width} {scheme}: {one}" for one in found)
    page.set_viewport_size({"width": 320, "height": 256})
    if (over := page.evaluate(_TOO_WIDE)) > 0:
        yield f"at 400 %, {over} pixels are cut off"


def look(
    executable: str, root: Path, paths: Sequence[str], *, whole: bool = True, browsers: int = 2
) -> list[str]:
    """Return what is wrong with any of the pages; several browsers share them.

    Each page is seen in all variants, or, if it is not looked at as a `whole`, in one of them, by
    turns and without the contrast of its colors.
    """
    seen = [
        (path, range(len(VARIANTS)) if whole else (number % len(VARIANTS),))
        for number, path in enumerate(paths)
    ]
    shares = [seen[first::browsers] for first in range(browsers)]
    with ThreadPoolExecutor(browsers) as pool:
        found = list(pool.map(lambda share: _look(executable, root, share), shares))
    return sorted(one for part in found for one in part)


def _look(executable: str, root: Path, share: Iterable[tuple[str, Sequence[int]]]) -> list[str]:
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        context = browser.new_context(bypass_csp=True, offline=True)  # axe is put into the page
        page = context.new_page()
        for path, variants in share:
            page.goto(f"file://{root}/{path}")
            found += [f"{path}: {one}" for one in looked_at(page, variants)]
        browser.close()
    return found


class _Elements(HTMLParser):
    """The elements of a page, each with what it stands in, and with what may change its looks."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = (f"{key}={value}" if key in _TELLING else key for key, value in sorted(attrs))
        self._open.append((tag, f"<{tag} {' '.join(told)}>"))
        self.found.add(tuple(one for _, one in self._open[-_DEEP:]))
        if tag in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        depth = next((at for at, one in enumerate(reversed(self._open), 1) if one[0] == tag), 0)
        if depth:
            del self._open[-depth:]


def elements(html: str) -> set[tuple[str, ...]]:
    """Return the kinds of elements of a page: each with its classes, inside the three around it.

    The style sheet tells elements apart by no more, so that all of one kind look alike.
    """
    parser = _Elements()
    parser.feed(html)
    return parser.found


def one_with_each_element(root: Path, paths: Sequence[str]) -> list[str]:
    """Return a few of the pages that have, together, every kind of element of all of them."""
    left = {path: elements((root / path).read_text("utf-8")) for path in paths}
    chosen: list[str] = []
    while left:
        path = max(left, key=lambda one: len(left[one]))
        seen = left.pop(path)
        chosen.append(path)
        left = {one: more for one, found in left.items() if (more := found - seen)}
    return chosen
