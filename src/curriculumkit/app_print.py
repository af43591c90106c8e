"""The story of packs and binders: which sessions, the sources of the build, one PDF."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from curriculumkit.app_plan import PlanError, Read
from curriculumkit.binders import press_binder
from curriculumkit.checking.options import collect_rarely
from curriculumkit.dates import Occurrence
from curriculumkit.diagnostics import Severity
from curriculumkit.disk import DiskError, build_lock, write_atomically
from curriculumkit.editions import clear_unfinished
from curriculumkit.model.base import Weekday
from curriculumkit.model.library import Library
from curriculumkit.model.plan import PlannedSession
from curriculumkit.outputs import leaks_in
from curriculumkit.packs import Told, press_pack
from curriculumkit.print import typst_sources
from curriculumkit.rules.base import Document
from curriculumkit.rules.running import document_diagnostics, without_ignored
from curriculumkit.site import BuildError, Trouble, Workplace, write_stage
from curriculumkit.stage import stage
from curriculumkit.stage.binder import binder_of
from curriculumkit.stage.pack import (
    PIECES,
    PackOrder,
    SessionPack,
    held_from,
    held_in,
    session_packs,
)
from curriculumkit.swap import recover

PACKS = "packs"
"""The folder of packs and binders below the build folder."""

_FOR_PATIENTS = frozenset({"handouts", "sign-in"})
"""Parts of a pack that patients get to see."""

Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pack or binder that was written: where, and handouts that lack the language asked for."""

    path: Path
    lacking: tuple[str, ...]


def pack(
    read: Read,
    out: Path,
    order: PackOrder,
    tick: Tick,
    *,
    week: int | None,
    day: Weekday | None,
) -> Iterator[Pressed]:
    """Write the pack of a day or a week, or with `week` None one for each week, below `out`.

    Each PDF is written aside and moved into place. Raises `BuildError` when one cannot be made.
    """
    order = _languages(read, order)
    weeks = range(1, read.used.front.weeks + 1) if week is None else (week,)
    wanted = {one: _packs(read, order, one, day) for one in weeks}
    if not any(wanted.values()):
        raise PlanError(_nothing(read, week, day))
    with build_lock(out, read.root):
        recover(out)
        place, edition = _sources(read, out, order.language, tick)
        for one, packs in wanted.items():
            if not packs:
                continue
            path = out / PACKS / read.used.id / f"{_name(read, order, one, day)}.pdf"
            tick(f"Printing {path.name} ...")
            pdf = press_pack(packs, order, place, edition, path)
            if _FOR_PATIENTS.issuperset(order.only):
                _refuse_leaks(read, path.name, pdf)
            write_atomically(path, pdf)
            lacking = dict.fromkeys(title for pack in packs for title in pack.lacking)
            yield Pressed(path, tuple(lacking))


def _refuse_leaks(read: Read, name: str, pdf: bytes) -> None:
    """Search a pack that is for patients for what facilitators wrote."""
    if leaks := leaks_in(read.library, {name: pdf}):
        raise BuildError(tuple(Trouble("", 0, str(one)) for one in leaks))


def binder(read: Read, out: Path, language: str | None, tick: Tick) -> Pressed:
    """Write the binder of a track below `out`, with handouts in a language."""
    order = _languages(read, PackOrder("", language or ""))
    _refuse_errors(read, read.planned.front.sessions, order.handout_language)
    made = binder_of(read.library, read.planned, order.language, order.handout_language)
    main = order.handout_language == read.library.main_language
    ending = "" if main else f"-{order.handout_language}"
    path = out / PACKS / read.used.id / f"binder{ending}.pdf"
    with build_lock(out, read.root):
        recover(out)
        place, edition = _sources(read, out, order.language, tick)
        tick(f"Printing {path.name} ...")
        write_atomically(path, press_binder(made, order.language, place, edition, path))
    return Pressed(path, made.lacking)


def today(read: Read, day: date) -> tuple[list[Occurrence], list[Occurrence]]:
    """Return the sessions held on a date, and those of the next date that has some."""
    if read.used.front.start is None:
        raise PlanError(
            f"{read.used.id} has no dates: add 'start', the first day, to {read.used.path}"
        )
    coming = held_from(read.used.front, read.planned, day)
    held = [one for one in coming if one.begins and one.begins.date() == day]
    later = [one for one in coming if one.begins and one.begins.date() > day]
    following = later[0].begins.date() if later and later[0].begins else None
    return held, [one for one in later if one.begins and one.begins.date() == following]


def _languages(read: Read, order: PackOrder) -> PackOrder:
    """Return the order with its languages: guides are in the library's main language."""
    main = read.library.main_language
    wanted = order.handout_language or main
    languages = read.library.settings.languages if read.library.settings else (main,)
    if wanted not in languages:
        raise DiskError(f"the library has no language '{wanted}', only {', '.join(languages)}")
    return replace(order, language=main, handout_language=wanted)


def _packs(read: Read, order: PackOrder, week: int, day: Weekday | None) -> list[SessionPack]:
    held = held_in(read.used.front, read.planned, week, day)
    _refuse_errors(read, [one.session for one in held], order.handout_language)
    return list(session_packs(read.library, read.planned, read.used.front, held, order))


def _refuse_errors(read: Read, sessions: Iterable[PlannedSession], language: str) -> None:
    """Raise `BuildError` when a document that is to be printed has an error, as a build would."""
    library = read.library
    modules = {one.id: one for one in map(read.module_of, sessions)}
    handouts = {one.id for module in modules.values() for one in library.handouts_of(module)}
    documents: list[Document] = list(modules.values())
    documents += [
        one for one in library.handouts if one.id in handouts and one.language == language
    ]
    paths = {one.path for one in documents}
    alone = (found for one in documents for found in document_diagnostics(one, library))
    found = [
        *(one for one in library.problems if one.path in paths),
        *without_ignored(alone, documents),
    ]
    if errors := [one for one in found if one.severity is Severity.ERROR]:
        raise BuildError(tuple(Trouble(one.path, one.span.line, one.message) for one in errors))


def _nothing(read: Read, week: int | None, day: Weekday | None) -> str:
    """Return why there is nothing to pack, and what there is."""
    planned = read.planned.front.sessions
    if week is not None:
        held = held_in(read.used.front, read.planned, week, day)
        if closed := [one.closed for one in held if one.closed is not None]:
            return f"there is no session: {closed[0].reason} ({closed[0].date}) has none"
    days = ", ".join(dict.fromkeys(one.day for one in planned))
    where = "" if week is None else f" in week {week}"
    on = f" on {day}" if day else ""
    return (
        f"{read.used.id} has no session{where}{on}: it has weeks 1 to {read.used.front.weeks} "
        f"with sessions on {days}"
    )


def _name(read: Read, order: PackOrder, week: int, day: Weekday | None) -> str:
    """Return the name of a pack's file: what it holds, so that no pack takes another's place."""
    language = order.handout_language
    parts = [
        f"week-{week:02}",
        day or "",
        *(order.only if order.only != PIECES else ()),
        "copies" if order.copies else "",
        language if language != read.library.main_language else "",
    ]
    return "-".join(part for part in parts if part)


def _with_whole_plans(library: Library) -> Library:
    """Return a library less the plans, of other tracks, with a module that is not there."""
    there = {one.id for one in library.modules}
    whole = (
        one for one in library.plans if there.issuperset(part.module for part in one.front.sessions)
    )
    return replace(library, plans=tuple(whole))


def _sources(read: Read, out: Path, language: str, tick: Tick) -> tuple[Workplace, Told]:
    """Build the Typst sources of the facilitator edition, as far as they are not there yet."""
    if read.library.settings is None:
        raise DiskError("a library with errors cannot be printed: see `curriculumkit check`")
    collect_rarely()
    tick("Reading the library ...")
    place = Workplace(out / ".work" / "facilitator" / language)
    staged = stage(_with_whole_plans(read.library), "facilitator", language)
    clear_unfinished(place, staged)
    write_stage(staged, read.root, read.library.settings, place, pdf=True)
    edition = typst_sources(staged, place, conf=None)
    place.busy.unlink()
    return place, edition
