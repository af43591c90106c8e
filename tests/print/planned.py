"""A small library with a plan, and its packs."""

import io
from pathlib import Path

import pikepdf

from curriculumkit.cli import curriculumkit
from curriculumkit.cli.crash import guarded
from curriculumkit.typst.readback import Readback, read_back

TRACK = """\
title: {en: Evening Group}
weeks: 2
admission: {kind: cohort}
start: 2026-11-16
time_zone: America/New_York
group: {least: 4, most: 10}
slots:
  - {day: mon, start: "18:00", minutes: 60, service: group, leaders: 1, room: Room 2}
"""
LOCK = """\
version: 1
title: {en: Evening Group}
sessions:
  - {week: 1, day: mon, start: "18:00", minutes: 60, module: one-small-step, room: Room 2}
  - {week: 2, day: mon, start: "18:00", minutes: 60, module: one-small-step, room: Room 2}
"""


def plan_it(root: Path) -> None:
    """Give a library a track of two weeks and its plan."""
    folder = root / "curriculum/tracks"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "evening.yaml").write_text(TRACK, encoding="utf-8")
    (folder / "evening.lock.yaml").write_text(LOCK, encoding="utf-8")


def run(root: Path, *arguments: str) -> int:
    """Run a command on a library and return its exit code."""
    command, *others = arguments
    return guarded(curriculumkit, [command, *others, "--library", str(root)])


def packed(root: Path, name: str) -> bytes:
    """Return the bytes of a pack."""
    return (root / "build/packs/evening" / f"{name}.pdf").read_bytes()


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page, on one line."""
    read: Readback = read_back(pdf)
    return [" ".join(page.split()) for page in read.pages]


def bookmarks(pdf: bytes) -> list[str]:
    """Return the titles of the bookmarks, from the first level."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return [one.title for one in outline.root]
