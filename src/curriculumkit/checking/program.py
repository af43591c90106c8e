"""The program itself, as results rest on it: what one version made, another makes anew."""

import platform
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path

from curriculumkit.checking.cache import digest_of

_BENEATH = ("babel", "jinja2", "pygments")
"""Packages that pages are made with, which only packages of ours ask for."""


@cache
def program() -> bytes:
    """Return a digest of the program's files, of what it works with, and of Python."""
    files = files_digest(Path(__file__).parents[1])
    versions = (f"{name} {version(name)}".encode() for name in _packages())
    return digest_of([files, *versions, platform.python_version().encode()])


def files_digest(folder: Path) -> bytes:
    """Return a digest of the files below a folder by what they hold, less what Python compiled."""
    files = (one for one in sorted(folder.rglob("*")) if one.is_file() and one.suffix != ".pyc")
    return digest_of(
        part for one in files for part in (str(one.relative_to(folder)).encode(), one.read_bytes())
    )


def _packages() -> Iterator[str]:
    """Yield the names of the packages that are always installed with the program."""
    yield from _BENEATH
    for one in requires("curriculumkit") or ():
        if "extra ==" not in one and (name := re.match(r"[\w.-]+", one)):
            yield name[0]
