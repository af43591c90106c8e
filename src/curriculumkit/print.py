"""The PDFs of an edition: which there are, each made again only when what it shows changed."""

import gc
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from sys import intern
from typing import Any

from curriculumkit.disk import DiskError, sync_tree, write_atomically
from curriculumkit.ledger import kept_bytes, read_ledger, write_ledger
from curriculumkit.site import BuildError, Trouble, Workplace, run_sphinx
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
    line_with,
    templates,
)
from curriculumkit.typst.fit import TIGHTER, best_fit
from curriculumkit.typst.forms import with_fields
from curriculumkit.typst.readback import difference
from curriculumkit.typst.sheets import Form, forms, setting_kind, sheet_of, sources_of
from curriculumkit.typst.translator import TEMPLATES
from curriculumkit.typst.wording import drawn_letters, words_in

LEDGER = "printed.json"
"""Where the workplace keeps what was printed from what."""

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
    *,
    conf: Path | None,
    jobs: int,
    progress: Progress,
) -> tuple[PrintedFile, ...]:
    """Make the PDFs of a staged edition in ``place.pdf``, and nothing else there.

    A print whose source, pictures and design did not change is kept. Every print is read back and
    its words are compared with the page's. Whatever is wrong with any print is told at once, by
    `BuildError`; the prints that could be made are then kept for the next time.
    """
    edition = typst_sources(stage, place, conf=conf)
    wanted = list(_jobs(stage, place, edition))
    ledger = read_ledger(place.root / LEDGER)
    kept = {job.path: old for job in wanted if (old := _kept(job, place, ledger)) is not None}
    made, found = _make(
        [job for job in wanted if job.path not in kept], stage, place, jobs, progress
    )
    printed = kept | made
    write_ledger(place.root / LEDGER, _entries(wanted, printed))
    if found:
        raise BuildError(tuple(sorted(set(found), key=lambda one: (one.path, one.line, one.text))))
    _remove_others(place, printed)
    return tuple(printed[job.path] for job in wanted)


def typst_sources(stage: Stage, place: Workplace, *, conf: Path | None) -> dict[str, Any]:
    """Write the bodies of a staged edition and the templates; return what the edition is.

    Raises `DiskError` when a font is missing, `BuildError` when a page cannot be printed.
    """
    try:
        fonts()
    except FontError as error:
        raise DiskError(str(error)) from error
    run_sphinx(stage, place, "typst", place.typst, conf=conf)
    gc.collect()  # what Sphinx knew of the pages is a circle that Python would keep for long
    gc.freeze()  # and what is left lasts: the next time it need not be looked through again
    sync_tree(place.typst / TEMPLATES, templates())
    edition: dict[str, Any] = json.loads((place.stage / EDITION).read_text(encoding="utf-8"))
    return edition


def _jobs(stage: Stage, place: Workplace, edition: Mapping[str, Any]) -> Iterator[Job]:
    """Yield what to print of the pages of a stage, in the order of their paths."""
    for path in sorted(stage.files):
        page = path.removesuffix(".md")
        record = place.typst / BODY / f"{page}.json"
        if record.is_file():
            told = json.loads(record.read_text(encoding="utf-8"))
            for name, form in forms(page, told["kind"], fields=told["fields"]):
                yield _job(name, form, page, told, place, edition)


def _job(
    path: str,
    form: Form,
    page: str,
    told: Mapping[str, Any],
    place: Workplace,
    edition: Mapping[str, Any],
) -> Job:
    meta = sheet_of(told, form, edition)
    kind = setting_kind(told["kind"], form)
    mains = sources_of(page, meta, template_of(told["kind"]), len(TIGHTER[kind]))
    body = (place.typst / BODY / f"{page}.typ").read_bytes()
    pictures = {name: (place.typst / IMAGES / name).read_bytes() for name in told["images"]}
    parts = [form.encode(), body, *pictures.values(), *(one.encode() for one in mains)]
    digests = [design_digest(), *pictures, *(sha256(one).hexdigest() for one in parts)]
    return Job(
        path,
        page,
        TIGHTER[kind],
        mains,
        form,
        sha256("\n".join(digests).encode()).hexdigest(),
        tuple(map(intern, told["words"])),  # the same words are in all documents
        frozenset(_allowed(meta)),
        " ".join(drawn_letters(one) for name, one in pictures.items() if name.endswith(".svg")),
    )


