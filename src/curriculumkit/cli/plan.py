"""`curriculumkit plan`: show, coverage, why, diff, makeup, personal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from curriculumkit.app_show import (
    known,
    known_topics,
    plan_differences,
    why_there,
    write_calendar,
)
from curriculumkit.assemble.makeup import make_up
from curriculumkit.assemble.personal import way
from curriculumkit.assemble.price import given_up
from curriculumkit.assemble.rolling import coverage as covered
from curriculumkit.assemble.search import EFFORT, SolverMissingError
from curriculumkit.assemble.verify_standards import weekly_hours
from curriculumkit.cli.assemble import INSTALL, width
from curriculumkit.cli.reading import read_plan
from curriculumkit.disk import DiskError, write_atomically
from curriculumkit.report import plan_data, plan_text
from curriculumkit.report.plan_standards import proved_rules, standards_text
from curriculumkit.report.plan_weeks import weeks_text

WORKBOOKS = 'workbooks need one more package: pip install "curriculumkit[assemble]"'


@click.group()
def plan() -> None:
    """Look at the plans of tracks."""


def _of_track(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument and the option that every command on a track has."""
    place = click.option("--library", "start", default=".", help="The library's folder.")
    return click.argument("track")(place(command))


@plan.command()
@_of_track
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write a calendar to this file.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="Write a workbook to this file.")
def show(start: str, track: str, as_json: bool, ics: Path | None, xlsx: Path | None) -> int:  # noqa: FBT001
    """Show the plan of TRACK week by week, with its hours."""
    if (read := read_plan(start, track)) is None:
        return 1
    case, hours = read.case(), list(weekly_hours(read.case()))
    if ics is not None:
        write_calendar(read, ics)
        click.echo(f"Wrote {ics}.", err=True)
    if xlsx is not None:
        try:
            from curriculumkit.report.plan_workbook import workbook_bytes  # noqa: PLC0415 - slow
        except ImportError as error:
            raise DiskError(WORKBOOKS) from error
        write_atomically(xlsx, workbook_bytes(case, hours, covered(case)))
        click.echo(f"Wrote {xlsx}.", err=True)
    if as_json:
        lost = given_up(case, read.signed_off)
        click.echo(plan_data.plan_json(case, read.planned.front, hours, lost))
    elif ics is None and xlsx is None:
        click.echo(weeks_text(case, width()) + "\n\n" + plan_text.hours_text(hours, width()))
        if rules := proved_rules(case):
            click.echo("\n" + standards_text(rules, width()))
    return 0


@plan.command()
@_of_track
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def coverage(start: str, track: str, as_json: bool) -> int:  # noqa: FBT001 - click's way
    """Show what people of each entry week of TRACK meet within their stay."""
    if (read := read_plan(start, track)) is None:
        return 1
    lines = covered(read.case())
    text = plan_data.coverage_json(lines) if as_json else plan_text.coverage_text(lines, width())
    click.echo(text)
    return 0 if all(one.holds for one in lines) else 1


@plan.command()
@click.argument("module")
@_of_track
@click.option("--effort", type=click.FloatRange(0.0001, 3600), default=EFFORT, show_default=True)
def why(module: str, start: str, track: str, effort: float) -> int:
    """Tell why MODULE stands where it stands in the plan of TRACK."""
    if (read := read_plan(start, track)) is None:
        return 1
    try:
        problem, told, weeks = why_there(read, module, effort=effort)
    except SolverMissingError:
        click.echo(INSTALL, err=True)
        return 2
    click.echo(plan_text.why_text(problem, module, told, weeks))
    return 0


@plan.command()
@_of_track
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def diff(start: str, track: str, old: Path) -> int:
    """Tell what moved from the plan in the file OLD to the plan of TRACK."""
    if (read := read_plan(start, track)) is None:
        return 1
    moved = plan_differences(read, old)
    click.echo("\n".join(moved) if moved else "Nothing moved.")
    return 0


@plan.command()
@_of_track
@click.option("--missed", required=True, metavar="MODULE", help="The module that was missed.")
@click.option("--week", type=click.IntRange(1, 104), help="The week in which it was missed.")
def makeup(start: str, track: str, missed: str, week: int | None) -> int:
    """Find the next chance to get what a missed session of TRACK taught."""
    if (read := read_plan(start, track)) is None:
        return 1
    known(read, missed)
    case = read.case()
    weeks = [row.week for row in case.of(missed)]
    if week is not None and week not in weeks:
        raise DiskError(f"{missed} is not in week {week} of the plan")
    at = week or (weeks[0] if weeks else 0)
    titles = {one.id: one.front.title for one in read.library.handouts}
    click.echo(plan_text.make_up_text(make_up(case, missed, at), titles))
    return 0


@plan.command()
@_of_track
@click.option("--entry-week", type=click.IntRange(1, 104), default=1, show_default=True)
@click.option("--needs", default="", help="Topics, joined by commas.")
def personal(start: str, track: str, entry_week: int, needs: str) -> int:
    """Show one person's way through TRACK; nothing about the person is kept."""
    if (read := read_plan(start, track)) is None:
        return 1
    if entry_week > read.used.front.weeks:
        raise DiskError(f"the plan has {read.used.front.weeks} weeks, no week {entry_week}")
    topics = known_topics(read, [one.strip() for one in needs.split(",") if one.strip()])
    click.echo(plan_text.way_text(way(read.case(), entry_week, topics), width()))
    return 0
