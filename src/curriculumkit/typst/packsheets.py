"""What the sheets of a pack tell, worked out from the session: `pack.typ` sets them."""

from typing import Any

from curriculumkit.stage.pack import PackOrder, SessionPack
from curriculumkit.words import words_of


def cover_data(pack: SessionPack, order: PackOrder) -> dict[str, Any]:
    """Return what the cover tells: when, where, what to bring, how many copies, the agenda."""
    words = words_of(order.language)
    number = pack.handouts[0].copies if pack.handouts else 0
    laid_out = words("All copies are in this pack, one set for each person.")
    lacking = words("Not there in this language, and left out: {titles}.", titles="{titles}")
    return {
        "date": _opening(pack.date),
        "when": pack.when,
        "moved": pack.moved,
        "facts": (
            (words("Track:"), pack.track),
            (words("Room:"), pack.room),
            (words("People:"), str(pack.people)),
        ),
        "bring-title": words("Bring:"),
        "bring": pack.bring,
        "handouts-title": words("Copies to make"),
        "handouts-header": (words("Handout"), words("Copies")),
        "handouts": tuple((one.title, one.copies) for one in pack.handouts),
        "laid-out": laid_out if order.copies and number else "",
        "lacking": lacking.format(titles="; ".join(pack.lacking)) if pack.lacking else "",
        "agenda-title": words("Agenda"),
        "agenda-header": (words("Time"), words("Agenda"), words("Minutes")),
        "agenda": _agenda(pack),
        "danger-title": words("If someone is in danger"),
        "help": tuple((f"{name}:", told) for name, told in pack.help),
        "watch-title": words("Watch for"),
        "watch": pack.watch,
    }


def sign_in_data(pack: SessionPack, order: PackOrder) -> dict[str, Any]:
    """Return what the sign-in sheet tells; it has a line for each person and no name on it.

    It speaks the language of the handouts.
    """
    words = words_of(order.handout_language)
    return {
        "at": _at(pack),
        "lead": words("Initials only. Cover the lines above before you pass it on."),
        "header": (
            words("No."),
            words("Initials"),
            words("Time in"),
            words("Time out"),
            words("Signature"),
        ),
        "lines": pack.lines,
    }


def cofacilitator_data(pack: SessionPack, order: PackOrder) -> dict[str, Any]:
    """Return what the cofacilitator's copy tells: the agenda with room for times and initials."""
    words = words_of(order.language)
    return {
        "at": _at(pack),
        "lead": words("Write when each part began and ended, and who led it."),
        "header": (
            words("Time"),
            words("Agenda"),
            words("Began"),
            words("Ended"),
            words("Initials"),
        ),
        "agenda": _agenda(pack),
        "objectives-title": words("At the end, people can:"),
        "objectives": pack.objectives,
        "seen-title": words("What I saw (initials at most)"),
    }


def record_data(pack: SessionPack, order: PackOrder) -> dict[str, Any]:
    """Return what the head of the session record tells: when and where, and what to fill in."""
    words = words_of(order.language)
    return {
        "facts": ((words("When:"), _at(pack)), (words("Room:"), pack.room)),
        "fields": (
            words("Began at"),
            words("Ended at"),
            words("People at the start"),
            words("People at the end"),
            words("Led by (initials)"),
            words("With (initials)"),
            words("Came late (initials)"),
            words("Left early (initials)"),
        ),
    }


def _agenda(pack: SessionPack) -> tuple[tuple[str, str, int], ...]:
    return tuple((one.clock, one.title, one.minutes) for one in pack.agenda)


def _at(pack: SessionPack) -> str:
    return _opening(f"{pack.date} · {pack.when}") if pack.date else pack.when


def _opening(text: str) -> str:
    """Return a text with a capital at its beginning, which dates have not in every language."""
    return text[:1].upper() + text[1:]
