"""Pages in a real Chromium, opened from a folder, without a network.

These tests fail, and are never skipped, where no browser can be started.
"""

import shutil
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from looking import ARGUMENTS
from opening import LIBRARY, Open, pages_below
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from curriculumkit.app import build, check
from curriculumkit.model.library import Library
from curriculumkit.site import Workplace, run_sphinx, write_stage
from curriculumkit.stage import editions, stage
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.staged import Audience

REPOSITORY = Path(__file__).parents[2]
"""Where this repository's own library lies."""


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
    return pages_below(site)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of this repository's own library: all editions, but for the PDFs."""
    root = tmp_path_factory.mktemp("whole")
    library, report = check(REPOSITORY)
    assert not report.has_errors, report.diagnostics
    with ProcessPoolExecutor(2) as pool:
        waiting = [pool.submit(_pages_of, library, *one, root) for one in editions(library)]
        for one in waiting:
            one.result()
    return root


def _pages_of(library: Library, audience: Audience, language: str, root: Path) -> None:
    """Build the pages of an edition as they are published, with their links to PDFs."""
    work, staged = (
        Workplace(root / ".work" / audience / language),
        stage(library, audience, language),
    )
    write_stage(staged, REPOSITORY, settings_of(library), work, pdf=True)
    run_sphinx(staged, work, "html", root / audience / language)


@pytest.fixture(scope="session")
def whole_pages(whole: Path) -> list[str]:
    """Return every page of every edition of this repository's own library."""
    return pages_below(whole)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the machine's Chromium; without one, every test that needs it fails."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("these tests need Chromium: apt-get install chromium")
    return path


@pytest.fixture(scope="session")
def windowless(chromium: str) -> str:
    """Return the path of Chromium without windows, or of the whole where the system has no other.

    It is of the same sources and shows pages the same; its windows are a fifth of its work.
    """
    return shutil.which("chromium-headless-shell") or chromium


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


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
        context.set_default_timeout(60_000)
        page = context.new_page()
        watch(page)
        page.goto(f"file://{site}/{path}")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles
