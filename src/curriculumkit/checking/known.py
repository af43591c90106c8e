"""Documents of an earlier build, read and checked, so that only what changed is read again.

Unlike what `check` keeps, they are whole: pages are made of them.
"""

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.checking.cache import digest_of, unpickled
from curriculumkit.checking.options import is_document
from curriculumkit.diagnostics import Diagnostic, Report
from curriculumkit.disk import files_of, read_faults, read_text
from curriculumkit.kept import keep, kept
from curriculumkit.model.library import Library
from curriculumkit.parse.library import Parsed, parse_library
from curriculumkit.rules.base import Document
from curriculumkit.rules.running import document_diagnostics, library_diagnostics, without_ignored
from curriculumkit.source import SourceText

Known = tuple[Parsed, tuple[Diagnostic, ...]]
"""How a document was parsed, and what was found in it alone."""


def check_again(root: Path, file: Path, engine: bytes) -> tuple[Library, Report]:
    """Return the library in the folder `root` and the report of all its problems.

    Documents that have not changed since the last time are those kept in `file`. `engine` tells one
    state of the program from another.
    """
    names, images = files_of(root)
    read = {name: read_text(root, name) for name in names}
    files = {name: one for name, one in read.items() if isinstance(one, SourceText)}
    unreadable = [one for one in read.values() if isinstance(one, Diagnostic)]
    keys = _keys(files, unreadable, images, engine)
    packed = {path: raw for path, (key, raw) in _load(file).items() if key == keys.get(path)}
    known: dict[str, Known] = {
        path: one for path, raw in packed.items() if (one := unpickled(raw)) is not None
    }
    parsed = {path: one for path, (one, _) in known.items()}
    library = parse_library(files, images, unreadable, read_faults(root, images), parsed)
    new = {one.path: _checked(one, library) for one in library.documents if one.path not in known}
    if new:
        packed |= {
            path: pickle.dumps(one, protocol=pickle.HIGHEST_PROTOCOL) for path, one in new.items()
        }
        data = {path: (keys[path], raw) for path, raw in packed.items()}
        keep(file, pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL))
    of_tracks = read_tracks(library).problems
    found = [one for _, alone in (known | new).values() for one in alone]
    found += library_diagnostics(library)
    told = [*library.problems, *of_tracks, *without_ignored(found, library.documents)]
    return library, Report.of(told, library.sources, len(library.sources))


def _checked(document: Document, library: Library) -> Known:
    problems = tuple(one for one in library.problems if one.path == document.path)
    return (document, problems), tuple(document_diagnostics(document, library))


def _keys(
    files: Mapping[str, SourceText],
    unreadable: Iterable[Diagnostic],
    images: Iterable[str],
    engine: bytes,
) -> dict[str, bytes]:
    """Return for each document a digest of all that reading it and checking it alone rest on."""
    shared = [one.digest.encode() for path, one in files.items() if not is_document(path)]
    faults = [f"{one.path} {one.message}".encode() for one in unreadable]
    context = digest_of([engine, *shared, *faults, *map(str.encode, images)])
    return {
        path: digest_of([context, path.encode(), one.digest.encode()])
        for path, one in files.items()
        if is_document(path)
    }


def _load(file: Path) -> dict[str, tuple[bytes, bytes]]:
    """Return what was kept the last time, each packed; nothing if it is not there, or damaged."""
    raw = kept(file)
    data = unpickled(raw) if raw else None
    return data if isinstance(data, dict) else {}
