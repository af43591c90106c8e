"""What was printed from what, so that it need not be printed again."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from curriculumkit.kept import keep_data, kept_data

Entries = Mapping[str, dict[str, Any]]
"""What is known of each PDF: at least digests of its `source` and of its own bytes (`pdf`)."""


def read_ledger(file: Path) -> Entries:
    """Return what was printed from what the last time; nothing if that cannot be read."""
    try:
        return _parsed(file, file.stat().st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=2)
def _parsed(file: Path, _written: int) -> Entries:
    return kept_data(file)


def write_ledger(file: Path, entries: Entries) -> None:
    """Write what was printed from what."""
    keep_data(file, entries)


def kept_bytes(entry: Mapping[str, Any], source: str, file: Path) -> bytes | None:
    """Return the PDF in a file if it is whole and was made from the source of that digest."""
    if entry.get("source") != source:
        return None
    try:
        pdf = file.read_bytes()
    except OSError:
        return None
    return pdf if sha256(pdf).hexdigest() == entry.get("pdf") else None
