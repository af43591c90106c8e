"""`curriculumkit check`, `rules`, `explain`, `score` and `review`."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from curriculumkit import __version__
from curriculumkit.app_check import check_only, fix_library
from curriculumkit.checking.options import Options, collect_rarely, default_jobs
from curriculumkit.diagnostics import Report
from curriculumkit.disk import DiskError, find_library, own_folder
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.report.github import report_github
from curriculumkit.report.text import Style, colored, plain, report_text

# The other modules of the program are imported where they are used: an unchanged library is
# checked in less time than they take to import.

FORMATS = ("text", "json", "sarif", "github")

_LIBRARY = click.option("--library", "start", help="The library's folder (here by default).")


def _slugs(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> frozenset[str]:
    """Return the slugs of a list with commas; one that is no rule is a mistake of usage."""
    slugs = frozenset(slug.strip() for one in given for slug in one.split(",") if slug.strip())
    if slugs:
        from curriculumkit.catalogue import SLUGS  # noqa: PLC0415

        for slug in sorted(slugs - set(SLUGS)):
            raise click.BadParameter(_no_rule(slug))
    return slugs


def _no_rule(slug: str) -> str:
    from curriculumkit.catalogue import SLUGS  # noqa: PLC0415

    hint = did_you_mean(slug, SLUGS) or "`curriculumkit rules` lists them."
    return f"there is no rule '{slug}'. {hint}"


def _line(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """Return words for the ledger, which has them on one line and shows every character."""
    from curriculumkit.parse.unseen import find_unseen  # noqa: PLC0415

    if given is not None and (not given.strip() or "\n" in given or find_unseen(given)):
        raise click.BadParameter("write words that can be seen, on one line.")
    return given


def _style(color: str) -> Style:
    """Return how to dress text: in colors on a terminal unless NO_COLOR is set (no-color.org)."""
    if color == "auto":
        on = (
            sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
            and os.environ.get("TERM") != "dumb"
        )
    else:
        on = color == "always"
    return colored if on else plain


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@_LIBRARY
@click.option("--select", multiple=True, callback=_slugs, help="Only these rules, with commas.")
@click.option("--ignore", multiple=True, callback=_slugs, help="Not these rules, with commas.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--fix", is_flag=True, help="Mend what is safe to mend; never the wording.")
@click.option("--notes", is_flag=True, help="Show notes too, such as documents not signed off.")
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; one a core by default.")
@click.option("--no-cache", is_flag=True, help="Look at every file again.")
def check(
    paths: tuple[Path, ...],
    start: str | None,
    select: frozenset[str],
    ignore: frozenset[str],
    form: str,
    fix: bool,  # noqa: FBT001 - click passes flags by name
    notes: bool,  # noqa: FBT001
    color: str,
    jobs: int | None,
    no_cache: bool,  # noqa: FBT001
) -> int:
    """Check a library, or only the files and folders named. Exit code 1 means findings."""
    collect_rarely()
    root, inside = _where(start, paths)
    cache = None if no_cache else _kept_in()
    number = jobs or default_jobs()
    options = Options(_today(), inside, select, ignore, number, cache, notes)
    made, report = (fix_library if fix else check_only)(root, options)
    if fix:
        click.echo(f"{made} fix{'' if made == 1 else 'es'} made.", err=True)
    if form == "text":
        click.echo(report_text(report, _style(color), notes=notes))
    else:
        click.echo(_as_data(report, form))
    return int(report.has_findings)


def _as_data(report: Report, form: str) -> str:
    from curriculumkit.report.data import report_json, report_sarif  # noqa: PLC0415

    if form == "github":
        return report_github(report)
    return (report_json if form == "json" else report_sarif)(report, __version__)


def _kept_in() -> Path | None:
    """Return where results are kept; None where this user has no folder for that."""
    try:
        return own_folder()
    except DiskError:
        return None


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _where(start: str | None, paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the library's folder, and the paths relative to it; the folder itself is all."""
    root = find_library(Path(start) if start else paths[0] if paths else Path())
    inside = []
    for path in paths:
        whole = path.resolve()
        if not whole.is_relative_to(root):
            raise click.BadParameter(f"{path} does not lie in the library {root}")
        inside.append(whole.relative_to(root).as_posix())
    return root, () if "." in inside else tuple(inside)


@click.command()
def rules() -> None:
    """List the rules, each with its severity and what it asks."""
    from curriculumkit.catalogue import listed  # noqa: PLC0415

    click.echo(listed())


@click.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Say what a RULE asks, why, and how to meet it, with a bad and a good example."""
    from curriculumkit.catalogue import SLUGS, explained  # noqa: PLC0415

    if rule not in SLUGS:
        raise click.BadParameter(_no_rule(rule))
    click.echo(explained(rule))


@click.command()
@click.argument("ids", nargs=-1)
@_LIBRARY
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
@click.option("--items", is_flag=True, help="Show every item of PEMAT-P.")
def score(ids: tuple[str, ...], start: str | None, form: str, items: bool) -> int:  # noqa: FBT001
    """Score handouts: how readable, understandable and actionable (AHRQ's PEMAT-P) they are."""
    from curriculumkit import app_score  # noqa: PLC0415

    scores = app_score.scores_of(find_library(Path(start or ".")), ids)
    show = app_score.scores_json if form == "json" else app_score.scores_text
    click.echo(show(scores, items=items))
    return 0


@click.group()
def review() -> None:
    """Sign documents off, and show which are."""


@review.command()
@click.argument("id_", metavar="ID")
@_LIBRARY
@click.option("--reviewer", required=True, callback=_line, help="The name of the licensed person.")
@click.option("--credential", required=True, callback=_line, help="Their license or credential.")
@click.option("--lang", help="The language of a handout, if not the main one.")
@click.option("--note", callback=_line, help="What the reviewer wants remembered.")
def sign(
    id_: str, start: str | None, reviewer: str, credential: str, lang: str | None, note: str | None
) -> int:
    """Add a sign-off of the present text of a document to the ledger."""
    from curriculumkit import app_review  # noqa: PLC0415

    root = find_library(Path(start or "."))
    signature = app_review.Signature(id_, reviewer, credential, _today(), lang, note)
    message, done = app_review.sign(root, signature)
    click.echo(message, err=not done)
    return 0 if done else 1


@review.command()
@_LIBRARY
def status(start: str | None) -> None:
    """Show which documents are signed off, changed since, or due for another review."""
    from curriculumkit import app_review  # noqa: PLC0415

    click.echo(app_review.status(find_library(Path(start or ".")), _today()))
