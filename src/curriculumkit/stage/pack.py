"""Packs: what goes to the printer for a session, and in what order. Nothing here is printed yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from curriculumkit.agenda import clock_minutes, clock_text, fit
from curriculumkit.dates import Occurrence, occurrences, week_of
from curriculumkit.model.base import WEEKDAYS, Weekday
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan, PlannedSession
from curriculumkit.model.track import TrackFront
from curriculumkit.stage.calendar import full_date
from curriculumkit.stage.document import docname
from curriculumkit.stage.help import help_told
from curriculumkit.stage.lengths import segment_title
from curriculumkit.stage.plans import session_pages, title_of, when
from curriculumkit.stage.public import settings_of
from curriculumkit.words import words_of

Piece = Literal["cover", "guide", "handouts", "sign-in", "record", "cofacilitator"]
"""A part of a pack."""

PIECES: tuple[Piece, ...] = ("cover", "guide", "handouts", "sign-in", "record", "cofacilitator")
"""The parts of a pack, in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class PackOrder:
    """What to put into packs: which parts, for how many people, with handouts in which language.

    `people` is how many are expected (None: as many as the group may have), `spare` how many more
    copies to make. With `copies` every handout is laid out as often as it is needed.
    """

    language: str
    handout_language: str
    people: int | None = None
    spare: int = 2
    copies: bool = False
    only: tuple[Piece, ...] = PIECES


@dataclass(frozen=True, slots=True)
class PackedHandout:
    """A handout of a pack: its page, its title, and how many copies are needed."""

    page: str
    title: str
    copies: int


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A segment on the clock: when it begins and ends, what it is, and its minutes."""

    clock: str
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class SessionPack:
    """All that a pack says of one session beside its guide and handouts.

    `page` is the page of its guide; `date` is empty where the track has no start, and `to_sign`
    are `when` and `date` in the language of the handouts; `lacking` are
    handouts that are not there in the language asked for. `help` are whom to call when someone is
    in danger, and how; `watch` are the risks of this session, each with the time when its part of
    the agenda begins.
    """

    page: str
    title: str
    track: str
    digest: str
    draft: bool
    when: str
    date: str
    to_sign: tuple[str, str]
    moved: str
    room: str
    bring: tuple[str, ...]
    objectives: tuple[str, ...]
    agenda: tuple[AgendaRow, ...]
    handouts: tuple[PackedHandout, ...]
    lacking: tuple[str, ...]
    help: tuple[tuple[str, str], ...]
    watch: tuple[tuple[str, str], ...]
    people: int
    lines: int


def held_in(track: TrackFront, plan: Plan, week: int, day: Weekday | None) -> list[Occurrence]:
    """Return the sessions of a week (from 1) and, if given, of one usual day, in order of time.

    A rolling track has a week after its last, in which the plan begins again. Sessions that fall
    out have no `begins`. Without a start, the dates mean nothing.
    """
    weekdays = range(len(WEEKDAYS)) if day is None else (WEEKDAYS.index(day),)
    if track.start is None:
        return [
            Occurrence(datetime.min, one, datetime.min)  # noqa: DTZ901 - it has no date
            for one in plan.front.sessions
            if one.week == week and one.place[1] in weekdays
        ]
    runs = -(-week // track.weeks)
    return [
        one
        for one in occurrences(track, plan.front.sessions, runs)
        if week_of(track.start, one.usual.date()) == week and one.usual.weekday() in weekdays
    ]


def held_from(track: TrackFront, plan: Plan, day: date) -> list[Occurrence]:
    """Return the sessions that are held on a date or later, in order of time.

    Of a rolling track these are the ones of the running and of the next cycle.
    """
    if track.start is None:
        return []
    runs = max(1, -(-week_of(track.start, day) // track.weeks)) + 1
    return [
        one
        for one in occurrences(track, plan.front.sessions, runs)
        if one.begins is not None and one.begins.date() >= day
    ]


def session_packs(
    library: Library, plan: Plan, track: TrackFront, held: list[Occurrence], order: PackOrder
) -> Iterator[SessionPack]:
    """Yield the packs of the sessions that are held."""
    modules = {one.id: one for one in library.modules}
    for one in held:
        if one.begins is not None:
            yield session_pack(library, plan, track, one, modules[one.session.module], order)


def session_pack(
    library: Library,
    plan: Plan,
    track: TrackFront,
    held: Occurrence,
    module: Module,
    order: PackOrder,
) -> SessionPack:
    """Return the pack of one session; its clock times are those of the day that it is held on."""
    words = words_of(order.language)
    session = held.session
    begins = held.begins or held.usual
    start = begins.hour * 60 + begins.minute if track.start else clock_minutes(session.start)
    agenda = fit(module.segments, session.minutes, start)
    people = order.people if order.people is not None else track.group.most
    wanted = [one.id for one in library.handouts_of(module)]
    found = {one: library.handout(one, order.handout_language) for one in wanted}
    dated = _date(begins, track, order.language)
    moved = ""
    if held.closed is not None:
        day = full_date(held.usual.date(), order.language)
        moved = words("Moved from {date}: {reason}", date=day, reason=held.closed.reason)
    return SessionPack(
        page=_page(plan, session),
        title=module.front.title,
        track=title_of(plan, order.language),
        digest=module.source.digest,
        draft=library.is_draft(module),
        when=_when(session, held, track, order.language),
        date=dated,
        to_sign=(
            _when(session, held, track, order.handout_language),
            _date(begins, track, order.handout_language),
        ),
        moved=moved,
        room=session.room or "",
        bring=module.front.materials,
        objectives=module.front.objectives,
        agenda=tuple(
            AgendaRow(
                f"{clock_text(one.start, order.language)}–{clock_text(one.end, order.language)}",
                segment_title(one.segment, words),
                one.minutes,
            )
            for one in agenda.items
        ),
        handouts=tuple(_packed(one, people + order.spare) for one in found.values() if one),
        lacking=tuple(_title(library, one) for one, there in found.items() if there is None),
        help=help_told(settings_of(library), order.language, words),
        watch=tuple(
            (clock_text(one.start, order.language), block.argument)
            for one in agenda.items
            for block in one.segment.blocks
            if block.name == "watch"
        ),
        people=people,
        lines=people + order.spare,
    )


def _date(begins: datetime, track: TrackFront, language: str) -> str:
    return full_date(begins.date(), language) if track.start else ""


def _page(plan: Plan, session: PlannedSession) -> str:
    """Return the page of a session's guide."""
    pages = zip(plan.front.sessions, session_pages(plan), strict=True)
    return next(page for one, page in pages if one is session)


def _when(session: PlannedSession, held: Occurrence, track: TrackFront, language: str) -> str:
    """Return the running week, the day and the time of a session."""
    if track.start is None:
        return when(session, language, words_of(language))
    begins = held.begins or held.usual
    moved = session.model_copy(
        update={
            "week": week_of(track.start, held.usual.date()),
            "start": f"{begins:%H:%M}",
        }
    )
    return when(moved, language, words_of(language))


def _packed(handout: Handout, copies: int) -> PackedHandout:
    return PackedHandout(docname(handout.path), handout.front.title, copies)


def _title(library: Library, handout: str) -> str:
    main = library.handout(handout, library.main_language)
    return main.front.title if main else handout
