"""Pages in a real Chromium, opened from a folder, without a network.

These tests fail, and are never skipped, where no browser can be started.
"""

import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from curriculumkit.app import build

LIBRARY = Path(__file__).parent / "library"
"""A library with every kind of block and page, in two languages, with a plan of three sessions."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Open = Callable[..., Page]
"""``open_page("patient/en/index.html", width=390)`` returns the page, loaded."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of all editions of the test library, built once, without PDFs."""
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(LIBRARY, root / "library")
    with warnings.catch_warnings():
        # myst-parser's include uses a name that Sphinx wants to drop
        warnings.filterwarnings("ignore", message=".*BuildEnvironment.app", category=Warning)
        built = build(root / "library", root / "build", lambda *_: None, pdf=False)
    assert not built.report.has_errors, built.report.diagnostics
    return root / "build/editions"


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Return every page of every edition, relative to the site."""
    found = [file.relative_to(site).as_posix() for file in site.rglob("*.html")]
    return sorted(page for page in found if not page.startswith(".work"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the machine's Chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(site: Path, browser: Browser) -> Iterator[Open]:
    """Return a function that opens a page; what goes wrong on a page fails its test."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def watch(page: Page) -> None:
        page.on("console", lambda one: troubles.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: troubles.append(str(one)))
        page.on("requestfailed", lambda one: troubles.append(f"not loaded: {one.url}"))
        page.on(
            "request",
            lambda one: (
                None if one.url.startswith(("file:", "data:")) else troubles.append(one.url)
            ),
        )

    def open_(path: str, *, width: int = 390, scheme: str = "light", **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme=scheme,  # type: ignore[arg-type]
            offline=True,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        watch(page)
        page.goto(f"file://{site}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles
