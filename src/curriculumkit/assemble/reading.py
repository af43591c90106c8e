"""The tracks and standards of a library, read from its texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.library import Library
from curriculumkit.model.standard import Standard, StandardFront
from curriculumkit.model.track import Track, TrackFront
from curriculumkit.parse.data import read_data
from curriculumkit.parse.validated import validated
from curriculumkit.source import SourceText

TRACKS = "curriculum/tracks/"
STANDARDS = "curriculum/standards/"
LOCK = ".lock.yaml"


@dataclass(frozen=True)
class Tracks:
    """The tracks and standards that could be read, and all problems met.

    `names` and `standard_names` hold those that could not be read as well.
    """

    tracks: Mapping[str, Track]
    standards: Mapping[str, Standard]
    names: frozenset[str]
    standard_names: frozenset[str]
    problems: tuple[Diagnostic, ...]

    def problems_of(self, track: str) -> tuple[Diagnostic, ...]:
        """Return the problems of one track's file and of the standards that it names."""
        paths = {f"{TRACKS}{track}.yaml"}
        if track in self.tracks:
            uses = self.tracks[track].front.standards
            paths |= {f"{STANDARDS}{use.standard}.yaml" for use in uses}
        return tuple(one for one in self.problems if one.path in paths)


def track_id(path: str) -> str | None:
    """Return the id of the track in the file at `path`, or None when it is no track."""
    if not path.startswith(TRACKS) or not path.endswith(".yaml") or path.endswith(LOCK):
        return None
    name = path.removeprefix(TRACKS).removesuffix(".yaml")
    return None if "/" in name else name


def standard_id(path: str) -> str | None:
    """Return the id of the standard in the file at `path`, or None when it is none."""
    if not path.startswith(STANDARDS) or not path.endswith(".yaml"):
        return None
    name = path.removeprefix(STANDARDS).removesuffix(".yaml")
    return None if "/" in name else name


def parse_track(source: SourceText) -> tuple[Track | None, tuple[Diagnostic, ...]]:
    """Return a track, or None when it does not hold, and all its problems."""
    data = read_data(source)
    front, problems = validated(TrackFront, data, source.path, "a track")
    if front is None:
        return None, problems
    return Track(track_id(source.path) or "", source, data.places, front), problems


def parse_standard(source: SourceText) -> tuple[Standard | None, tuple[Diagnostic, ...]]:
    """Return a standard, or None when it does not hold, and all its problems."""
    data = read_data(source)
    front, problems = validated(StandardFront, data, source.path, "a standard")
    if front is None:
        return None, problems
    return Standard(standard_id(source.path) or "", source, data.places, front), problems


def read_tracks(library: Library) -> Tracks:
    """Return the tracks and standards among the library's texts."""
    tracks, standards = {}, {}
    names, standard_names = set(), set()
    found: list[Diagnostic] = []
    for path, source in sorted(library.sources.items()):
        if (id_ := track_id(path)) is not None:
            names.add(id_)
            track, problems = parse_track(source)
            found += problems
            if track is not None:
                tracks[id_] = track
        elif (id_ := standard_id(path)) is not None:
            standard_names.add(id_)
            standard, problems = parse_standard(source)
            found += problems
            if standard is not None:
                standards[id_] = standard
    return Tracks(tracks, standards, frozenset(names), frozenset(standard_names), tuple(found))
