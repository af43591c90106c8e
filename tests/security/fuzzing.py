"""What fuzzers do with a text: look at it as a file of a library, as `check` would."""

import re
from collections.abc import Mapping
from datetime import date

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.diagnostics import Report
from curriculumkit.model.library import Library
from curriculumkit.parse.library import parse_library
from curriculumkit.report.data import report_json
from curriculumkit.report.text import plain, report_text
from curriculumkit.rules.running import diagnostics_of
from curriculumkit.scaffold import new_library
from curriculumkit.source import SourceText
from curriculumkit.stage import editions, stage

PATHS: Mapping[str, str] = {
    "module": "modules/coping/one-small-step.md",
    "handout": "handouts/my-small-step.md",
    "settings": "curriculum/library.yaml",
    "topics": "curriculum/topics.yaml",
    "references": "curriculum/references.bib",
    "track": "curriculum/tracks/evening.yaml",
    "lock": "curriculum/tracks/evening.lock.yaml",
    "terms": "curriculum/terms/en.yaml",
    "reviews": "curriculum/reviews.yaml",
}
"""The files of a library that a fuzzer writes, by kind."""

TRACK = """\
title: {en: Evening}
mode: cohort
weeks: 2
slots:
  - {day: mon, start: "18:00", minutes: 60, services: [group]}
"""

LOCK = """\
version: 1
title: {en: Evening}
sessions:
  - {week: 1, day: mon, start: "18:00", minutes: 60, module: one-small-step}
"""

TERMS = """\
sources: {nida: NIDA}
terms:
  - {avoid: [addict], say: person with an addiction, level: error, source: nida}
"""

BASE: Mapping[str, str] = {
    **new_library("Fuzzed"),
    PATHS["track"]: TRACK,
    PATHS["lock"]: LOCK,
    PATHS["terms"]: TERMS,
    PATHS["reviews"]: "reviews: []\n",
}
"""The files that one of which is replaced."""

_ABSOLUTE = re.compile(r"^(/|\.\./)|/\.\./")


def look(kind: str, text: str) -> Library:
    """Check a library in which the file of a kind holds the text, and stage it if that is allowed.

    Anything that this raises is a fault.
    """
    path = PATHS[kind]
    if kind in ("track", "lock"):
        files = dict(BASE)
    else:
        files = {one: held for one, held in BASE.items() if "/tracks/" not in one}
    files[path] = text
    sources = {one: SourceText(one, held) for one, held in files.items()}
    read = parse_library(sources)
    library = Library(**{**vars(read), "today": date(2026, 11, 23)})
    found = [*diagnostics_of(library), *read_tracks(library).problems]
    report = Report.of(found, library.sources, len(files))
    for one in report.diagnostics:
        lines = sources[one.path].lines if one.path in sources else [""]
        assert 1 <= one.span.line <= len(lines) + 1, one
    report_text(report, plain, notes=True)
    report_json(report, "0")
    if not report.has_errors:
        for audience, language in editions(library):
            staged = stage(library, audience, language)
            names = [*staged.files, *staged.images.values()]
            assert not [name for name in names if _ABSOLUTE.search(name)]
    return library
