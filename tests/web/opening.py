"""What the tests of pages share by name: the library they look at, and how a page is opened."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

LIBRARY = Path(__file__).parent / "library"
"""A library with every kind of block and page, in two languages, with a plan of three sessions."""

Open = Callable[..., Page]
"""``open_page("patient/en/index.html", width=390)`` returns the page, loaded."""


def pages_below(root: Path) -> list[str]:
    """Return every page of a build, relative to it."""
    found = [file.relative_to(root).as_posix() for file in root.rglob("*.html")]
    return sorted(page for page in found if not page.startswith("."))
