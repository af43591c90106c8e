"""What holds on every page: accessible, small, alone, readable without scripts."""

import os
import re
from pathlib import Path

from looking import elements, look, one_with_each_element
from opening import Open
from playwright.sync_api import Browser

MOST = {"facilitator": 150_000, "patient": 100_000}
"""What a page may weigh with all that it loads, but for pictures, in bytes."""


def test_axe_finds_nothing_and_nothing_is_cut_off(
    chromium: str, site: Path, pages: list[str]
) -> None:
    assert look(chromium, site, pages) == []


def test_axe_finds_nothing_on_any_page_of_the_whole_library(
    chromium: str, whole: Path, whole_pages: list[str]
) -> None:
    """Every page is seen in one variant, and in all of them when CURRICULUMKIT_EVERY is set.

    Colors are judged in the next test, on each kind of element: all of a kind have the same.
    """
    every = bool(os.environ.get("CURRICULUMKIT_EVERY"))
    assert look(chromium, whole, whole_pages, whole=every) == []


def test_axe_finds_nothing_on_any_kind_of_element_of_the_whole_library(
    chromium: str, whole: Path, whole_pages: list[str]
) -> None:
    assert look(chromium, whole, one_with_each_element(whole, whole_pages)) == []


def test_every_kind_of_element_is_on_one_of_the_pages_that_are_chosen(tmp_path: Path) -> None:
    page = '<main class="a"><p>One <a href="x">two</a><br></p></main>'
    assert elements(page) == elements(page.replace("One", "Three").replace('"x"', '"y"'))
    others = [
        page.replace('"a"', '"b"'),
        page.replace("<p>", "<p lang='es'>"),
        page.replace("<a ", "<b></b><a "),
        page.replace("<p>", "<ul><li><p>").replace("</p>", "</p></li></ul>"),
    ]
    for number, text in enumerate((page, page, *others)):
        (tmp_path / f"{number}.html").write_text(text)
    names = sorted(one.name for one in tmp_path.iterdir())
    chosen = one_with_each_element(tmp_path, names)
    found = [elements((tmp_path / one).read_text()) for one in chosen]
    assert set().union(*found) == set().union(*map(elements, (page, *others)))
    assert len(chosen) < len(names)


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


def test_pages_are_small(whole: Path, whole_pages: list[str]) -> None:
    heavy = {
        path: size
        for path in whole_pages
        if (size := weight(whole, path)) > MOST[path.partition("/")[0]]
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
