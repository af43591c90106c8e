"""A change of a track's frame, in words and as it is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from curriculumkit.model.module import Module
from curriculumkit.model.standard import Rule, Standard
from curriculumkit.model.track import Track

STEPS = (15, 30, 45, 60)
"""By how many minutes a slot, or the time with a counselor, is made longer."""


@dataclass(frozen=True)
class Change:
    """A changed track, and modules that the library does not have yet; in words, and as written."""

    track: Track
    what: str
    write: str = ""
    modules: tuple[Module, ...] = ()


Kind = Callable[[Track, Mapping[str, Standard], tuple[Module, ...]], Iterator[Change]]


def changed(track: Track, **fields: Any) -> Track:
    """Return a track with other fields."""
    return replace(track, front=track.front.model_copy(update=fields))


def rules(track: Track, standards: Mapping[str, Standard]) -> Iterator[tuple[Standard, Rule]]:
    """Yield every rule that a track is held to, with its standard."""
    for use in track.front.standards:
        for rule in standards[use.standard].front.rules:
            yield standards[use.standard], rule
