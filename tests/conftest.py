"""What many tests need: a small library on disk, and the repository's own."""

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from curriculumkit.app import begin
from curriculumkit.scaffold import new_library

hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.load_profile("same")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def library_dir(tmp_path: Path) -> Path:
    """Return the folder of a new library with one module and one handout."""
    root = tmp_path / "library"
    begin(root, new_library("Test Library"))
    return root


@pytest.fixture
def edit(library_dir: Path) -> Callable[[str, str, str], None]:
    """Return a function that replaces text in a file of the small library."""

    def replace(path: str, old: str, new: str) -> None:
        file = library_dir / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
