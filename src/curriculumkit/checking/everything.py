"""All documents of a library checked: each by itself, in several processes, then all together."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from curriculumkit.checking.cache import Cache, pickled, unpickled
from curriculumkit.checking.options import Options, collect_rarely, is_document
from curriculumkit.checking.slim import Checked, check_document
from curriculumkit.checking.together import joined, keys_of
from curriculumkit.checking.unchanged import raw_as_before, text_as_before
from curriculumkit.diagnostics import Diagnostic
from curriculumkit.disk import faults_in, text_of
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.parse.documents import document_id
from curriculumkit.parse.library import parse_library
from curriculumkit.source import SourceText
from curriculumkit.workers import end_with_parent

FEW = 200
"""Up to how many new documents a second process costs more than it saves."""

CHUNK = 10
"""How many documents a process takes at a time."""


def check_all(
    root: Path,
    raw: Mapping[str, bytes | Diagnostic],
    images: Sequence[str],
    digests: Mapping[str, bytes],
    cache: Cache,
    options: Options,
    engine: bytes,
) -> list[Diagnostic]:
    """Return the diagnostics of the library: of each document by itself, then of all together.

    Documents and pictures are read once more. Raises `ChangedError` when one of them is no longer
    what `digests` tells.
    """
    texts = {
        name: text_of(name, one) if isinstance(one, bytes) else one for name, one in raw.items()
    }
    files = {name: one for name, one in texts.items() if isinstance(one, SourceText)}
    unreadable = [one for one in texts.values() if isinstance(one, Diagnostic)]
    pictures = ((name, raw_as_before(root, name, digests[name])) for name in images)
    faults = tuple(fault for name, picture in pictures for fault in faults_in(name, picture))
    shared = parse_library(files, images, unreadable, faults)
    documents = {name: one for name, one in digests.items() if is_document(name)}
    others = (part for name in sorted(raw) for part in (name.encode(), digests[name]))
    keys = keys_of(documents, [engine, *others, *map(str.encode, images)])
    cache.load_documents()
    known = {
        n: cache.documents[n][1] for n in documents if cache.documents.get(n, (b"",))[0] == keys[n]
    }
    new = [name for name in documents if name not in known]
    fresh = _check_new({name: digests[name] for name in new}, root, shared, options)
    checked: dict[str, Checked] = {}
    kept: dict[str, tuple[bytes, bytes]] = {}
    for name in documents:
        one, packed = (unpickled(known[name]), known[name]) if name in known else next(fresh)
        if not isinstance(one, Checked):
            one = _checked(root, name, digests[name], shared)
            packed = pickled(one)
        checked[name] = one
        kept[name] = (keys[name], packed)
    if options.cache:
        cache.keep_documents(kept)
    del kept, known
    library = _library(shared, checked, options.today)
    return joined(library, (one for kept_one in checked.values() for one in kept_one.found))


def _check_new(
    digests: Mapping[str, bytes], root: Path, shared: Library, options: Options
) -> Iterator[tuple[Checked, bytes]]:
    """Yield the result of each document, in order, plain and pickled if it is kept.

    Several processes share the work when there is enough of it.
    """
    if options.jobs == 1 or len(digests) <= FEW:
        for name, digest in digests.items():
            one = _checked(root, name, digest, shared)
            yield one, pickled(one) if options.cache else b""
        return
    with ProcessPoolExecutor(options.jobs, initializer=_begin, initargs=(root, shared)) as pool:
        for packed in pool.map(_checked_here, digests, digests.values(), chunksize=CHUNK):
            # our own workers pickled it just now, so it may be read the fast way
            yield pickle.loads(packed), packed if options.cache else b""  # noqa: S301


_HERE: list[tuple[Path, Library]] = []
"""The library that a worker process checks."""


def _begin(root: Path, shared: Library) -> None:
    end_with_parent()
    collect_rarely()
    _HERE[:] = [(root, shared)]


def _checked_here(name: str, digest: bytes) -> bytes:
    root, shared = _HERE[0]
    return pickled(_checked(root, name, digest, shared))


def _checked(root: Path, name: str, digest: bytes, shared: Library) -> Checked:
    text = text_as_before(root, name, digest)
    if isinstance(text, Diagnostic):
        return Checked(None, None, (text,), ())
    return check_document(text, shared)


def _library(shared: Library, checked: Mapping[str, Checked], today: date) -> Library:
    """Return the library with its documents, which come without their prose."""
    documents = [one.document for one in checked.values() if one.document]
    ids: dict[str, set[str]] = {"module": set(), "handout": set()}
    for name in checked:
        ids[name.partition("s/")[0]].add(document_id(name))
    problems = [problem for one in checked.values() for problem in one.problems]
    return replace(
        shared,
        modules=tuple(one for one in documents if isinstance(one, Module)),
        handouts=tuple(one for one in documents if isinstance(one, Handout)),
        traces={name: one.trace for name, one in checked.items() if one.trace},
        known_ids={**shared.known_ids, **{kind: frozenset(found) for kind, found in ids.items()}},
        problems=(*shared.problems, *problems),
        today=today,
    )
