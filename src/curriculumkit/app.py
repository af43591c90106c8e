"""The story of the program: read a library, check it, build its editions, begin a new one."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curriculumkit.checking.known import check_again
from curriculumkit.checking.options import collect_rarely
from curriculumkit.checking.program import program
from curriculumkit.diagnostics import Report
from curriculumkit.digests import Output
from curriculumkit.disk import (
    EDITIONS,
    FOREIGN,
    SETTINGS,
    WORK,
    DiskError,
    build_lock,
    read_library,
    write_atomically,
)
from curriculumkit.model.library import Library
from curriculumkit.rules.running import diagnostics_of
from curriculumkit.scaffold import ScaffoldError
from curriculumkit.stage import editions
from curriculumkit.stage.staged import Audience
from curriculumkit.swap import digests_in_place, recover, swap_in
from curriculumkit.workers import end_with_parent

if TYPE_CHECKING:
    from curriculumkit.editions import Order, Progress

DOCUMENTS = "documents"
"""Where the folder of work keeps what was read of the library."""


SECRETS = "secrets"
"""Where the folder of work keeps what is secret in each document."""


@dataclass(frozen=True)
class Built:
    """What a build made: for each edition its number of pages and PDFs."""

    report: Report
    out: Path
    pages: Mapping[str, int]
    prints: Mapping[str, int]


def check(root: Path) -> tuple[Library, Report]:
    """Return the library in the folder and the report of all its problems."""
    library = read_library(root)
    return library, Report.of(diagnostics_of(library), library.sources, len(library.sources))


def build(
    root: Path,
    out: Path,
    progress: "Progress",
    *,
    audience: Audience | None = None,
    language: str | None = None,
    pdf: bool = True,
    jobs: int = 1,
    conf: Path | None = None,
) -> Built:
    """Check a library and build its editions into `out`; with errors nothing is built.

    All editions are finished before any is moved into place, so a failed build leaves the one
    before whole. Raises `BuildError` for what Sphinx or the printer refuse.
    """
    from curriculumkit.editions import Order  # noqa: PLC0415 - Sphinx is slow to import

    collect_rarely()
    with build_lock(out, root):
        library, report = check_again(root, out / WORK / DOCUMENTS, program())
        if report.has_errors:
            return Built(report, out, {}, {})
        chosen = [
            one
            for one in editions(library)
            if audience in (None, one[0]) and language in (None, one[1])
        ]
        if not chosen:
            raise DiskError("there is no such edition in this library")
        recover(out)
        kept = _kept(library, chosen, out)
        there = _languages(library, chosen, kept)
        order = Order(root, out / WORK, pdf=pdf, jobs=jobs, conf=conf, languages=there)
        finished = _build_all(library, chosen, order, progress)
        swap_in(out, finished, _outputs(out, finished, kept), kept)
    return Built(
        report,
        out,
        {name: _count(files, ".html") for name, files in finished.items()},
        {name: _count(files, ".pdf") for name, files in finished.items()},
    )


def _kept(library: Library, chosen: Sequence[tuple[Audience, str]], out: Path) -> tuple[str, ...]:
    """Return the names of the editions that are in place and stay as they are.

    Those that came with a stranger's library do not: nobody knows what their pages do.
    """
    if (out / FOREIGN).exists():
        return ()
    others = (f"{one[0]}/{one[1]}" for one in editions(library) if one not in chosen)
    return tuple(one for one in others if (out / EDITIONS / one).is_dir())


def _languages(
    library: Library, chosen: Sequence[tuple[Audience, str]], kept: Sequence[str]
) -> tuple[str, ...]:
    """Return the languages whose patient editions are kept or being built, to lead pages to."""
    languages = library.settings.languages if library.settings else ()
    return tuple(one for one in languages if ("patient", one) in chosen or f"patient/{one}" in kept)


def _build_all(
    library: Library,
    chosen: Sequence[tuple[Audience, str]],
    order: "Order",
    progress: "Progress",
) -> dict[str, Mapping[str, Output]]:
    """Build the editions, each in a process of its own when more than one job is allowed."""
    from curriculumkit.editions import build_edition, edition_name  # noqa: PLC0415 - the same
    from curriculumkit.outputs import KeptSecrets  # noqa: PLC0415 - the same

    names = [edition_name(*one) for one in chosen]
    secrets = KeptSecrets(library, order.work / SECRETS)
    if order.jobs == 1 or len(chosen) == 1:
        built = [build_edition(library, *one, order, progress, secrets) for one in chosen]
        return dict(zip(names, built, strict=True))
    try:
        workers = min(order.jobs, len(chosen))
        with ProcessPoolExecutor(workers, initializer=_begin_worker) as pool:
            waiting = [
                pool.submit(build_edition, library, *one, order, progress, secrets)
                for one in chosen
            ]
            return {name: one.result() for name, one in zip(names, waiting, strict=True)}
    except BrokenProcessPool as error:
        message = "a process was killed, perhaps for want of memory; try again with --jobs 1"
        raise DiskError(message) from error


def _begin_worker() -> None:
    end_with_parent()
    collect_rarely()


def _count(files: Mapping[str, Output], ending: str) -> int:
    return sum(path.endswith(ending) for path in files)


def _outputs(out: Path, finished: Mapping[str, Mapping[str, Output]], kept: Sequence[str]) -> bytes:
    """Return the build report: every output with its SHA-256 digest, of editions kept too."""
    digests = {
        f"{n}/{path}": one.digest for n, files in finished.items() for path, one in files.items()
    }
    digests |= digests_in_place(out, kept)
    told = {"version": 1, "outputs": dict(sorted(digests.items()))}
    return (json.dumps(told, indent=1) + "\n").encode()


def begin(root: Path, files: Mapping[str, str]) -> list[Path]:
    """Write new files below `root`, refusing when one of them exists; return their paths.

    The settings of a library come last: until they are there it is none. What a run that was
    stopped left behind is no obstacle to the next one, as long as nobody has changed it.
    """
    ordered = sorted(files.items(), key=lambda one: one[0] == SETTINGS)
    present = [root / path for path, _ in ordered if (root / path).exists()]
    changed = [
        root / p for p, text in ordered if (root / p).exists() and not _holds(root / p, text)
    ]
    if changed or len(present) == len(files):
        raise ScaffoldError(f"{(changed or present)[0]} exists already; nothing was written")
    for path, text in ordered:
        write_atomically(root / path, text.encode())
    return [root / path for path in files]


def _holds(file: Path, text: str) -> bool:
    return file.is_file() and file.read_bytes() == text.encode()
