"""The PDFs of an edition: which there are, each made again only when what it shows changed."""

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from sys import intern
from typing import Any

from curriculumkit.digests import Digests
from curriculumkit.disk import DiskError, paths_below, sync_tree, write_atomically
from curriculumkit.ledger import read_ledger, write_ledger
from curriculumkit.site import PDF, BuildError, Trouble, Workplace, run_sphinx
from curriculumkit.sphinxext.settings import EDITION
from curriculumkit.stage.staged import Stage
from curriculumkit.typst.builder import BODY, IMAGES, template_of
from curriculumkit.typst.compile import (
    CompileError,
    FontError,
    compile_pdf,
    design_digest,
    fonts,
    forget,
    line_saying,
    templates,
)
from curriculumkit.typst.fit import TIGHTER, best_fit
from curriculumkit.typst.forms import with_fields
from curriculumkit.typst.packing import Meta
from curriculumkit.typst.readback import difference, read_back
from curriculumkit.typst.sheets import Form, forms, setting_kind, sheet_of, sources_of
from curriculumkit.typst.wording import drawn_letters, words_in
from curriculumkit.typst.writing import TEMPLATES

LEDGER = "printed.json"
"""Where the workplace keeps what was printed from what."""

MANY = 50
"""From how many prints on it is worth a second to make room in memory first."""

Progress = Callable[[str, int, int], None]
"""Told of each print as it is done: its path, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A PDF of an edition: its path, its pages, the SHA-256 of its bytes, and how it was fitted."""

    path: str
    pages: int
    digest: str
    setting: int = 0


@dataclass(frozen=True)
class Sources:
    """What a PDF is made from: the record and the body of its page, its pictures and its form."""

    path: str
    page: str
    form: Form
    told: Mapping[str, Any]
    meta: Meta
    body_digest: str
    pictures: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """Return a digest of all of it, and of the design and the code that all prints share."""
        pictures = [f"{name} {sha256(raw).hexdigest()}" for name, raw in self.pictures.items()]
        what = [self.page, self.form, self.told["kind"], self.meta, self.body_digest, pictures]
        text = json.dumps([design_digest(), *what])
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Job:
    """A PDF to make: its path, the page that it shows, and the words that it must and may have.

    `mains` holds its source in every setting, from loose to tight, and `tighter` what part of the
    paper each but the first may get by with.
    """

    path: str
    page: str
    tighter: tuple[float, ...]
    mains: tuple[str, ...]
    form: Form
    source_digest: str
    words: tuple[str, ...]
    allowed: frozenset[str]
    drawn: str


def print_edition(
    stage: Stage,
    place: Workplace,
    digests: Digests,
    *,
    conf: Path | None,
    jobs: int,
    progress: Progress,
) -> tuple[PrintedFile, ...]:
    """Make the PDFs of a staged edition in ``place.pdf``, and nothing else there.

    A print whose source, pictures and design did not change is kept, if it is whole by the
    `digests` of the workplace. Every print is read back and its words are compared with the page's.
    Whatever is wrong with any print is told at once, by `BuildError`; the prints that could be made
    are then kept for the next time.
    """
    edition = typst_sources(stage, place, conf=conf)
    ledger = read_ledger(place.root / LEDGER)
    wanted: dict[str, str] = {}
    kept: dict[str, PrintedFile] = {}
    missing: list[Job] = []
    for one in _sources(stage, place, edition):
        wanted[one.path] = one.digest
        if (old := _kept(one, ledger, digests)) is not None:
            kept[one.path] = old
        else:
            missing.append(_job(one))
    if len(missing) >= MANY:
        gc.collect()  # what Sphinx knew of the pages is a circle that Python would keep for long
    made, found = _make(missing, stage, place, jobs, progress)
    printed = kept | made
    write_ledger(place.root / LEDGER, _entries(wanted, printed))
    if found:
        raise BuildError(tuple(sorted(set(found), key=lambda one: (one.path, one.line, one.text))))
    _remove_others(place, printed)
    return tuple(printed[path] for path in wanted)


def typst_sources(stage: Stage, place: Workplace, *, conf: Path | None) -> dict[str, Any]:
    """Write the bodies of a staged edition and the templates; return what the edition is.

    Raises `DiskError` when a font is missing, `BuildError` when a page cannot be printed.
    """
    try:
        fonts()
    except FontError as error:
        raise DiskError(str(error)) from error
    run_sphinx(stage, place, "typst", place.typst, conf=conf)
    sync_tree(place.typst / TEMPLATES, templates())
    edition: dict[str, Any] = json.loads((place.stage / EDITION).read_text(encoding="utf-8"))
    return edition


def _sources(stage: Stage, place: Workplace, edition: Mapping[str, Any]) -> Iterator[Sources]:
    """Yield what to print of the pages of a stage, in the order of their paths."""
    for path in sorted(stage.files):
        page = path.removesuffix(".md")
        if (place.typst / BODY / f"{page}.json").is_file():
            yield from _sources_of(page, place, edition)


