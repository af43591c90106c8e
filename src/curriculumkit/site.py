"""Pages of an edition: the stage written to disk, and Sphinx run over it."""

import io
import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.disk import MAX_PICTURE, DiskError, faults_in, read_raw, sync_tree
from curriculumkit.model.library import LibrarySettings
from curriculumkit.sphinxext.settings import DEFAULTS, EDITION
from curriculumkit.stage.help import help_links, help_numbers
from curriculumkit.stage.markup import said
from curriculumkit.stage.staged import Stage
from curriculumkit.words import words_of

_WARNING = re.compile(
    r"(?:(?P<path>[^:\n]+?\.md)(?::(?P<line>\d+))?: )?"
    r"(?P<level>WARNING|ERROR|CRITICAL): (?P<text>.*)"
)
_DOCUTILS_FILES = "DOCUTILSCONFIG"
"""The variable that names docutils' files of settings; else it reads those of home and folder."""

_DATE = "SOURCE_DATE_EPOCH"
"""The variable that tells Sphinx which time to take for now."""

_COLOR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A warning of Sphinx, led back to the author's file: path (may be empty), line, words."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        """Return it as one line, as compilers write."""
        where = f"{self.path}:{self.line}: " if self.path else ""
        return f"{where}{self.text}"


class BuildError(Exception):
    """An edition could not be built; `troubles` say where and why."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__(troubles)  # the arguments are what another process gets to see
        self.troubles = troubles

    def __str__(self) -> str:
        """Return the troubles, one on a line."""
        return "\n".join(map(str, self.troubles))


PAGES = "html"
"""The folder of the pages below a workplace."""

PDF = "pdf"
"""The folder of the PDFs below a workplace."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """The folders of one edition's build, which stay between builds."""

    root: Path

    @property
    def busy(self) -> Path:
        """Return the file that is there while a build is under way, or after one was killed."""
        return self.root / "busy"

    @property
    def stage(self) -> Path:
        """Return the folder of the staged tree."""
        return self.root / "stage"

    @property
    def doctrees(self) -> Path:
        """Return the folder of Sphinx's doctrees."""
        return self.root / "doctrees"

    @property
    def html(self) -> Path:
        """Return the folder of the pages."""
        return self.root / PAGES

    @property
    def typst(self) -> Path:
        """Return the folder of the Typst sources."""
        return self.root / "typst"

    @property
    def pdf(self) -> Path:
        """Return the folder of the PDFs."""
        return self.root / PDF


def write_stage(
    stage: Stage, library: Path, settings: LibrarySettings, place: Workplace, *, pdf: bool
) -> None:
    """Write the staged tree; a file that did not change is not touched."""
    sync_stage(place, written_stage(stage, library, settings, pdf=pdf))


def sync_stage(place: Workplace, files: Mapping[str, bytes]) -> None:
    """Let the staged tree hold these files, and Sphinx see which of them are new.

    Sphinx takes a page for changed if its file is newer than what was read of it. Where the clock
    went back, or the disk tells times only by the second, it may not be; all is then read anew.
    """
    written = sync_tree(place.stage, files)
    read = place.doctrees / "environment.pickle"
    if written and read.is_file():
        last = read.stat().st_mtime_ns
        if any(file.stat().st_mtime_ns <= last for file in written):
            _clear(place.doctrees, place.html, place.typst)


def written_stage(
    stage: Stage, library: Path, settings: LibrarySettings, *, pdf: bool
) -> dict[str, bytes]:
    """Return the files of the staged tree, with what the edition is and its pictures, by path.

    Pictures are read once more, so they are also looked at once more: what was checked may have
    been replaced since. Raises `DiskError` for one that is refused.
    """
    name, of = said(settings.name, stage.language)
    edition = {
        "audience": stage.audience,
        "language": stage.language,
        "languages": list(settings.languages),
        "name": name,
        "name_language": of,
        "license": settings.license,
        "paper": settings.paper,
        "help": help_links(settings, words_of(stage.language)),
        "numbers": help_numbers(settings),
        "pdf": pdf,
    }
    if settings.address and stage.audience == "patient":
        edition["address"] = f"{settings.address.rstrip('/')}/{stage.language}/"
    files = {path: staged.text.encode() for path, staged in stage.files.items()}
    files[EDITION] = json.dumps(edition, ensure_ascii=False, indent=1, sort_keys=True).encode()
    for target, source in stage.images.items():
        raw = read_raw(library, source, MAX_PICTURE)
        faults = faults_in(source, raw)
        if isinstance(raw, Diagnostic) or faults:
            raise DiskError(f"{source}:{faults[0].line}: {faults[0].message}")
        files[target] = raw
    return files


