"""A page looked at as axe-core, a phone and a reader with large letters look at it."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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

_BRIEF = "--js-flags=--no-opt,--no-maglev"
"""Has V8 optimize no scripts: a page is open too briefly for that to pay."""

VARIANTS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"),
    (1280, "dark"),
    (390, "dark"),
    (390, "light"),
)
"""Desktop and phone, light and dark: both schemes of a width one after the other."""

_ANYTHING = {"rules": {"target-size": {"enabled": True}}}
_COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The only rules of axe-core that ask for colors."""

_PLAIN_MEMBERS = """class Members {
  #name = Symbol();
  has(one) { return this.#name in one; }
  get(one) { return one[this.#name]; }
  set(one, value) { one[this.#name] = value; return this; }
  add(one) { return this.set(one, true); }
}
let WeakMap = Members, WeakSet = Members"""
"""Lets axe-core keep private members in the objects themselves.

As it is published, they are in weak maps: six for each color, which cost it a sixth of its time.
"""

_AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
_KEEP_COLORS = """(() => {
  const known = new Map(), color = axe.commons.color.Color.prototype, parse = color.parseString;
  color.parseString = function (text) {
    if (!known.has(text)) {
      parse.call(this, text);
      known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
})()"""
"""Has axe-core read each color's name once instead of once for each element."""

_READY = "typeof axe === 'object' && document.readyState === 'complete'"
_SHAPE = """() => {
  const shape = JSON.stringify([...document.querySelectorAll("*")].map(one => {
    const {x, y, width, height} = one.getBoundingClientRect();
    const {visibility, opacity, fontSize, fontWeight, textDecorationLine} = getComputedStyle(one);
    return [x, y, width, height, visibility, opacity, fontSize, fontWeight, textDecorationLine];
  }));
  const same = !window.shapeBefore || window.shapeBefore === shape;
  window.shapeBefore = window.shapeBefore ? "" : shape;
  return same ? [] : ["the scheme changes more than colors"];
}"""
"""Tells each second time what is not the same as the time before, but for the colors."""

_USE = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const field of document.querySelectorAll("main textarea, main input")) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = true;
    else if (["text", "textarea"].includes(field.type)) field.value = "My own words, " .repeat(9);
    else if (field.type === "search") field.value = "a";
    field.dispatchEvent(new Event("input", {bubbles: true}));
  }
}"""
_RUN = """options => {
  const {Color, getContrast} = axe.commons.color;
  const color = text => new Color().parseString(text);
  const over = (shape, paper) => {
    const {fill, fillOpacity} = getComputedStyle(shape), paint = color(fill), share = +fillOpacity;
    const mixed = ["red", "green", "blue"].map(
      name => paint[name] * share + paper[name] * (1 - share));
    return new Color(...mixed, paint.alpha);
  };
  const papersOf = (one, {x, y, width, height}) => {
    const shapes = [...(one.ownerSVGElement?.querySelectorAll("rect, path, circle") ?? [])]
      .filter(shape => getComputedStyle(shape).fill !== "none")
      .filter(shape => {
        const box = shape.getBoundingClientRect();
        return box.left < x + width && box.right > x && box.top < y + height && box.bottom > y;
      });
    for (let at = one; at; at = at.parentElement) {
      const paper = color(getComputedStyle(at).backgroundColor);
      if (paper.alpha === 1) return [paper, ...shapes.map(shape => over(shape, paper))];
    }
    return [];
  };
  const legible = ({target}) => {
    const one = document.querySelector(target[0]), style = getComputedStyle(one);
    if (!one.matches("textarea, svg text")) return false;
    const ink = color(one.ownerSVGElement ? style.fill : style.color);
    const papers = papersOf(one, one.getBoundingClientRect());
    return papers.length && papers.every(
      paper => paper.alpha === 1 && getContrast(paper, ink) >= 4.5);
  };
  const told = (one, nodes) => one.id + ": " + nodes.map(node =>
    [...node.any, ...node.all, ...node.none].map(why => why.message).join("; ") + " "
      + node.html.slice(0, 200)).join(" ");
  return axe.run(document, {
    preload: false, elementRef: false, resultTypes: ["violations", "incomplete"], ...options,
  }).then(({violations, incomplete}) => [
    ...violations.map(one => told(one, one.nodes)),
    ...incomplete.filter(one => one.id === "color-contrast")
      .map(one => [one, one.nodes.filter(node => !legible(node))])
      .filter(([, nodes]) => nodes.length).map(([one, nodes]) => told(one, nodes)),
  ]);
}"""
"""Says what axe-core finds, and where it cannot tell the contrast of colors.

It cannot tell it in a field with ruled lines and in a drawing; there the ink is compared with the
paper, and with every shape that a word of a drawing touches.
"""

_TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


def looked_at(page: Page) -> Iterator[str]:
    """Yield what is wrong with an open page, on a desktop and a phone, in light and in dark.

    In light every rule of axe-core is tried. In dark those are tried that ask for colors, once it
    is seen that the scheme moves, hides and underlines nothing: the others have nothing else to see
    than in light. The page is looked at as it was opened, and from the second look on with every
    fold open and every field filled in. Last it is as narrow as at 400 % on a desktop.
    """
    page.evaluate(f"{{{_PLAIN_MEMBERS};{_AXE};WeakMap = globalThis.WeakMap;}}{_KEEP_COLORS}")
    assert page.evaluate(_READY)
    for width, scheme in VARIANTS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(_SHAPE)
        if (width, scheme) == VARIANTS[1]:
            page.evaluate(_USE)
        found += page.evaluate(_RUN, _ANYTHING if scheme == "light" else _COLORS)
        yield from (f"{width} {scheme}: {one}" for one in found)
    page.set_viewport_size({"width": 320, "height": 256})
    if (over := page.evaluate(_TOO_WIDE)) > 0:
        yield f"at 400 %, {over} pixels are cut off"


def look(executable: str, root: Path, paths: Sequence[str], *, browsers: int = 2) -> list[str]:
    """Return what is wrong with any of the pages; several browsers share them."""
    shares = [paths[first::browsers] for first in range(browsers)]
    with ThreadPoolExecutor(browsers) as pool:
        found = list(pool.map(lambda share: _look(executable, root, share), shares))
    return sorted(one for part in found for one in part)


def _look(executable: str, root: Path, share: Iterable[str]) -> list[str]:
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS, _BRIEF])
        context = browser.new_context(bypass_csp=True, offline=True)  # axe is put into the page
        page = context.new_page()
        for path in share:
            page.goto(f"file://{root}/{path}")
            found += [f"{path}: {one}" for one in looked_at(page)]
        browser.close()
    return found
