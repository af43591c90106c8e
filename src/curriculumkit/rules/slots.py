"""Modules fit the slots of the library."""

from collections.abc import Iterator, Sequence

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.model.track import Track
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.source import FILE_START


def check(library: Library) -> Iterator[Finding]:
    """Find modules that do not fit a slot, of the settings, of a track or of a plan."""
    usable = [one for one in library.modules if one.segments and not one.bad_segments]
    tracks = tuple(read_tracks(library).tracks.values()) if usable else ()
    slots = library.settings.slots if library.settings else ()
    for module in usable:
        yield from _misfits(module, slots, tracks)
    yield from _planned(library)
    for track in tracks:
        yield from _unfilled(track, usable)


def _misfits(module: Module, slots: Sequence[int], tracks: Sequence[Track]) -> Iterator[Finding]:
    """Find the slots of the settings that a module does not fit, and whether no track has one."""
    takes = f"the module takes {module.least_minutes} to {module.most_minutes} minutes and"
    for minutes in slots:
        if not module.fits(minutes):
            message = f"{takes} does not fit {minutes}"
            yield Finding(module.path, FILE_START, message, _hint(module, minutes))
    offered = {
        minutes
        for track in tracks
        for slot in track.front.slots
        if _is_for(module, slot.service)
        for minutes in slot.minutes
    }
    if offered - set(slots) and not any(map(module.fits, offered)):
        nearest = min(offered, key=lambda one: abs(one - module.most_minutes))
        message = f"{takes} fits no slot of any track: {', '.join(map(str, sorted(offered)))}"
        yield Finding(module.path, FILE_START, message, _hint(module, nearest))


def _planned(library: Library) -> Iterator[Finding]:
    """Find sessions of plans whose module does not fit."""
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


def _unfilled(track: Track, modules: Sequence[Module]) -> Iterator[Finding]:
    """Find slots of a track that no module fits."""
    for index, slot in enumerate(track.front.slots):
        fitting = [module for module in modules if _is_for(module, slot.service)]
        for minutes in slot.minutes:
            if not any(module.fits(minutes) for module in fitting):
                kind = "family" if slot.service == "family" else "group"
                span = track.places.value(("slots", index, "minutes"))
                message = f"no {kind} module fits a slot of {minutes} minutes"
                hint = "Change the minutes of the slot, or the range of some modules."
                yield Finding(track.path, span, message, hint)


def _is_for(module: Module, service: str) -> bool:
    """Tell whether a module is for slots of a service: families have their own."""
    return module.front.format == ("family" if service == "family" else "group")


def _hint(module: Module, minutes: int) -> str:
    if module.least_minutes > minutes:
        less = module.least_minutes - minutes
        return f"Lower the least minutes of segments by {less} in all; 0 means cut first."
    return "Raise the most minutes of segments where there is more to do."


RULE = Rule(
    slug="slots",
    severity=Severity.ERROR,
    summary="Modules fit the slots of the library, of its tracks and of its plans.",
    reason="A session that is planned must end on time.",
    check=check,
)
