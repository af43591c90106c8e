"""What a check is asked for, and how it runs."""

import atexit
import gc
import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """What a check is asked for.

    `paths` are files or folders of the library, relative to it, that diagnostics are shown of;
    none means all. `select` and `ignore` are slugs of rules. `cache` is where results are kept,
    or None. `today` tells which reviews are overdue. `notes` tells whether the lines that notes
    point at are wanted.
    """

    today: date
    paths: tuple[str, ...] = ()
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    jobs: int = 1
    cache: Path | None = None
    notes: bool = True


@cache
def collect_rarely() -> None:
    """Let Python look for circular garbage less often; many values are made and few circles.

    It does not look for any when the program ends, and all goes with the process.
    """
    gc.set_threshold(200_000, 20, 20)
    atexit.register(gc.freeze)


def is_document(name: str) -> bool:
    """Tell whether the file of that path is a module or a handout."""
    return name.startswith(("modules/", "handouts/")) and name.endswith(".md")


def default_jobs() -> int:
    """Return how many processes may run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
