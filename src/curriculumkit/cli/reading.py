"""The track and the plan that a command is about, and what has to be said of them first."""

from pathlib import Path

import click

from curriculumkit.app_plan import Read, read_track
from curriculumkit.report.text import report_text

SHOWN = 3
"""How many doubts about a plan are told; `check` tells all."""


def read_plan(start: str, track: str) -> Read | None:
    """Return the track with its plan, or print its errors and return None.

    A plan may have been edited by hand, or be older than its track: what speaks against it is told
    beside the results.
    """
    read = read_track(Path(start), track)
    if read.report.has_errors:
        click.echo(report_text(read.report))
        return None
    if doubts := read.doubts:
        lines = [f"  {one.path}:{one.span.line}: {one.message}" for one in doubts[:SHOWN]]
        more = len(doubts) - SHOWN
        lines += [f"  … and {more} more: `curriculumkit check` tells them"] if more > 0 else []
        told = "\n".join(lines)
        click.echo(f"The plan is not what it should be:\n{told}\n{doubts[0].hint}\n", err=True)
    return read