def _allowed(meta: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words that a print adds to its page at its foot and below its title."""
    for text in (meta["title"], meta["address"], *meta["marks"], *meta["words"].values()):
        yield from words_in(text)


def _make(
    wanted: list[Job], stage: Stage, place: Workplace, jobs: int, progress: Progress
) -> tuple[dict[str, PrintedFile], list[Trouble]]:
    """Make the prints, several at once; return the good ones, and what is wrong with others."""
    made: dict[str, PrintedFile] = {}
    found: list[Trouble] = []
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        started: dict[Future[PrintedFile], Job] = {
            pool.submit(_printed, job, place): job for job in wanted
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


def _printed(job: Job, place: Workplace) -> PrintedFile:
    """Make the print of a job in the setting that fits best, and write it if it shows its page.

    Nothing that waits for other prints holds the PDF, so they take no memory together.
    """

    def compiled(setting: int) -> bytes:
        fill = job.form == "fill"
        pdf = compile_pdf(place.typst, job.mains[setting], job.page, fill=fill)
        return with_fields(pdf) if fill else pdf

    made = best_fit(compiled, job.tighter)
    forget(place.typst)
    if wrong := difference(made.read, job.words, job.allowed, job.drawn):
        line = line_with(place.typst, job.page, wrong.first) if wrong.first else 0
        raise CompileError(job.page, line, f"{job.path}: {wrong}")
    write_atomically(place.pdf / job.path, made.pdf)
    digest = sha256(made.pdf).hexdigest()
    return PrintedFile(job.path, len(made.read.pages), digest, made.setting)


def _trouble(error: CompileError, stage: Stage) -> Trouble:
    """Return an error at the author's file and line."""
    path = f"{error.page}.md"
    staged = stage.files.get(path)
    if staged is None or not staged.origin:
        return Trouble(path, max(1, error.line), error.reason)
    line = error.line - staged.shift if error.line else 1
    return Trouble(staged.origin, max(1, line), error.reason)


def _kept(job: Job, place: Workplace, ledger: Mapping[str, dict[str, Any]]) -> PrintedFile | None:
    """Return the print that is there already, if it is whole and from the same source."""
    entry = ledger.get(job.path, {})
    pdf = kept_bytes(entry, job.source_digest, place.pdf / job.path)
    if pdf is None:
        return None
    return PrintedFile(job.path, entry["pages"], entry["pdf"], entry.get("setting", 0))


def kept_print(page: str, place: Workplace, edition: Mapping[str, Any]) -> PrintedFile | None:
    """Return the regular print of a document if it was printed as it is now, or None."""
    record = place.typst / BODY / f"{page}.json"
    told = json.loads(record.read_text(encoding="utf-8"))
    job = _job(f"{page}.pdf", "regular", page, told, place, edition)
    return _kept(job, place, read_ledger(place.root / LEDGER))


def _entries(wanted: list[Job], printed: Mapping[str, PrintedFile]) -> dict[str, dict[str, Any]]:
    """Return what the ledger keeps of the prints that could be made."""
    made = ((job, printed[job.path]) for job in wanted if job.path in printed)
    return {
        job.path: {
            "source": job.source_digest,
            "pdf": one.digest,
            "pages": one.pages,
            "setting": one.setting,
        }
        for job, one in made
    }


def _remove_others(place: Workplace, printed: Mapping[str, PrintedFile]) -> None:
    """Remove the prints of pages that are gone."""
    try:
        for file in sorted(place.pdf.rglob("*"), reverse=True):
            if file.is_dir() and not any(file.iterdir()):
                file.rmdir()
            elif file.is_file() and file.relative_to(place.pdf).as_posix() not in printed:
                file.unlink()
    except OSError as error:
        raise DiskError(f"cannot clear {place.pdf}: {error.strerror}") from error
