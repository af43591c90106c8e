"""What fuzzers do with a text: look at it as a file of a library, as `check` would."""

import re
from collections.abc import Mapping
from datetime import date

from planned_library import LOCK, MODULE, STANDARD, TRACK, planned_files

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.diagnostics import Diagnostic, Report
from curriculumkit.disk import text_of
from curriculumkit.model.library import Library
from curriculumkit.parse.library import parse_library
from curriculumkit.parse.pictures import picture_faults
from curriculumkit.report.data import report_json
from curriculumkit.report.text import plain, report_text
from curriculumkit.rules.running import diagnostics_of
from curriculumkit.source import SourceText
from curriculumkit.stage import editions, stage

PATHS: Mapping[str, str] = {
    "module": MODULE,
    "handout": "handouts/my-small-step.md",
    "settings": "curriculum/library.yaml",
    "topics": "curriculum/topics.yaml",
    "references": "curriculum/references.bib",
    "track": TRACK,
    "lock": LOCK,
    "standard": STANDARD,
    "terms": "curriculum/terms/en.yaml",
    "reviews": "curriculum/reviews.yaml",
    "picture": "handouts/images/step.svg",
}
"""The files of a library that a fuzzer writes, by kind."""

TERMS = """\
sources: {nida: NIDA}
terms:
  - {avoid: [addict], say: person with an addiction, level: error, source: nida}
"""

REVIEWS = """\
reviews:
  - document: my-small-step
    kind: handout
    language: en
    digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
    reviewer: A. Person
    credential: LCSW
    date: "2026-01-01"
"""

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Step</title>
<g fill="url(#a)"><text x="1" y="9">Step</text><use href="#a"/></g></svg>
"""

BASE: Mapping[str, str] = {
    **planned_files("Fuzzed"),
    PATHS["terms"]: TERMS,
    PATHS["reviews"]: REVIEWS,
    PATHS["picture"]: PICTURE,
}
"""The files that one of which is replaced."""

ALONE = ("module", "handout", "terms")
"""Kinds that are looked at without the track, which takes most of the time."""

_ABSOLUTE = re.compile(r"^(/|\.\./)|/\.\./")


def look(kind: str, raw: bytes) -> Report | None:
    """Check a library in which the file of a kind holds the bytes, and stage it if that is allowed.

    Return the report; None when the bytes are no text. Anything that this raises is a fault.
    """
    if kind == "picture":
        picture_faults(PATHS[kind], raw)
        return None
    source = text_of(PATHS[kind], raw)
    if isinstance(source, Diagnostic):
        return None
    files = {p: held for p, held in BASE.items() if kind not in ALONE or "/tracks/" not in p}
    del files[PATHS["picture"]]
    sources = {one: SourceText(one, held) for one, held in files.items()} | {source.path: source}
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
        _staged(library)
    return report


def _staged(library: Library) -> None:
    """Write what a build writes before Sphinx; nothing of it may lie outside of its folder."""
    for audience, language in editions(library):
        staged = stage(library, audience, language)
        names = [*staged.files, *staged.images.values()]
        assert not [name for name in names if _ABSOLUTE.search(name)]
