"""`curriculumkit serve`."""

from collections.abc import Collection
from pathlib import Path
from threading import Event
from time import sleep

import click

from curriculumkit.app import Built, build
from curriculumkit.disk import EDITIONS, BusyError, DiskError, find_library
from curriculumkit.report.text import report_text
from curriculumkit.serve import Preview, State, open_server
from curriculumkit.serve import serve as run
from curriculumkit.site import BuildError

TRIES = 60
"""How often a build folder in use is tried again, every half second."""

NAMED = 3
"""How many saved files are named."""


@click.command()
@click.option("--library", "start", default=".", help="The library's folder (here by default).")
@click.option("--out", default=None, help="The folder to build into: build/preview/ by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="0 takes a free one.")
@click.option("--pdf", is_flag=True, help="PDFs too; slower.")
def serve(start: str, out: str | None, port: int, pdf: bool) -> None:  # noqa: FBT001 - click
    """Show the pages in a browser while you write: built on save, on this machine only."""
    root = find_library(Path(start))
    place = Path(out) if out else root / "build" / "preview"
    preview = Preview()
    try:
        server = open_server(place / EDITIONS, preview, port)
    except OSError as error:
        raise DiskError(f"port {port} cannot be used: {error.strerror}; try --port 0") from error
    click.echo(f"http://127.0.0.1:{server.server_address[1]}/  (Ctrl-C ends it)")
    run(
        root,
        preview,
        lambda: build_once(root, place, pdf=pdf),
        _tell,
        Event(),
        saved=lambda paths: _name(root, paths),
    )


def build_once(root: Path, out: Path, *, pdf: bool = False) -> tuple[bool, str]:
    """Build all editions; return whether there are new pages, and the findings.

    Where another command builds into the folder, it is waited for: else what was saved meanwhile
    would be on no page until the next save.
    """
    try:
        built = _built(root, out, pdf=pdf)
    except (BuildError, DiskError, OSError) as error:
        return False, str(error)
    told = report_text(built.report) if built.report.has_findings else ""
    return not built.report.has_errors, told


def _built(root: Path, out: Path, *, pdf: bool) -> Built:
    for _ in range(TRIES):
        try:
            return build(root, out, lambda *_: None, pdf=pdf)
        except BusyError:
            sleep(0.5)
    return build(root, out, lambda *_: None, pdf=pdf)


def _name(root: Path, saved: Collection[str]) -> None:
    names = sorted(Path(one).relative_to(root).as_posix() for one in saved)
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    click.echo(f"\nSaved: {', '.join(names[:NAMED])}{more}")


def _tell(state: State) -> None:
    click.echo(state.told or "No findings.")
    click.echo("Built." if state.good else "Not built; the last good pages stay.")
