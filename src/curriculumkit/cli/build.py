"""`curriculumkit build`."""

import os
import sys
from pathlib import Path
from typing import get_args

import click

from curriculumkit.app import Built
from curriculumkit.app import build as run
from curriculumkit.disk import EDITIONS, find_library
from curriculumkit.report.text import report_text
from curriculumkit.site import BuildError
from curriculumkit.stage.staged import Audience


@click.command()
@click.option("--library", "start", default=".", help="The library's folder (here by default).")
@click.option("--out", default=None, help="The folder to build into: build/ in the library.")
@click.option("--edition", type=click.Choice(get_args(Audience)), help="Only this audience.")
@click.option("--lang", help="Only this language.")
@click.option("--no-pdf", is_flag=True, help="Only the pages.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; one a core by default.")
@click.option(
    "--conf",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a conf.py of your own to execute, for branding.",
)
def build(
    start: str,
    out: str | None,
    edition: Audience | None,
    lang: str | None,
    no_pdf: bool,  # noqa: FBT001 - click passes flags by name
    jobs: int | None,
    conf: Path | None,
) -> int:
    """Build the pages and PDFs of every edition."""
    root = find_library(Path(start))
    place = Path(out) if out else root / "build"
    number = jobs or os.cpu_count() or 1
    try:
        built = run(
            root,
            place,
            _progress,
            audience=edition,
            language=lang,
            pdf=not no_pdf,
            jobs=number,
            conf=conf,
        )
    except BuildError as error:
        click.echo(str(error), err=True)
        click.echo("Nothing was changed in the build folder.", err=True)
        return 1
    return _told(built)


def _told(built: Built) -> int:
    if built.report.has_errors:
        click.echo(report_text(built.report))
        click.echo("Nothing was built.", err=True)
        return 1
    for name, pages in built.pages.items():
        click.echo(f"{built.out / EDITIONS / name}: {pages} pages, {built.prints[name]} PDFs")
    return 0


def _progress(edition: str, step: str, done: int, total: int) -> None:
    """Show how far a build is; on a terminal in one line that is written again and again."""
    if not sys.stderr.isatty() and done not in (0, total):
        return
    end = "\r" if sys.stderr.isatty() and done < total else "\n"
    print(f"{edition}: {step} {done}/{total}".ljust(60), end=end, file=sys.stderr, flush=True)  # noqa: T201
