"""The story of the program: read a library, check it, build its editions, begin a new one."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from curriculumkit.diagnostics import Report
from curriculumkit.disk import DiskError, build_lock, publish, read_library, write_atomically
from curriculumkit.model.library import Library
from curriculumkit.rules.running import diagnostics_of
from curriculumkit.scaffold import ScaffoldError
from curriculumkit.stage import editions
from curriculumkit.stage.staged import Audience

if TYPE_CHECKING:
    from curriculumkit.editions import Order, Progress

WORK = ".work"
"""The folder below the build folder where what is needed again is kept."""


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

    library, report = check(root)
    if report.has_errors:
        return Built(report, out, {}, {})
    chosen = [
        one
        for one in editions(library)
        if audience in (None, one[0]) and language in (None, one[1])
    ]
    if not chosen:
        raise DiskError("there is no such edition in this library")
    with build_lock(out):
        order = Order(root, out / WORK, pdf=pdf, jobs=jobs, conf=conf)
        finished = _build_all(library, chosen, order, progress)
        for name, files in finished.items():
            publish(files, out / name)
        write_atomically(out / "report.json", _outputs(out, finished))
    return Built(
        report,
        out,
        {name: _count(files, ".html") for name, files in finished.items()},
        {name: _count(files, ".pdf") for name, files in finished.items()},
    )


def _build_all(
    library: Library,
    chosen: Sequence[tuple[Audience, str]],
    order: "Order",
    progress: "Progress",
) -> dict[str, Mapping[str, Path]]:
    """Build the editions, each in a process of its own when more than one job is allowed."""
    from curriculumkit.editions import build_edition, edition_name  # noqa: PLC0415 - the same

    names = [edition_name(*one) for one in chosen]
    if order.jobs == 1 or len(chosen) == 1:
        built = [build_edition(library, *one, order, progress) for one in chosen]
        return dict(zip(names, built, strict=True))
    with ProcessPoolExecutor(max_workers=min(order.jobs, len(chosen))) as pool:
        waiting = [pool.submit(build_edition, library, *one, order, progress) for one in chosen]
        return {name: one.result() for name, one in zip(names, waiting, strict=True)}


def _count(files: Mapping[str, Path], ending: str) -> int:
    return sum(path.endswith(ending) for path in files)


def _outputs(out: Path, finished: Mapping[str, Mapping[str, Path]]) -> bytes:
    """Return the build report: every output with its SHA-256 digest."""
    digests = {
        f"{name}/{path}": sha256((out / name / path).read_bytes()).hexdigest()
        for name, files in sorted(finished.items())
        for path in sorted(files)
    }
    return (json.dumps({"version": 1, "outputs": digests}, indent=1) + "\n").encode()


def begin(root: Path, files: Mapping[str, str]) -> list[Path]:
    """Write new files below `root`, refusing when one of them exists; return their paths."""
    paths = [root / path for path in files]
    if taken := [path for path in paths if path.exists()]:
        raise ScaffoldError(f"{taken[0]} exists already; nothing was written")
    for path, text in zip(paths, files.values(), strict=True):
        write_atomically(path, text.encode())
    return paths
