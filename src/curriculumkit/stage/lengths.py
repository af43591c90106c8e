"""A session in other lengths: minutes for each segment, and what to cut when late."""

import json
from collections.abc import Sequence

from curriculumkit.agenda import LATE_STEPS, Agenda, cuts, fit
from curriculumkit.model.module import Module, Segment
from curriculumkit.words import Words

USUAL = (50, 60, 75, 90)
"""Lengths of slots that are common in the field, in minutes."""


def segment_title(segment: Segment, words: Words) -> str:
    """Return a segment's kind and title as they read in an agenda."""
    kind = words(segment.kind.capitalize())
    return f"{kind}: {segment.title}" if segment.title else kind


def lengths_of(module: Module, slots: Sequence[int]) -> tuple[int, ...]:
    """Return the lengths to choose from: the library's slots and the usual ones that fit."""
    return tuple(one for one in sorted({*slots, *USUAL}) if module.fits(one))


def lengths_setting(module: Module, slots: Sequence[int], words: Words) -> str:
    """Return, as JSON, the minutes of each segment and the advice when late, for each length."""
    choices = {}
    for length in lengths_of(module, slots):
        agenda = fit(module.segments, length)
        given = {item.segment.span.line: item.minutes for item in agenda.items}
        choices[str(length)] = {
            "minutes": [given.get(segment.span.line, 0) for segment in module.segments],
            "late": [[label, ways] for label, ways in late_advice(agenda, words)],
        }
    return json.dumps(choices, ensure_ascii=False, separators=(",", ":"))


def late_advice(agenda: Agenda, words: Words) -> list[tuple[str, str]]:
    """Return what to cut when a session starts late: for each step, how late and what to do.

    What to leave out comes before what to shorten: it is decided before the group begins.
    """
    told: list[tuple[str, str]] = []
    seen: set[tuple[tuple[int, int], ...]] = set()
    for late in LATE_STEPS:
        found = cuts(agenda, late)
        key = tuple((one.segment.span.line, one.to) for one in found)
        if key in seen or sum(one.saves for one in found) < late:
            continue
        seen.add(key)
        ways = "; ".join(
            words("leave out “{title}”", title=segment_title(one.segment, words))
            if one.to == 0
            else words(
                "“{title}” in {to} min instead of {planned}",
                title=segment_title(one.segment, words),
                to=one.to,
                planned=one.planned,
            )
            for one in sorted(found, key=lambda one: one.to > 0)
        )
        told.append((words("{minutes} min late:", minutes=late), ways))
    return told
