"""The program itself, as results rest on it: what one version made, another makes anew."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

from curriculumkit.checking.cache import digest_of

_MAKERS = ("sphinx", "myst-parser", "docutils", "jinja2", "babel", "typst", "pikepdf", "segno")


@cache
def program() -> bytes:
    """Return a digest of the program's files, by size and time, and of what it builds with."""
    here = Path(__file__).parents[1]
    files = (one for one in sorted(here.rglob("*")) if one.is_file() and one.suffix != ".pyc")
    states = (
        f"{one.relative_to(here)} {one.stat().st_size} {one.stat().st_mtime_ns}" for one in files
    )
    versions = (f"{name} {version(name)}" for name in _MAKERS)
    return digest_of(one.encode() for one in (*states, *versions))
