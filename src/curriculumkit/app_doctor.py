"""What the machine lacks: each thing that the program needs, and what needs it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from curriculumkit.disk import DiskError, write_atomically

OLDEST = (3, 11)
"""The oldest Python that the program runs on."""

NEEDED = {
    "sphinx": "pages",
    "myst-parser": "pages",
    "typst": "PDFs",
    "pikepdf": "forms in PDFs",
    "pypdfium2": "the check of PDFs",
    "segno": "codes for phones",
}
"""Packages that cannot be done without, and what needs them."""

OPTIONAL = {
    "ortools": ("`curriculumkit assemble`", 'pip install "curriculumkit[assemble]"'),
    "openpyxl": ("`plan show --xlsx`", 'pip install "curriculumkit[assemble]"'),
    "playwright": ("only this project's own tests", "pip install playwright"),
}
"""Packages that some commands need: which, and how to get them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for: whether it is there, whether it must be, and what is to be told."""

    name: str
    there: bool
    needed: bool
    told: str


def examine(root: Path | None) -> Iterator[Finding]:
    """Yield what was looked for on this machine and, if given, in the library at `root`."""
    running = ".".join(map(str, sys.version_info[:3]))
    wanted = ".".join(map(str, OLDEST))
    told = running if sys.version_info >= OLDEST else f"{running}; {wanted} or later is needed"
    yield Finding("Python", sys.version_info >= OLDEST, needed=True, told=told)
    for name, use in NEEDED.items():
        found = _version(name)
        told = found or f"missing; needed by {use}. Install curriculumkit again."
        yield Finding(name, bool(found), needed=True, told=told)
    yield _fonts()
    for name, (use, how) in OPTIONAL.items():
        found = _version(name)
        told = found or f"missing; needed by {use}. To get it: {how}"
        yield Finding(name, bool(found), needed=False, told=told)
    if root is not None:
        yield _folder(root / "build")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _fonts() -> Finding:
    try:
        from curriculumkit.typst.compile import FontError, fonts  # noqa: PLC0415 - may be missing
    except ImportError as error:
        return Finding("fonts", there=False, needed=True, told=f"no compiler to ask: {error}")
    try:
        fonts()
    except FontError as error:
        return Finding("fonts", there=False, needed=True, told=str(error))
    return Finding("fonts", there=True, needed=True, told="Atkinson Hyperlegible Next")


def _folder(out: Path) -> Finding:
    """Tell whether the build folder can be written, by writing an empty file."""
    probe = out / ".doctor"
    try:
        write_atomically(probe, b"")
        probe.unlink()
    except (DiskError, OSError) as error:
        return Finding("build folder", there=False, needed=True, told=str(error))
    return Finding("build folder", there=True, needed=True, told=f"{out} can be written")
