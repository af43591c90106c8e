"""`curriculumkit new`."""

from pathlib import Path

import click

from curriculumkit.app import begin
from curriculumkit.disk import find_library, read_library
from curriculumkit.scaffold import new_handout, new_library, new_module


@click.group()
def new() -> None:
    """Begin a library, a module or a handout."""


@new.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--name", default="Our Library", help="The library's name.")
def library(folder: Path, name: str) -> None:
    """Make a new library in FOLDER, ready to check and build."""
    _told(begin(folder, new_library(name)))
    click.echo(f"Next: cd {folder} && curriculumkit check && curriculumkit build")


@new.command()
@click.argument("id_", metavar="ID")
@click.option("--topic", required=True, help="The topic's id.")
@click.option("--title", required=True, help="The session's title.")
def module(id_: str, topic: str, title: str) -> None:
    """Make a new module: a facilitator's guide to fill in."""
    root = find_library(Path())
    _told(begin(root, new_module(read_library(root), id_, topic, title)))


@new.command()
@click.argument("id_", metavar="ID")
@click.option("--topic", required=True, help="The topic's id.")
@click.option("--title", required=True, help="The handout's title.")
def handout(id_: str, topic: str, title: str) -> None:
    """Make a new handout: a page for patients to fill in."""
    root = find_library(Path())
    _told(begin(root, new_handout(read_library(root), id_, topic, title)))


def _told(paths: list[Path]) -> None:
    for path in paths:
        click.echo(f"wrote {path}")
