"""What checks of one document and of the whole library share, however much of it is kept."""

from collections.abc import Iterable, Mapping

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.checking.cache import digest_of
from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.library import Library
from curriculumkit.rules.running import library_diagnostics, without_ignored


def keys_of(documents: Mapping[str, bytes], shared: Iterable[bytes]) -> dict[str, bytes]:
    """Return for each document a digest of all that reading it and checking it alone rest on.

    That is its path, its own digest, and what all documents share: the program, the other files
    and the names of the pictures.
    """
    context = digest_of(shared)
    return {path: digest_of([context, path.encode(), digest]) for path, digest in documents.items()}


def joined(library: Library, alone: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return all that is wrong in a library, given what was found in its documents alone."""
    found = [*alone, *library_diagnostics(library)]
    tracks = read_tracks(library).problems
    return [*library.problems, *tracks, *without_ignored(found, library.documents)]
