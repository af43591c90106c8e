"""What holds on every page: accessible, small, alone, readable without scripts."""

import re
from pathlib import Path

import pytest
from looking import look
from opening import Open
from playwright.sync_api import Browser

MOST = {"facilitator": 150_000, "patient": 100_000}
"""What a page may weigh with all that it loads, but for pictures, in bytes."""


def test_axe_finds_nothing_and_nothing_is_cut_off(
    chromium: str, site: Path, pages: list[str]
) -> None:
    assert look(chromium, site, pages) == []


def test_axe_finds_nothing_on_any_page_of_the_whole_library(
    windowless: str, whole: Path, whole_pages: list[str]
) -> None:
    """Every page of both editions is seen on a desktop and a phone, in light and in dark."""
    assert look(windowless, whole, whole_pages) == []


PICTURE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
DRAWING = '<rect fill="#777" width="90" height="30" /><text y="20" fill="#555">Grey</text>'
DIM = '<p class="dim">Dim by night</p>'
FAULTS = {
    "1280 light: image-alt": f"<p>{PICTURE}</p>",
    "light: color-contrast": '<p class="pale">Pale by day</p>',
    "dark: color-contrast": DIM,
    "390 light: image-alt": f'<p class="narrow">{PICTURE}</p>',
    "1280 dark: the scheme changes more": '<p class="moves">Moves by night</p>',
    "390 dark: color-contrast": f"<details><summary>More</summary>{DIM}</details>",
    "color-contrast: Element's background color could not": '<p class="two">On two colors</p>',
    "due to a background gradient": '<textarea class="two pale" aria-label="x">Pale</textarea>',
    "overlapped by another element": f'<svg class="drawing">{DRAWING}</svg>',
    "at 400 %": '<p class="wide">Wide</p>',
}
"""What a page may have wrong, and how it is told."""

STYLE = """:root { color-scheme: light dark; background: Canvas; color: CanvasText }
.pale { color: #999; background: #fff } .dim { color: #777; background: #666 }
@media (prefers-color-scheme: light) { .dim { color: #000; background: #fff } }
@media (prefers-color-scheme: dark) { .pale { color: #000 } .moves { padding: 9px } }
.narrow { display: none } @media (max-width: 500px) { .narrow { display: block } }
.two { background: linear-gradient(#fff, #eee); color: #000 } .wide { width: 400px }"""


@pytest.fixture(scope="module")
def found(
    tmp_path_factory: pytest.TempPathFactory, chromium: str, windowless: str
) -> dict[str, list[str]]:
    """Return what each browser finds wrong with the pages that have a fault each."""
    folder = tmp_path_factory.mktemp("faults")
    paths = [f"{number}.html" for number in range(len(FAULTS))]
    for path, part in zip(paths, FAULTS.values(), strict=True):
        (folder / path).write_text(f"""<!DOCTYPE html><html lang="en"><head><title>Test</title>
        <meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>
        <body><main><h1>Test</h1>{part}</main></body></html>""")
    return {
        "chromium": look(chromium, folder, paths, browsers=1),
        "windowless": look(windowless, folder, paths, browsers=1),
    }


@pytest.mark.parametrize("browser_name", ["chromium", "windowless"])
@pytest.mark.parametrize(("number", "told"), list(enumerate(FAULTS)))
def test_a_fault_is_seen_in_the_variant_that_has_it(
    found: dict[str, list[str]], browser_name: str, number: int, told: str
) -> None:
    here = [one for one in found[browser_name] if one.startswith(f"{number}.html: ")]
    assert any(told in one for one in here), here


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


@pytest.mark.parametrize(
    ("edition", "address", "home"),
    [
        ("patient/es", "/groups/patient/es/handouts/gone.html", "/groups/patient/es/"),
        ("patient/es", "/es/groups/es/handouts/es/gone.html?q=1#a", "/es/groups/es/"),
        ("patient/es", "/es/old/folder/gone.html", "/es/"),
        ("patient/es", "//example.com/es/gone.html", "//example.com/es/"),
        ("facilitator/en", "/facilitator/en/tracks/evening/gone.html", "/facilitator/en/"),
        ("facilitator/en", "/guides/modules/cravings/gone.html", "/guides/"),
    ],
)
def test_a_lost_address_leads_home_from_any_folder(
    site: Path, browser: Browser, edition: str, address: str, home: str
) -> None:
    """Without a web address in the settings, the page knows where it is only from its address."""
    context = browser.new_context()
    lost = (site / edition / "404.html").read_text(encoding="utf-8")
    context.route(
        "**/*", lambda route: route.fulfill(status=404, body=lost, content_type="text/html")
    )
    page = context.new_page()
    page.goto(f"http://example.org{address}")
    way = page.locator("a.way").first
    assert way.evaluate("one => one.href") == f"http://example.org{home}index.html"
    context.close()


def test_spacing_that_readers_set_cuts_off_nothing(whole: Path, browser: Browser) -> None:
    """Lines, letters and words as far apart as WCAG 1.4.12 asks for, on the narrowest phone."""
    apart = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important }"""
    page = browser.new_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    for file in sorted(whole.glob("facilitator/en/tracks/*/week-02-*.html")):
        page.goto(file.as_uri())
        page.add_style_tag(content=apart)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, file.name
    page.close()


def test_spanish_is_quoted_as_it_is_printed_in_the_united_states(site: Path) -> None:
    """Straight quotes of a Spanish handout become “ ”, never the « » of Spain."""
    text = (site / "patient/es/handouts/my-wave.html").read_text(encoding="utf-8")
    assert "“Esto es un antojo”." in text
    assert "«" not in text
