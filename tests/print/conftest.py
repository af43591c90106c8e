"""What tests of prints need."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import Press, staged

from curriculumkit.app import check


@pytest.fixture
def press(tmp_path: Path, library_dir: Path) -> Press:
    """Return a press with the settings of the small library."""
    settings = check(library_dir)[0].settings
    assert settings is not None
    return Press(tmp_path, settings)


@pytest.fixture
def one_page(press: Press) -> Callable[[str], str]:
    """Return a function that prints a handout and returns its text."""

    def printed(body: str) -> str:
        press.print_all({"handouts/x": staged(body)})
        return press.text("handouts/x.pdf")

    return printed
