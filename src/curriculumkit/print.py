"""The PDFs of an edition: which there are, each made again only when what it shows changed."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import segno

from curriculumkit.disk import DiskError, sync_tree, write_atomically
from curriculumkit.kept import keep_data, kept_data
from curriculumkit.site import BuildError, Trouble, Workplace, run_sphinx
from curriculumkit.sphinxext.settings import EDITION
from curriculumkit.stage.staged import Stage
from curriculumkit.typst.builder import BODY, IMAGES, template_of
from curriculumkit.typst.code import Value, call, literal, string
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
from curriculumkit.typst.fit import TIGHTER, Print, best_fit
from curriculumkit.typst.forms import with_fields
from curriculumkit.typst.packing import Meta
from curriculumkit.typst.readback import difference
from curriculumkit.typst.translator import TEMPLATES
from curriculumkit.typst.wording import drawn_letters, words_in
from curriculumkit.words import words_of

LEDGER = "printed.json"
"""Where the workplace keeps what was printed from what."""

Progress = Callable[[str, int, int], None]
"""Told of each print as it is done: its path, how many are done, and of how many."""

Form = Literal["regular", "large", "fill"]
"""How a page is printed."""

_REGIONS = {"en": "US", "es": "US"}
_PAPERS = {"letter": "us-letter", "a4": "a4"}


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
    ledger = _read_ledger(place)
    kept = {job.path: old for job in wanted if (old := _kept(job, place, ledger)) is not None}
    made, found = _make(
        [job for job in wanted if job.path not in kept], stage, place, jobs, progress
    )
    printed = kept | made
    _write_ledger(place, wanted, printed)
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


def forms(page: str, kind: str, *, fields: bool) -> tuple[tuple[str, Form], ...]:
    """Return the prints of a page of that kind: the path of each, and its form.

    A handout with `fields` has a third, to fill in on a screen.
    """
    if kind == "handout":
        two: tuple[tuple[str, Form], ...] = (
            (f"{page}.pdf", "regular"),
            (f"{page}-large.pdf", "large"),
        )
        return (*two, (f"{page}-fill.pdf", "fill")) if fields else two
    return ((f"{page}.pdf", "regular"),)


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
        tuple(told["words"]),
        frozenset(_allowed(meta)),
        " ".join(drawn_letters(one) for name, one in pictures.items() if name.endswith(".svg")),
    )


def sources_of(page: str, meta: Meta, template: str, tighter: int) -> tuple[str, ...]:
    """Return the source of a document in the loosest setting and in so many tighter ones."""
    settings = range(1 + tighter)
    return tuple(main_source(template, page, {**meta, "fit": one}) for one in settings)


def setting_kind(kind: str, form: Form) -> str:
    """Return which of the ways to set text in `TIGHTER` are those of a page in a form."""
    return "large" if form == "large" else template_of(kind)


def sheet_of(told: Mapping[str, Any], form: Form, edition: Mapping[str, Any]) -> dict[str, Value]:
    """Return what a template needs to know of a document, from the record of its page."""
    language = told["language"]
    words = words_of(language)
    mark = words("Version {digest}", digest=told["digest"][:8])
    whose = () if told["kind"] == "handout" else (edition["name"],)
    when = (told["when"],) if told.get("when") else ()
    return {
        "title": told["title"],
        "description": told.get("description", ""),
        "author": edition["name"],
        "language": language,
        "region": _REGIONS.get(language),
        "paper": _PAPERS[edition["paper"]],
        "draft": told["draft"] == "True",
        "large": form == "large",
        "form": told.get("form", told["kind"]),
        "qr": qr_code(told["address"]) if told.get("address") else "",
        "address": told.get("short", "").partition("://")[2],
        "marks": (*when, mark, edition["license"], *whose),
        "words": {
            "page": words("Page {page} of {pages}"),
            "draft": words("Draft"),
            "online": words("This page on a phone:"),
            "code": words("A code for phones that leads to this page on the web."),
            "unsigned": words("No licensed clinician has signed off this version yet."),
        },
    }


@cache
def qr_code(address: str) -> str:
    """Return a picture, as SVG, of a code that phones read as the address."""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="svg", border=2, xmldecl=False)
    return made.getvalue().decode()


def main_source(template: str, page: str, meta: Meta) -> str:
    """Return the Typst source of one document: what it is, how it looks, and its body."""
    document = call(
        "document",
        title=literal(meta["title"]),
        author=literal(meta["author"]),
        description=literal(meta["description"]),
        date="none",
    )
    return (
        f"#import {string(f'/{TEMPLATES}/{template}.typ')}: print\n"
        f"#set {document}\n"
        f"#show: print.with({literal(meta)})\n"
        f"#include {string(f'/{BODY}/{page}.typ')}\n"
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
        started: dict[Future[Print], Job] = {
            pool.submit(_compiled, job, place): job for job in wanted
        }
        try:
            for done, future in enumerate(as_completed(started), 1):
                job = started[future]
                try:
                    made[job.path] = _checked(job, future.result(), place)
                except CompileError as error:
                    found.append(_trouble(error, stage))
                progress(job.path, done, len(wanted))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return made, found


def _compiled(job: Job, place: Workplace) -> Print:
    """Return the print of a job in the setting that fits best."""

    def compiled(setting: int) -> bytes:
        fill = job.form == "fill"
        pdf = compile_pdf(place.typst, job.mains[setting], job.page, fill=fill)
        return with_fields(pdf) if fill else pdf

    made = best_fit(compiled, job.tighter)
    forget(place.typst)
    return made


def _checked(job: Job, made: Print, place: Workplace) -> PrintedFile:
    """Compare a print with its page, and write it."""
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


def _read_ledger(place: Workplace) -> dict[str, dict[str, Any]]:
    """Return what was printed from what the last time; nothing if that cannot be read."""
    file = place.root / LEDGER
    try:
        return _parsed_ledger(file, file.stat().st_mtime_ns)
    except OSError:
        return {}


@lru_cache(maxsize=1)
def _parsed_ledger(file: Path, _written: int) -> dict[str, dict[str, Any]]:
    return kept_data(file)


def _kept(job: Job, place: Workplace, ledger: Mapping[str, dict[str, Any]]) -> PrintedFile | None:
    """Return the print that is there already, if it is whole and from the same source."""
    entry = ledger.get(job.path)
    if entry is None or entry.get("source") != job.source_digest:
        return None
    try:
        digest = sha256((place.pdf / job.path).read_bytes()).hexdigest()
    except OSError:
        return None
    if digest != entry.get("pdf"):
        return None
    return PrintedFile(job.path, entry["pages"], digest, entry.get("setting", 0))


def kept_print(page: str, place: Workplace, edition: Mapping[str, Any]) -> PrintedFile | None:
    """Return the regular print of a document if it was printed as it is now, or None."""
    record = place.typst / BODY / f"{page}.json"
    told = json.loads(record.read_text(encoding="utf-8"))
    job = _job(f"{page}.pdf", "regular", page, told, place, edition)
    return _kept(job, place, _read_ledger(place))


def _write_ledger(place: Workplace, wanted: list[Job], printed: Mapping[str, PrintedFile]) -> None:
    entries = {
        job.path: {
            "source": job.source_digest,
            "pdf": printed[job.path].digest,
            "pages": printed[job.path].pages,
            "setting": printed[job.path].setting,
        }
        for job in wanted
        if job.path in printed
    }
    keep_data(place.root / LEDGER, entries)


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