def _sources_of(page: str, place: Workplace, edition: Mapping[str, Any]) -> Iterator[Sources]:
    """Yield what the prints of a page are made from, the regular print first."""
    told = json.loads((place.typst / BODY / f"{page}.json").read_bytes())
    body = sha256((place.typst / BODY / f"{page}.typ").read_bytes()).hexdigest()
    pictures = {name: (place.typst / IMAGES / name).read_bytes() for name in told["images"]}
    for path, form in forms(page, told["kind"], fields=told["fields"]):
        yield Sources(path, page, form, told, sheet_of(told, form, edition), body, pictures)


def _job(one: Sources) -> Job:
    kind = setting_kind(one.told["kind"], one.form)
    pictures = (raw for name, raw in one.pictures.items() if name.endswith(".svg"))
    return Job(
        one.path,
        one.page,
        TIGHTER[kind],
        sources_of(one.page, one.meta, template_of(one.told["kind"]), len(TIGHTER[kind])),
        one.form,
        one.digest,
        tuple(map(intern, one.told["words"])),  # the same words are in all documents
        frozenset(_allowed(one.meta)),
        " ".join(map(drawn_letters, pictures)),
    )


def _allowed(meta: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words that a print adds to its page at its foot and below its title."""
    for text in (meta["title"], meta["address"], *meta["marks"], *meta["words"].values()):
        yield from words_in(text)


def _make(
    wanted: list[Job], stage: Stage, place: Workplace, jobs: int, progress: Progress
) -> tuple[dict[str, PrintedFile], list[Trouble]]:
    """Make the prints, several at once; return the good ones, and what is wrong with others.

    A guide and its sessions are made in a row, as they share most of their layout.
    """
    made: dict[str, PrintedFile] = {}
    found: list[Trouble] = []
    groups: dict[str, list[Job]] = {}
    for job in wanted:
        groups.setdefault(stage.files[f"{job.page}.md"].origin or job.page, []).append(job)
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        started: dict[Future[PrintedFile], Job] = {
            pool.submit(_printed, job, place, last=job is group[-1]): job
            for group in groups.values()
            for job in group
        }
        try:
            for done, future in enumerate(as_completed(started), 1):
                job = started[future]
                try:
                    made[job.path] = future.result()
                except CompileError as error:
                    found.append(_trouble(error, stage))
                progress(job.path, done, len(wanted))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return made, found


def _printed(job: Job, place: Workplace, *, last: bool) -> PrintedFile:
    """Make the print of a job in the setting that fits best, and write it if it shows its page.

    Nothing that waits for other prints holds the PDF, so they take no memory together. After the
    `last` of the prints that share their layout, the compiler forgets it.
    """

    def compiled(setting: int) -> bytes:
        fill = job.form == "fill"
        pdf = compile_pdf(place.typst, job.mains[setting], job.page, fill=fill)
        return with_fields(pdf) if fill else pdf

    made = best_fit(compiled, job.tighter)
    if last:
        forget(place.typst)
    if wrong := difference(read_back(made.pdf), job.words, job.allowed, job.drawn):
        line = line_saying(place.typst, job.page, wrong.telling)
        raise CompileError(job.page, line, f"{job.path}: {wrong}")
    write_atomically(place.pdf / job.path, made.pdf)
    digest = sha256(made.pdf).hexdigest()
    return PrintedFile(job.path, made.pages, digest, made.setting)


def _trouble(error: CompileError, stage: Stage) -> Trouble:
    """Return an error at the author's file and line."""
    path = f"{error.page}.md"
    staged = stage.files.get(path)
    if staged is None or not staged.origin:
        return Trouble(path, max(1, error.line), error.reason)
    return Trouble(staged.origin, staged.line_of(error.line), error.reason)


def _kept(
    one: Sources, ledger: Mapping[str, dict[str, Any]], digests: Digests
) -> PrintedFile | None:
    """Return the print that is there already, if it is whole and from the same source."""
    entry = ledger.get(one.path, {})
    if entry.get("source") != one.digest:
        return None
    try:
        if digests.of(f"{PDF}/{one.path}") != entry.get("pdf"):
            return None
    except OSError:
        return None
    return PrintedFile(one.path, entry["pages"], entry["pdf"], entry.get("setting", 0))


def kept_print(page: str, place: Workplace, edition: Mapping[str, Any]) -> PrintedFile | None:
    """Return the regular print of a document if it was printed as it is now, or None."""
    regular = next(_sources_of(page, place, edition))
    return _kept(regular, read_ledger(place.root / LEDGER), Digests(place.root))


def _entries(
    wanted: Mapping[str, str], printed: Mapping[str, PrintedFile]
) -> dict[str, dict[str, Any]]:
    """Return what the ledger keeps of the prints that could be made, by the digests of sources."""
    made = ((source, printed[path]) for path, source in wanted.items() if path in printed)
    return {
        one.path: {
            "source": source,
            "pdf": one.digest,
            "pages": one.pages,
            "setting": one.setting,
        }
        for source, one in made
    }


def _remove_others(place: Workplace, printed: Mapping[str, PrintedFile]) -> None:
    """Remove the prints of pages that are gone."""
    try:
        for path in [one for one in paths_below(place.pdf) if one not in printed]:
            file = place.pdf / path
            file.unlink()
            for folder in file.relative_to(place.pdf).parents[:-1]:
                if not any((place.pdf / folder).iterdir()):
                    (place.pdf / folder).rmdir()
    except OSError as error:
        raise DiskError(f"cannot clear {place.pdf}: {error.strerror}") from error
