"""The story of `check`: read, compare with what is known, check what is new, report, mend."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from sys import version
from sysconfig import get_path

from curriculumkit import __version__
from curriculumkit.checking.cache import FORMAT, Cache, digest_of
from curriculumkit.checking.options import Options, is_document
from curriculumkit.checking.unchanged import ChangedError, digest_of_file, text_as_before
from curriculumkit.diagnostics import Diagnostic, Fix, Report, Severity
from curriculumkit.disk import (
    SETTINGS,
    DiskError,
    files_of,
    most_of,
    read_raw,
    read_text,
    write_atomically,
    write_lock,
)
from curriculumkit.parse.problems import PROBLEMS
from curriculumkit.source import SourceText

MOST_ROUNDS = 5
"""How often fixes are made and looked at again; each round makes all that do not overlap."""


MOST_TRIES = 5
"""How often a library is read anew because a file changed while it was checked."""


def check_library(root: Path, options: Options) -> Report:
    """Return the report on the library in the folder `root`, as it is at one moment.

    Raises `DiskError` when files go on changing while they are read.
    """
    changed = ""
    for _ in range(MOST_TRIES):
        try:
            return _check_as_it_is(root, options)
        except ChangedError as error:
            changed = str(error)
    raise DiskError(f"{changed} changes while it is being checked; try again when it is written")


def _check_as_it_is(root: Path, options: Options) -> Report:
    """Return the report. Raises `ChangedError` when a file is not the same when read again."""
    names, images = files_of(root)
    raw = {name: read_raw(root, name) for name in names}
    digests = {name: digest_of_file(found) for name, found in raw.items()}
    digests |= {name: digest_of_file(read_raw(root, name, most_of(name))) for name in images}
    key = _run_key(digests, images, options.today)
    cache = Cache.of(options.cache, root)
    kept = cache.last_run(key)
    if kept is None:
        shared = {name: found for name, found in raw.items() if not is_document(name)}
        del raw
        from curriculumkit.checking.everything import check_all  # noqa: PLC0415 - slow, and often not needed

        found = check_all(root, shared, images, digests, cache, options, _engine())
        cache.keep_run(key, found, len(names))
        kept = found, len(names)
    diagnostics = [one for one in kept[0] if _is_wanted(one, options)]
    pointed = [one for one in diagnostics if options.notes or one.severity is not Severity.NOTE]
    return Report.of(diagnostics, _sources_of(root, pointed, digests), kept[1])


def _run_key(digests: Mapping[str, bytes], images: Sequence[str], today: date) -> bytes:
    parts = [_engine(), today.isoformat().encode(), *(name.encode() for name in images)]
    for name, digest in digests.items():
        parts += [name.encode(), digest]
    return digest_of(parts)


@lru_cache(maxsize=1)
def _engine() -> bytes:
    """Return what results rest on besides the library: the program, packages and Python.

    A program file is known by its size and time, a package by the name of the folder that tells its
    version: to ask each for its version would take longer than all that is kept saves.
    """
    here = Path(__file__).parent
    files = [*here.glob("*.py")]
    for folder in ("assemble", "checking", "model", "parse", "rules", "readability"):
        files += (here / folder).glob("*.py")
    stats = (
        f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in sorted(files)
    )
    packages = sorted(one.name for one in Path(get_path("purelib")).glob("*.dist-info"))
    parts = (f"{FORMAT} {__version__} {version}", *stats, *packages)
    return digest_of(one.encode() for one in parts)


def _is_wanted(one: Diagnostic, options: Options) -> bool:
    """Tell whether a diagnostic is asked for; a file that cannot be read always is."""
    if options.paths and not any(
        one.path == path or one.path.startswith(f"{path}/") for path in options.paths
    ):
        return False
    if one.rule in PROBLEMS and not options.select:
        return one.rule not in options.ignore
    if options.select and one.rule not in options.select:
        return False
    return one.rule not in options.ignore


def _sources_of(
    root: Path, diagnostics: Iterable[Diagnostic], digests: Mapping[str, bytes]
) -> dict[str, SourceText]:
    """Return the texts that diagnostics point into, as they were when they were checked."""
    paths = sorted({one.path for one in diagnostics} & digests.keys())
    texts = {path: text_as_before(root, path, digests[path]) for path in paths}
    return {path: text for path, text in texts.items() if isinstance(text, SourceText)}


def check_only(root: Path, options: Options) -> tuple[int, Report]:
    """Return that nothing was mended, and the report."""
    return 0, check_library(root, options)


def fix_library(root: Path, options: Options) -> tuple[int, Report]:
    """Mend what is safe to mend; return how many fixes were made and the report afterwards.

    Of two commands that mend one library, the second waits for the first.
    """
    with write_lock(root / SETTINGS):
        return _fix_alone(root, options)


def _fix_alone(root: Path, options: Options) -> tuple[int, Report]:
    made = 0
    report = check_library(root, options)
    for _ in range(MOST_ROUNDS):
        fixes = [(one.path, one.fix) for one in report.diagnostics if one.fix]
        if not fixes:
            break
        for path in sorted({path for path, _ in fixes}):
            source = report.sources.get(path)
            if source is None or read_text(root, path) != source:
                continue  # it vanished, or somebody is writing it: the next run mends it
            text, number = fixed(source, [fix for other, fix in fixes if other == path])
            write_atomically(root / path, text.encode())
            made += number
        report = check_library(root, options)
    return made, report


def fixed(source: SourceText, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Return the text with the fixes made that do not overlap, and how many these are."""
    starts = [0]
    for line in source.lines:
        starts.append(starts[-1] + len(line) + 1)
    text, number, limit = source.text, 0, len(source.text) + 1
    for fix in sorted(set(fixes), reverse=True):
        start = starts[fix.span.line - 1] + fix.span.column - 1
        end = starts[fix.span.end_line - 1] + fix.span.end_column - 1
        if end <= limit and start < limit:
            text = text[:start] + fix.text + text[end:]
            number, limit = number + 1, start
    return text, number
