"""Files read once more, and known to be the same as when the check began."""

from pathlib import Path

from curriculumkit.checking.cache import digest_of
from curriculumkit.diagnostics import Diagnostic
from curriculumkit.disk import most_of, read_raw, text_of
from curriculumkit.source import SourceText


class ChangedError(Exception):
    """A file is no longer what it was when the check began; what was found is about neither."""


def digest_of_file(raw: bytes | Diagnostic) -> bytes:
    """Return the digest of what was read of a file, or of why it could not be read."""
    return digest_of([raw if isinstance(raw, bytes) else raw.message.encode()])


def raw_as_before(root: Path, name: str, digest: bytes) -> bytes | Diagnostic:
    """Return the bytes of a file, as `read_raw`; raise `ChangedError` when it has changed."""
    raw = read_raw(root, name, most_of(name))
    if digest_of_file(raw) != digest:
        raise ChangedError(name)
    return raw


def text_as_before(root: Path, name: str, digest: bytes) -> SourceText | Diagnostic:
    """Return the text of a file, as `read_text`; raise `ChangedError` when it has changed."""
    raw = raw_as_before(root, name, digest)
    return raw if isinstance(raw, Diagnostic) else text_of(name, raw)
