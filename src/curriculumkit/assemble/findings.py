"""What `check` has to say about tracks and plans: what is wrong, stale, or not proved."""

from collections.abc import Iterator

from curriculumkit.assemble.case import Violation
from curriculumkit.assemble.lock import changes_since
from curriculumkit.assemble.names import Trouble, track_troubles
from curriculumkit.assemble.reading import Tracks, read_tracks
from curriculumkit.assemble.verify import verify
from curriculumkit.model.library import Library
from curriculumkit.model.plan import Plan
from curriculumkit.model.track import Track
from curriculumkit.source import FILE_START


def track_findings(library: Library) -> Iterator[Trouble]:
    """Yield unknown names, impossible dates and other contradictions of each track."""
    tracks = read_tracks(library)
    for track in tracks.tracks.values():
        yield from track_troubles(track, tracks, library)


def stale_findings(library: Library) -> Iterator[Trouble]:
    """Yield plans whose track, standards or modules have changed since they were made."""
    tracks = read_tracks(library)
    for plan in library.plans:
        track = tracks.tracks.get(plan.id)
        if track is not None:
            yield from stale_lines(plan, track, tracks, library)
        elif plan.id not in tracks.names:
            hint = f"Write curriculum/tracks/{plan.id}.yaml, or remove the plan."
            message = f"the plan has no track '{plan.id}'"
            yield Trouble(plan.path, FILE_START, message, hint)


def stale_lines(plan: Plan, track: Track, tracks: Tracks, library: Library) -> Iterator[Trouble]:
    """Yield what has changed since a plan was made; nothing of a plan that was made by hand."""
    if plan.front.digests is None:
        return
    modules = {one.id: one for one in library.modules}
    hint = f"`curriculumkit assemble {plan.id}` brings it up to date and moves little."
    for message in changes_since(plan.front, track, tracks.standards, modules):
        span = plan.places.key(("digests",))
        yield Trouble(plan.path, span, f"the plan is stale: {message}", hint)


def broken_findings(library: Library) -> Iterator[Trouble]:
    """Yield every way in which a plan is not what its track asks for."""
    tracks = read_tracks(library)
    for plan in library.plans:
        track = tracks.tracks.get(plan.id)
        if track is not None and not any(track_troubles(track, tracks, library)):
            yield from broken_lines(plan, track, tracks, library)


def broken_lines(plan: Plan, track: Track, tracks: Tracks, library: Library) -> Iterator[Trouble]:
    """Yield every way in which a plan is not what its track, which holds, asks for."""
    for one in plan_violations(plan, track, tracks, library):
        yield _trouble(plan, track, tracks, one)


def plan_violations(
    plan: Plan, track: Track, tracks: Tracks, library: Library
) -> tuple[Violation, ...]:
    """Return what the independent check finds in a plan; nothing when a standard is broken."""
    if any(use.standard not in tracks.standards for use in track.front.standards):
        return ()
    modules = {one.id: one for one in library.modules}
    return verify(track, tracks.standards, modules, plan.front.sessions)


def _trouble(plan: Plan, track: Track, tracks: Tracks, one: Violation) -> Trouble:
    if one.session is None:
        span = plan.places.key(("sessions",))
    else:
        span = plan.places.value(("sessions", one.session))
    line = _line(track, tracks, one)
    hint = f"{line} asks for it. `curriculumkit assemble {plan.id}` makes a plan that holds."
    return Trouble(plan.path, span, one.message, hint)


def _line(track: Track, tracks: Tracks, one: Violation) -> str:
    """Return the file and line of what a plan breaks."""
    places = track.places if one.path == track.path else None
    for standard in tracks.standards.values():
        if standard.path == one.path:
            places = standard.places
    return one.path if places is None else f"{one.path}:{places.value(one.route).line}"
