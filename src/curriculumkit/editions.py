"""One edition from beginning to end: staged, built, printed, searched for leaks."""

import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from curriculumkit.disk import sync_tree, write_atomically
from curriculumkit.model.library import Library
from curriculumkit.outputs import leaks_of_edition
from curriculumkit.print import print_edition
from curriculumkit.site import BuildError, Trouble, Workplace, run_sphinx, write_stage
from curriculumkit.sphinxext.settings import EDITION
from curriculumkit.stage import stage
from curriculumkit.stage.codes import CODES, code_pages
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.staged import Audience, Stage

Progress = Callable[[str, str, int, int], None]
"""``progress(edition, step, done, total)``."""

TEXTS = "texts.json"
"""Where the workplace keeps what its PDFs say."""

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
    library: Library, audience: Audience, language: str, order: Order, progress: Progress
) -> Mapping[str, Path]:
    """Build an edition and return its files: the path to publish, and where the file lies.

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
    clear_unfinished(place, staged)
    write_stage(staged, order.root, settings_of(shown), place, pdf=order.pdf)
    run_sphinx(staged, place, "html", place.html, conf=order.conf)
    if audience == "patient":
        coded = shown.handouts if settings_of(shown).address else ()
        sync_tree(place.html / CODES, code_pages(coded, language))
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
    if audience == "patient":
        _refuse_leaks(library, files, place.root / TEXTS)
    place.busy.unlink()
    return files


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


def _refuse_leaks(library: Library, files: Mapping[str, Path], kept: Path) -> None:
    if leaks := leaks_of_edition(library, files, kept):
        raise BuildError(tuple(Trouble("", 0, f"patient/{one}") for one in leaks))
