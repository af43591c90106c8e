"""Documents of an earlier build, read and checked, so that only what changed is read again.

Unlike what `check` keeps, they are whole: pages are made of them.
"""

import pickle
from dataclasses import replace
from pathlib import Path

from curriculumkit.checking.cache import unpickled
from curriculumkit.checking.options import is_document
from curriculumkit.checking.together import joined, keys_of
from curriculumkit.diagnostics import Diagnostic, Report
from curriculumkit.disk import files_of, read_faults, read_text
from curriculumkit.kept import keep, kept
from curriculumkit.model.library import Library
from curriculumkit.model.trace import Trace
from curriculumkit.parse.library import Parsed, parse_library
from curriculumkit.rules.base import Document
from curriculumkit.rules.running import document_diagnostics
from curriculumkit.rules.tracing import trace_of
from curriculumkit.source import SourceText

Known = tuple[Parsed, tuple[Diagnostic, ...], Trace]
"""How a document was parsed, what was found in it alone, and what others are compared with."""


def check_again(root: Path, file: Path, engine: bytes) -> tuple[Library, Report]:
    """Return the library in the folder `root` and the report of all its problems.

    Documents that have not changed since the last time are those kept in `file`. `engine` tells one
    state of the program from another.
    """
    names, images = files_of(root)
    read = {name: read_text(root, name) for name in names}
    files = {name: one for name, one in read.items() if isinstance(one, SourceText)}
    unreadable = [one for one in read.values() if isinstance(one, Diagnostic)]
    documents = {path: one.digest.encode() for path, one in files.items() if is_document(path)}
    shared = (one for path, one in files.items() if not is_document(path))
    others = [f"{one.path} {one.digest}".encode() for one in shared]
    faults = [f"{one.path} {one.message}".encode() for one in unreadable]
    keys = keys_of(documents, [engine, *others, *faults, *map(str.encode, images)])
    packed = {path: raw for path, (key, raw) in _load(file).items() if key == keys.get(path)}
    known: dict[str, Known] = {
        path: one for path, raw in packed.items() if (one := unpickled(raw)) is not None
    }
    parsed = {path: one for path, (one, *_) in known.items()}
    library = parse_library(files, images, unreadable, read_faults(root, images), parsed)
    new = {one.path: _checked(one, library) for one in library.documents if one.path not in known}
    if new:
        packed |= {
            path: pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL) for path, one in new.items()
        }
        data = {path: (keys[path], raw) for path, raw in packed.items()}
        keep(file, pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL))
    known |= new
    traced = replace(library, traces={path: trace for path, (*_, trace) in known.items()})
    found = joined(traced, (one for _, alone, _ in known.values() for one in alone))
    return library, Report.of(found, library.sources, len(library.sources))


def _checked(document: Document, library: Library) -> Known:
    problems = tuple(one for one in library.problems if one.path == document.path)
    found = tuple(document_diagnostics(document, library))
    return (document, problems), found, trace_of(document)


def _load(file: Path) -> dict[str, tuple[bytes, bytes]]:
    """Return what was kept the last time, each packed; nothing if it is not there, or damaged."""
    raw = kept(file)
    data = unpickled(raw) if raw else None
    return data if isinstance(data, dict) else {}
