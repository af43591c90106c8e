"""One edition from beginning to end: staged, built, printed, searched for leaks."""

import json
import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from curriculumkit.checking.program import program
from curriculumkit.disk import sync_tree, write_atomically
from curriculumkit.leaks import Secrets
from curriculumkit.model.library import Library
from curriculumkit.outputs import leaks_of_edition
from curriculumkit.print import print_edition
from curriculumkit.site import (
    BuildError,
    Trouble,
    Workplace,
    run_sphinx,
    sync_stage,
    written_stage,
)
from curriculumkit.sphinxext.settings import EDITION
from curriculumkit.stage import stage
from curriculumkit.stage.codes import CODES, code_pages
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.staged import Audience, Stage
from curriculumkit.workers import may_divide

Progress = Callable[[str, str, int, int], None]
"""``progress(edition, step, done, total)``."""

TEXTS = "texts.json"
"""Where the workplace keeps what its PDFs say."""

FINISHED = "finished.json"
"""Where the workplace keeps what the last build was made of, and what its files are like."""

_NOT_PUBLISHED = (".buildinfo", ".doctrees", "_sources", "objects.inv")


@dataclass(frozen=True, slots=True)
class Order:
    """What to build of a library, and how; everything a worker process needs to know.

    `languages` are those whose patient editions are there, so that pages may lead to them; left
    out, all of the library's.
    """

    root: Path
    work: Path
    pdf: bool = True
    jobs: int = 1
    conf: Path | None = None
    languages: tuple[str, ...] | None = None


def edition_name(audience: Audience, language: str) -> str:
    """Return the folder of an edition below the build folder, such as ``patient/es``."""
    return f"{audience}/{language}"


def build_edition(
    library: Library,
    audience: Audience,
    language: str,
    order: Order,
    progress: Progress,
    secrets: Secrets,
) -> Mapping[str, Path]:
    """Build an edition and return its files: the path to publish, and where the file lies.

    An edition whose staged tree is that of the last build is not built again, as long as each of
    its files is as it was left. It is always searched for leaks, for what is secret may be new.
    Raises `BuildError` when Sphinx warns, a page cannot be printed, or facilitators' text is found
    in the patient edition.
    """
    name = edition_name(audience, language)
    place = Workplace(order.work / name)
    progress(name, "pages", 0, 1)
    shown = library
    if audience == "patient" and order.languages is not None:
        shown = in_languages(library, order.languages)
    staged = stage(shown, audience, language)
    written = written_stage(staged, order.root, settings_of(shown), pdf=order.pdf)
    coded = shown.handouts if settings_of(shown).address and audience == "patient" else ()
    codes = code_pages(coded, language)
    key = _key_of(written, codes, order)
    files = _finished(place, key)
    if files is None:
        clear_unfinished(place, staged)
        sync_stage(place, written)
        jobs = order.jobs if audience == "facilitator" and may_divide() else 1
        run_sphinx(staged, place, "html", place.html, conf=order.conf, jobs=jobs)
        if audience == "patient":
            sync_tree(place.html / CODES, codes)
        progress(name, "pages", 1, 1)
        files = _below(place.html)
        if order.pdf:
            print_edition(
                staged,
                place,
                conf=order.conf,
                jobs=order.jobs,
                progress=lambda step, done, total: progress(name, step, done, total),
            )
            files |= _below(place.pdf)
    else:
        progress(name, "pages", 1, 1)
    if audience == "patient":
        _refuse_leaks(secrets, files, place.root / TEXTS)
    _finish(place, key, files)
    return files


def _key_of(written: Mapping[str, bytes], codes: Mapping[str, bytes], order: Order) -> str:
    """Return a digest of all that the files of an edition are made of; of code outside, nothing."""
    if order.conf:
        return ""
    digest = sha256(program())
    for path, raw in (*sorted(written.items()), *sorted(codes.items())):
        digest.update(f"{path}\0{len(raw)}\0{order.pdf}\0".encode() + raw)
    return digest.hexdigest()


def _finished(place: Workplace, key: str) -> dict[str, Path] | None:
    """Return the files of the last build if it was of the same, and each is as it was left."""
    if not key or place.busy.exists():
        return None
    try:
        told = json.loads((place.root / FINISHED).read_bytes())
        if told["key"] != key:
            return None
        files = {path: place.root / where for path, (where, *_) in told["files"].items()}
        left = {path: state for path, (_, *state) in told["files"].items()}
        return files if all(_state(file) == left[path] for path, file in files.items()) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _finish(place: Workplace, key: str, files: Mapping[str, Path]) -> None:
    """Note that the edition is finished, and what its files are like."""
    told = {
        path: [file.relative_to(place.root).as_posix(), *_state(file)]
        for path, file in files.items()
    }
    data = json.dumps({"key": key, "files": told}).encode()
    write_atomically(place.root / FINISHED, data)
    place.busy.unlink(missing_ok=True)


def _state(file: Path) -> list[int]:
    """Return what tells whether a file was written since: its size and time."""
    found = file.stat()
    return [found.st_size, found.st_mtime_ns]


def clear_unfinished(place: Workplace, staged: Stage) -> None:
    """Mark the workplace as busy; clear it of what a stopped build left half, and of old pages.

    Sphinx takes a page that is newer than its source for finished, and never removes one.
    """
    gone = {
        file.relative_to(place.stage).as_posix()
        for file in place.stage.rglob("*")
        if file.is_file()
    } - {*staged.files, *staged.images, EDITION}
    unfinished = place.busy.exists()
    for folder in (place.stage, place.doctrees, place.typst, place.html):
        if unfinished or (gone and folder == place.html):
            shutil.rmtree(folder, ignore_errors=True)
    write_atomically(place.busy, b"")


def in_languages(library: Library, languages: Collection[str]) -> Library:
    """Return a library as if it had handouts in these languages only."""
    settings = settings_of(library)
    kept = tuple(one for one in settings.languages if one in languages)
    return replace(
        library,
        settings=settings.model_copy(update={"languages": kept}),
        handouts=tuple(one for one in library.handouts if one.language in kept),
    )


def _below(folder: Path) -> dict[str, Path]:
    files = {
        file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()
    }
    return {
        path: file for path, file in sorted(files.items()) if not path.startswith(_NOT_PUBLISHED)
    }


def _refuse_leaks(secrets: Secrets, files: Mapping[str, Path], kept: Path) -> None:
    if leaks := leaks_of_edition(secrets, files, kept):
        raise BuildError(tuple(Trouble("", 0, f"patient/{one}") for one in leaks))
