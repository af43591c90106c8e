"""Modules fit the slots of the library."""

from collections.abc import Iterator

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.source import FILE_START


def check(library: Library) -> Iterator[Finding]:
    """Find modules that do not fit a slot, of the settings, of a track or of a plan."""
    slots = library.settings.slots if library.settings else ()
    for module in library.modules:
        if not module.segments or module.bad_segments:
            continue
        least, most = module.least_minutes, module.most_minutes
        for minutes in slots:
            if not module.fits(minutes):
                message = f"the module takes {least} to {most} minutes and does not fit {minutes}"
                yield Finding(module.path, FILE_START, message, _hint(least, minutes))
    modules = {module.id: module for module in library.modules}
    for plan in library.plans:
        for index, session in enumerate(plan.front.sessions):
            planned = modules.get(session.module)
            if planned and planned.segments and not planned.fits(session.minutes):
                span = plan.places.value(("sessions", index, "minutes"))
                least, most = planned.least_minutes, planned.most_minutes
                message = f"'{planned.id}' takes {least} to {most} minutes, not {session.minutes}"
                hint = "Change the minutes, or put another module there."
                yield Finding(plan.path, span, message, hint)
    yield from _tracks(library)


def _tracks(library: Library) -> Iterator[Finding]:
    """Find slots of tracks that no module of the library fits."""
    usable = [one for one in library.modules if one.segments and not one.bad_segments]
    for track in read_tracks(library).tracks.values() if usable else ():
        for index, slot in enumerate(track.front.slots):
            for minutes in slot.minutes:
                if not any(module.fits(minutes) for module in usable):
                    span = track.places.value(("slots", index, "minutes"))
                    message = f"no module fits a slot of {minutes} minutes"
                    hint = "Change the minutes of the slot, or the range of some modules."
                    yield Finding(track.path, span, message, hint)


def _hint(least: int, minutes: int) -> str:
    if least > minutes:
        return (
            f"Lower the least minutes of segments by {least - minutes} in all; 0 means cut first."
        )
    return "Raise the most minutes of segments where there is more to do."


RULE = Rule(
    slug="slots",
    severity=Severity.ERROR,
    summary="Modules fit the slots of the library, of its tracks and of its plans.",
    reason="A session that is planned must end on time.",
    check=check,
)
