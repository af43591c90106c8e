"""A small library with a track and its plan, for what needs one: kills, leaks, fuzzers."""

from collections.abc import Mapping
from pathlib import Path

from curriculumkit.app import begin
from curriculumkit.scaffold import new_library

MODULE = "modules/coping/one-small-step.md"
OTHER = "modules/coping/another-step.md"
TRACK = "curriculum/tracks/evening.yaml"
LOCK = "curriculum/tracks/evening.lock.yaml"
STANDARD = "curriculum/standards/two-hours.yaml"

TRACK_TEXT = """\
title: {en: Evening}
weeks: 2
admission: {kind: cohort}
start: 2027-01-04
time_zone: America/New_York
group: {least: 4, most: 12}
slots:
  - {day: mon, start: "18:00", minutes: 60, service: group, leaders: 1, room: Room 1}
services:
  - {service: individual, minutes: 60, times: 1, every_weeks: 1}
standards:
  - {standard: two-hours}
closed:
  - {date: 2027-01-11, reason: A holiday, then: make-up, make_up: 2027-01-12}
requirements:
  - {kind: include, modules: [one-small-step]}
  - {kind: repeats, after_weeks: 1}
wishes:
  - {kind: few-repeats, weight: 10}
"""

STANDARD_TEXT = """\
title: Two hours
note: A made-up rule.
counts:
  services: [group, individual]
  source: {title: Nobody, basis: read}
rules:
  - kind: weekly-hours
    least: 1
    most: 9
    source: {title: Nobody, basis: read}
"""

LOCK_TEXT = """\
version: 1
title: {en: Evening}
sessions:
  - {week: 1, day: mon, start: "18:00", minutes: 60, module: one-small-step, room: Room 1}
  - {week: 2, day: tue, start: "18:00", minutes: 60, module: another-step, room: Room 1}
"""


ITS_OWN = {
    "The words you might say, as you would really say them.": "Other words, said as you talk.",
    "A question that people can answer from their own lives.": "What else has helped you?",
    "What you do, in plain sentences.": "Greet all, one after another.",
    "Say how to do it in 60 minutes, and what to add in 90.": "Cut it short in an hour.",
    "Each person writes down when and where.": "All write down a day and a place.",
    "Go around once. Each person says one word.": "Once more around the circle.",
}
"""Sentences of the first module, and what the other says in their place."""


def planned_files(name: str, *, plan: bool = True) -> Mapping[str, str]:
    """Return the files of a small library with two modules, a track, and its plan if asked for."""
    files = dict(new_library(name))
    files[OTHER] = files[MODULE].replace("title: One Small Step", "title: Another Step")
    for sentence, other in ITS_OWN.items():
        files[OTHER] = files[OTHER].replace(sentence, other)
    files |= {TRACK: TRACK_TEXT, STANDARD: STANDARD_TEXT}
    return files | ({LOCK: LOCK_TEXT} if plan else {})


def planned_library(root: Path, *, plan: bool = True) -> Path:
    """Make such a library and return its folder."""
    begin(root, planned_files("Test Library", plan=plan))
    return root
