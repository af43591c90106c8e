"""`curriculumkit pack`, `binder`, `today` and `doctor`."""

from datetime import date, datetime
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import click

from curriculumkit.app_plan import Read
from curriculumkit.cli.reading import read_plan
from curriculumkit.dates import Occurrence
from curriculumkit.disk import NotALibraryError, find_library
from curriculumkit.model.base import WEEKDAYS, Weekday
from curriculumkit.stage.pack import PIECES, PackOrder, Piece

_LIBRARY = click.option("--library", "start", default=".", help="The library's folder.")
_INTO = click.option("--out", default=None, help="The folder to build into: build/ in the library.")
_LANG = click.option("--lang", default="", help="The language of handouts; never two in a pack.")


@click.command()
@click.argument("track")
@_LIBRARY
@_INTO
@_LANG
@click.option("--week", type=click.IntRange(1, 9999), help="The week, from 1.")
@click.option("--day", type=click.Choice(WEEKDAYS), help="The usual day; all days by default.")
@click.option("--all", "every", is_flag=True, help="Every week, each in a PDF of its own.")
@click.option("--people", type=click.IntRange(1, 200), help="How many are expected.")
@click.option("--spare", type=click.IntRange(0, 50), default=2, show_default=True)
@click.option("--copies", is_flag=True, help="Lay out every copy of the handouts, in sets.")
@click.option("--only", multiple=True, type=click.Choice(get_args(Piece)), help="Only this part.")
def pack(
    track: str,
    start: str,
    out: str | None,
    lang: str,
    week: int | None,
    day: Weekday | None,
    every: bool,  # noqa: FBT001 - click passes flags by name
    people: int | None,
    spare: int,
    copies: bool,  # noqa: FBT001 - the same
    only: tuple[Piece, ...],
) -> int:
    """Make one PDF for the printer of a week of TRACK, or of a day in it."""
    from curriculumkit.app_print import pack as run  # noqa: PLC0415 - Sphinx is slow to import
    from curriculumkit.site import BuildError  # noqa: PLC0415 - the same

    if every == (week is not None):
        raise click.UsageError("give either --week or --all")
    if (read := read_plan(start, track)) is None:
        return 1
    pieces = tuple(one for one in PIECES if not only or one in only)
    order = PackOrder("", lang, people, spare, copies, pieces)
    lacking = 0
    try:
        for made in run(read, _out(read, out), order, _tick, week=week, day=day):
            lacking += _told(made.path, made.lacking)
    except BuildError as error:
        return _refused(error)
    return 1 if lacking else 0


@click.command()
@click.argument("track")
@_LIBRARY
@_INTO
@_LANG
def binder(track: str, start: str, out: str | None, lang: str) -> int:
    """Make the book of TRACK: contents, a tab for each week, handouts, index."""
    from curriculumkit.app_print import binder as run  # noqa: PLC0415 - Sphinx is slow to import
    from curriculumkit.site import BuildError  # noqa: PLC0415 - the same

    if (read := read_plan(start, track)) is None:
        return 1
    try:
        made = run(read, _out(read, out), lang, _tick)
    except BuildError as error:
        return _refused(error)
    return 1 if _told(made.path, made.lacking) else 0


@click.command()
@click.argument("track")
@_LIBRARY
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
def today(track: str, start: str, day: datetime | None) -> int:
    """Find today's sessions of TRACK."""
    from curriculumkit.app_print import today as run  # noqa: PLC0415 - Sphinx is slow to import

    if (read := read_plan(start, track)) is None:
        return 1
    date_ = day.date() if day else datetime.now(ZoneInfo(read.used.front.time_zone)).date()
    held, following = run(read, date_)
    click.echo(_sessions(read, date_, held) if held else _no_session(read, date_))
    if not held and following and following[0].begins:
        click.echo(f"\nNext: {_sessions(read, following[0].begins.date(), following)}")
    return 0


@click.command()
@_LIBRARY
def doctor(start: str) -> int:
    """Tell what this machine lacks."""
    from curriculumkit.app_doctor import examine  # noqa: PLC0415 - the compiler is slow to import

    try:
        root: Path | None = find_library(Path(start))
    except NotALibraryError:
        root = None
    found = list(examine(root))
    for one in found:
        mark = "ok" if one.there else "lacks" if one.needed else "--"
        click.echo(f"{mark:6}{one.name}: {one.told}")
    return 1 if any(one.needed and not one.there for one in found) else 0


def _out(read: Read, out: str | None) -> Path:
    return Path(out) if out else read.root / "build"


def _told(path: Path, lacking: tuple[str, ...]) -> bool:
    """Print what was made; return whether handouts had to be left out."""
    click.echo(f"Wrote {path}.")
    if lacking:
        click.echo(f"Not there in this language, and left out: {'; '.join(lacking)}.", err=True)
    return bool(lacking)


def _refused(error: Exception) -> int:
    click.echo(str(error), err=True)
    click.echo("The pack that was there before is untouched.", err=True)
    return 1


def _tick(text: str) -> None:
    click.echo(text, err=True)


def _long(day: date) -> str:
    return f"{day:%A, %B} {day.day}, {day.year}"


def _no_session(read: Read, day: date) -> str:
    """Say that a day has no session; of a closed date also why, and when they are made up for."""
    closed = next((one for one in read.used.front.closed if one.date == day), None)
    if closed is None:
        return f"{_long(day)}: no session."
    held = f" Its sessions are held on {_long(closed.make_up)}." if closed.make_up else ""
    return f"{_long(day)}: closed ({closed.reason}).{held}"


def _sessions(read: Read, day: date, held: list[Occurrence]) -> str:
    """Return the sessions of a day: time, title and room of each, and how to print them."""
    from curriculumkit.dates import week_of  # noqa: PLC0415 - only here

    first = read.used.front.start or day
    lines = [f"{_long(day)}"]
    for one in held:
        title = read.module_of(one.session).front.title
        room = f", {one.session.room}" if one.session.room else ""
        lines.append(f"  {one.begins:%H:%M}  {title} ({one.session.minutes} min{room})")
    usual = {(week_of(first, one.usual.date()), one.session.day) for one in held}
    for week, weekday in sorted(usual):
        lines.append(
            f"  To print it: curriculumkit pack {read.used.id} --week {week} --day {weekday}"
        )
    return "\n".join(lines)
