"""`curriculumkit assemble`."""

from pathlib import Path
from shutil import get_terminal_size

import click

from curriculumkit.app_plan import Assembled, Read, read_track
from curriculumkit.app_plan import assemble as run
from curriculumkit.assemble.search import EFFORT, SolverMissingError
from curriculumkit.report.plan_table import WIDTH
from curriculumkit.report.plan_text import (
    explanation_text,
    given_up_text,
    hours_text,
    ways_out_text,
)
from curriculumkit.report.text import report_text

INSTALL = 'assembling needs the solver: pip install "curriculumkit[assemble]"'

PROVED = {
    "best": "No plan has a lower price.",
    "nearest": "No plan moves fewer sessions of the plan before; of those, none has a lower price.",
}


STANDING = {
    "best": "When it was made, no plan had a lower price.",
    "nearest": "When it was made, no plan moved fewer sessions of the plan before; of those, none "
    "had a lower price.",
}
"""What was proved of a plan that is up to date; modules may have come since that it does not use.
"""


def width() -> int:
    """Return how many characters a line of the terminal has."""
    return get_terminal_size((WIDTH, 24)).columns


@click.command()
@click.argument("track")
@click.option("--library", "start", default=".", help="The library's folder (here by default).")
@click.option(
    "--from",
    "from_week",
    type=click.IntRange(1, 104),
    default=1,
    metavar="WEEK",
    help="The first week that may change: those before are past.",
)
@click.option("--fresh", is_flag=True, help="Plan anew; do not keep the plan that is there.")
@click.option(
    "--effort",
    type=click.FloatRange(0.0001, 3600),
    default=EFFORT,
    show_default=True,
    help="How long to try, in units of work: near a second each, the same anywhere.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing.")
def assemble(
    track: str,
    start: str,
    from_week: int,
    fresh: bool,  # noqa: FBT001 - click passes flags by name
    effort: float,
    dry_run: bool,  # noqa: FBT001 - the same
) -> int:
    """Plan TRACK, prove the plan, and write it; or say why there is none."""
    read = read_track(Path(start), track, with_plan=not fresh)
    if read.report.has_errors:
        click.echo(report_text(read.report))
        return 1
    try:
        done = run(
            read,
            from_week=from_week,
            fresh=fresh,
            effort=effort,
            write=not dry_run,
            tick=lambda text: click.echo(text, err=True),
        )
    except SolverMissingError:
        click.echo(INSTALL, err=True)
        return 2
    return _told(done, read)


def _told(done: Assembled, read: Read) -> int:
    track, sources = read.used.id, read.library.sources
    for one in done.changed:
        click.echo(f"Since the last plan, {one}.")
    if done.violations:
        click.echo("The plan does not stand the independent check; nothing was written. Please")
        click.echo("report this as a fault of curriculumkit, with the track:")
        for violation in done.violations:
            click.echo(f"  {violation.kind}: {violation.message}")
        return 3
    if done.plan is None:
        if done.explanation is not None:
            click.echo(explanation_text(done.problem, done.explanation, sources))
            click.echo("\n" + ways_out_text(done.problem, done.explanation.helps, done.remedies))
        elif done.answer.status == "impossible":
            click.echo("There is no such plan. Time ran out before the reason was found.")
        else:
            click.echo("Time ran out before a plan was found. This does not mean that there is")
            click.echo("none: try again with a larger --effort.")
        return 1
    for line in done.moved:
        click.echo(f"Moved: {line}")
    path = f"curriculum/tracks/{track}.lock.yaml"
    proof = done.plan.proof
    if not done.written:
        click.echo(
            f"{path} was not written." if done.answer.placements else f"{path} is up to date."
        )
    else:
        click.echo(f"Wrote {path}: {len(done.plan.sessions)} sessions, checked independently.")
    if proof is not None and proof.answer != "good":
        click.echo((PROVED if done.answer.placements else STANDING)[proof.answer])
    elif proof is not None:
        click.echo(
            f"Time ran out: a better plan may exist (price {proof.price}, at least "
            f"{proof.at_least})."
        )
    click.echo("\n" + given_up_text(done.lost))
    click.echo("\n" + hours_text(done.hours, width()))
    return 0