def run_sphinx(
    stage: Stage,
    place: Workplace,
    builder: str,
    out: Path,
    *,
    conf: Path | None = None,
    jobs: int = 1,
) -> None:
    """Run a builder of Sphinx over the staged tree; any warning raises `BuildError`.

    `conf` is a folder with a `conf.py` to execute; without it no code of a library runs. Several
    `jobs` read and write pages side by side, where the system can divide a process. What an earlier
    build left may be damaged, as after a power cut; if so, all is made anew.
    """
    _refuse_no_date(os.environ.get(_DATE))
    anew = not place.doctrees.exists()
    try:
        _run_once(stage, place, builder, out, conf, jobs)
    except (BuildError, DiskError, OSError, MemoryError):
        raise
    except Exception:
        if anew:
            raise
        _clear(place.doctrees, out)
        _run_once(stage, place, builder, out, conf, jobs)


def _refuse_no_date(given: str | None) -> None:
    """Raise `DiskError` unless Sphinx can read the date of a reproducible build, if one is given.

    A build must fail then, as reproducible-builds.org asks for; ours itself uses no date.
    """
    if given is None:
        return
    try:
        time.gmtime(int(given))
    except (ValueError, OverflowError, OSError) as error:
        reason = f"{_DATE} is no number of seconds since 1970: {given!r}; unset it"
        raise DiskError(reason) from error


def _clear(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _run_once(
    stage: Stage, place: Workplace, builder: str, out: Path, conf: Path | None, jobs: int
) -> None:
    warnings = io.StringIO()
    overrides: dict[str, Any] = {} if conf else dict(DEFAULTS)
    with _quiet_docutils():
        try:
            app = Sphinx(
                srcdir=place.stage,
                confdir=conf,
                outdir=out,
                doctreedir=place.doctrees,
                buildername=builder,
                confoverrides=overrides,
                status=None,
                warning=warnings,
                freshenv=False,
                parallel=jobs,
            )
            app.build()
        except SphinxError as error:
            _clear(place.doctrees, out)
            if (broken := _broken_disk(error)) is not None:
                raise broken from error
            if isinstance(error, ExtensionError) and error.orig_exc is not None:
                raise error.orig_exc from error  # a fault of the program, no trouble of an author
            trouble = Trouble("", 0, str(error))
            raise BuildError((*troubles(warnings.getvalue(), stage, place), trouble)) from error
    if found := troubles(warnings.getvalue(), stage, place):
        _clear(place.doctrees, out)
        if any(one.text.startswith("error writing file") for one in found):
            raise DiskError(found[0].text)
        raise BuildError(found)


def _broken_disk(error: BaseException | None) -> DiskError | None:
    """Return what the disk said, where an error of Sphinx only passes that on."""
    while error is not None:
        if isinstance(error, OSError):
            return DiskError(f"cannot write {error.filename or 'the pages'}: {error.strerror}")
        error = getattr(error, "orig_exc", None) or error.__cause__
    return None


@contextmanager
def _quiet_docutils() -> Iterator[None]:
    """Keep docutils from what others set: by its files, of which one may lie in a library."""
    before = os.environ.get(_DOCUTILS_FILES)
    os.environ[_DOCUTILS_FILES] = os.devnull
    try:
        with patch_docutils(), docutils_namespace():
            yield
    finally:
        os.environ.pop(_DOCUTILS_FILES)
        if before is not None:
            os.environ[_DOCUTILS_FILES] = before


def troubles(text: str, stage: Stage, place: Workplace) -> tuple[Trouble, ...]:
    """Return Sphinx's warnings with the author's file and line in place of the staged ones."""
    found: list[Trouble] = []
    for line in _COLOR.sub("", text).splitlines():
        if matched := _WARNING.match(line):
            path, number = _origin(matched["path"] or "", int(matched["line"] or 1), stage, place)
            found.append(Trouble(path, number, matched["text"]))
        elif found and line.strip():
            last = found.pop()
            found.append(Trouble(last.path, last.line, f"{last.text} {line.strip()}"))
    return tuple(found)


def _origin(path: str, line: int, stage: Stage, place: Workplace) -> tuple[str, int]:
    files: Mapping[str, Any] = stage.files
    name = path.removeprefix(f"{place.stage}/").removeprefix(f"{place.stage.resolve()}/")
    staged = files.get(name)
    if staged is None or not staged.origin:
        return name, line
    return staged.origin, staged.line_of(line)
