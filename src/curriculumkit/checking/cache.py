"""Results of earlier checks, kept outside the library, so that what did not change is not redone.

What is read back is data only: the unpickler builds no class but those of the model, of
diagnostics and of sources, and a file that it refuses is as good as none.
"""

import io
import json
import os
import pickle
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curriculumkit import __version__
from curriculumkit.diagnostics import Diagnostic, Fix, Related, Severity
from curriculumkit.disk import DiskError
from curriculumkit.kept import keep, kept
from curriculumkit.source import Span

if TYPE_CHECKING:
    from curriculumkit.checking.slim import Checked

FORMAT = 1
"""The format of the files of the cache; another one is not read."""

_DATA_MODULES = (
    "curriculumkit.model.",
    "curriculumkit.diagnostics",
    "curriculumkit.source",
    "curriculumkit.checking.slim",
)
_DATA_CLASSES = {
    ("array", "array"): array,
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("datetime", "date"): date,
}


class _DataUnpickler(pickle.Unpickler):
    """Builds plain values and instances of our data classes, and nothing that runs."""

    def find_class(self, module: str, name: str) -> Any:
        if found := _DATA_CLASSES.get((module, name)):
            return found
        if module == "array" and name == "_array_reconstructor":
            return super().find_class(module, name)
        if module == "copyreg" and name in ("_reconstructor", "__newobj__"):
            return super().find_class(module, name)
        if module.startswith(_DATA_MODULES) and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no data")


_BROKEN = (
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)
"""What a damaged or foreign file makes the unpickler raise."""


def unpickled(raw: bytes) -> Any:
    """Return the data of `raw`, or None when it is damaged or holds anything else."""
    try:
        return _DataUnpickler(io.BytesIO(raw)).load()
    except _BROKEN:
        return None


def pickled(checked: "Checked") -> bytes:
    """Return a checked document as bytes for the cache."""
    return pickle.dumps(checked, protocol=pickle.HIGHEST_PROTOCOL)


def digest_of(parts: Iterable[bytes]) -> bytes:
    """Return one digest of several parts in order, each kept apart from the next."""
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


@dataclass
class Cache:
    """The results kept of one library: of the last run as a whole, and of each document.

    `documents` maps a path to the digest of what its result rests on, and the result pickled.
    """

    folder: Path | None
    name: str = ""
    documents: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path | None, root: Path) -> "Cache":
        """Return the cache of the library `root` in a folder, or one that keeps nothing."""
        return cls(folder, blake2b(os.fsencode(root), digest_size=12).hexdigest())

    def last_run(self, key: bytes) -> tuple[list[Diagnostic], int] | None:
        """Return the diagnostics and the number of files of a run with the same key, if kept."""
        raw = self._read("run.json")
        if raw is None:
            return None
        try:
            data = json.loads(raw)
            if data["key"] != key.hex():
                return None
            return [_diagnostic(one) for one in data["diagnostics"]], int(data["files"])
        except (ValueError, KeyError, TypeError, IndexError):
            return None

    def keep_run(self, key: bytes, diagnostics: Iterable[Diagnostic], files: int) -> None:
        """Keep the diagnostics of a run."""
        data = {
            "key": key.hex(),
            "files": files,
            "diagnostics": [_plain(one) for one in diagnostics],
        }
        self._write("run.json", json.dumps(data).encode())

    def load_documents(self) -> None:
        """Read what is kept of documents."""
        raw = self._read("documents")
        data = unpickled(raw) if raw else None
        if isinstance(data, dict) and data.get("version") == f"{FORMAT} {__version__}":
            self.documents = data["documents"]

    def keep_documents(self, documents: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Keep these results and no others."""
        data = {"version": f"{FORMAT} {__version__}", "documents": dict(documents)}
        self._write("documents", pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL))

    def _read(self, ending: str) -> bytes | None:
        return kept(self.folder / f"{self.name}.{ending}") if self.folder else None

    def _write(self, ending: str, raw: bytes) -> None:
        """Write a file of the cache; when that cannot be, the next run is slower and no more."""
        if self.folder is None:
            return
        try:
            keep(self.folder / f"{self.name}.{ending}", raw)
        except DiskError:
            return


def _plain(one: Diagnostic) -> list[Any]:
    related = [[other.path, _numbers(other.span), other.message] for other in one.related]
    fix = [_numbers(one.fix.span), one.fix.text] if one.fix else None
    return [
        one.rule, str(one.severity), one.path, one.message, one.hint, _numbers(one.span), related,
        fix,
    ]  # fmt: skip


def _numbers(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _diagnostic(data: list[Any]) -> Diagnostic:
    rule, severity, path, message, hint, span, related, fix = data
    return Diagnostic(
        rule,
        Severity(severity),
        path,
        message,
        hint,
        Span(*span),
        tuple(Related(other, Span(*place), said) for other, place, said in related),
        Fix(Span(*fix[0]), fix[1]) if fix else None,
    )
