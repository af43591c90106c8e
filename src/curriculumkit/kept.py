"""What the program keeps for its next run, sealed: only what it wrote itself is read back.

What is damaged, torn or from elsewhere is as good as not there. A seal is keyed with the user's
secret, so nobody else can make one.
"""

import json
from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path
from typing import Any

from curriculumkit.disk import own_secret, write_atomically

_SIZE = 32


def keep(file: Path, content: bytes) -> None:
    """Write a sealed file. Raises `DiskError`."""
    write_atomically(file, _seal(content) + content)


def kept(file: Path) -> bytes | None:
    """Return what a sealed file holds, or None when it cannot be read or its seal is broken."""
    try:
        raw = file.read_bytes()
    except OSError:
        return None
    return raw[_SIZE:] if compare_digest(_seal(raw[_SIZE:]), raw[:_SIZE]) else None


def keep_data(file: Path, data: Mapping[str, Any]) -> None:
    """Write data as JSON, sealed. Raises `DiskError`."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    keep(file, text.encode("utf-8", errors="surrogatepass"))


def kept_data(file: Path) -> dict[str, Any]:
    """Return the data of such a file; nothing when it cannot be read or its seal is broken."""
    raw = kept(file)
    if raw is None:
        return {}
    data: dict[str, Any] = json.loads(raw.decode("utf-8", errors="surrogatepass"))
    return data


def _seal(content: bytes) -> bytes:
    return blake2b(content, key=own_secret(), digest_size=_SIZE).digest()
