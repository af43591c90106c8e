"""What holds on every page: accessible, small, alone, readable without scripts."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from conftest import Open

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RUN = """axe.run(document, {preload: false, resultTypes: ["violations"],
  rules: {"target-size": {enabled: true}}}).then(found => found.violations.map(
  one => one.id + ": " + one.nodes.map(node => node.html.slice(0, 200)).join(" ")))"""

KILO = 1000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(
    site: Path, pages: list[str], browser: Browser, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # so that axe itself may be put into the page
        offline=True,
    )
    page = context.new_page()
    found = []
    for path in pages:
        page.goto(f"file://{site}/{path}")
        page.evaluate(AXE)
        found += [f"{path}: {one}" for one in page.evaluate(RUN)]
    context.close()
    assert found == []


def test_nothing_is_cut_off_at_400_percent(site: Path, pages: list[str], browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 256}, offline=True)
    page = context.new_page()
    wide = []
    for path in pages:
        page.goto(f"file://{site}/{path}")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            wide.append((path, over))
    context.close()
    assert wide == []


def test_pages_hold_all_their_text_without_scripts(
    site: Path, pages: list[str], browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    for path in pages:
        page.goto(f"file://{site}/{path}")
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
    context.close()


def weight(site: Path, path: str) -> int:
    """Return the bytes of a page with all that it loads, but for pictures."""
    file = site / path
    text = file.read_text(encoding="utf-8")
    loaded = re.findall(r'(?:<link rel="(?:stylesheet|icon)" href|<script src)="([^"]+)"', text)
    files = {file, *((file.parent / one).resolve() for one in loaded)}
    fonts = (
        set((file.parent / loaded[0]).resolve().parent.glob("fonts/*.woff2")) if loaded else set()
    )
    return sum(one.stat().st_size for one in files | fonts)


def test_pages_are_small(site: Path, pages: list[str]) -> None:
    most = {"facilitator": 150 * KILO, "patient": 100 * KILO}
    heavy = {
        path: size for path in pages if (size := weight(site, path)) > most[path.partition("/")[0]]
    }
    assert heavy == {}


def test_a_strict_policy_stands_on_every_page(site: Path, pages: list[str]) -> None:
    for path in pages:
        text = (site / path).read_text(encoding="utf-8")
        assert "default-src 'none'" in text, path
        assert "unsafe-inline" not in text, path
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text), path


def test_nothing_is_named_to_be_loaded_from_elsewhere(site: Path, pages: list[str]) -> None:
    for path in pages:
        text = (site / path).read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|img|iframe|source)[^>]+src=\"(?:https?:)?//", text), path
        assert not re.search(r"<link[^>]+href=\"(?:https?:)?//", text), path
    styles = "".join(file.read_text() for file in site.rglob("_static/*.css"))
    assert not re.search(r"url\(\"?(?:https?:)?//", styles)


def test_links_between_pages_lead_somewhere(site: Path, pages: list[str]) -> None:
    broken = [
        (path, target)
        for path in pages
        for target in re.findall(r'href="([^"#:]+)[#"]', (site / path).read_text(encoding="utf-8"))
        if not ((site / path).parent / target).resolve().exists()
    ]
    assert broken == []


def test_no_clutter_is_published(site: Path) -> None:
    names = {file.name for file in site.rglob("*") if ".work" not in file.parts}
    clutter = {"genindex.html", "searchindex.js", "objects.inv", "basic.css", "doctools.js"}
    assert not names & clutter
    assert not list(site.glob("*/*/_sources"))


def test_keyboard_reaches_the_text_first(open_page: Open) -> None:
    page = open_page("patient/en/handouts/my-wave.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_the_page_for_lost_addresses_needs_no_other_file(site: Path) -> None:
    text = (site / "patient/es/404.html").read_text(encoding="utf-8")
    assert "_static" not in text
    assert "Página no encontrada" in text
    assert "tel:988" in text


def test_spanish_is_quoted_as_it_is_printed_in_the_united_states(site: Path) -> None:
    """Straight quotes of a Spanish handout become “ ”, never the « » of Spain."""
    text = (site / "patient/es/handouts/my-wave.html").read_text(encoding="utf-8")
    assert "“Esto es un antojo”." in text
    assert "«" not in text
