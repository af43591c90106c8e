"""What fuzzers do with a text: look at it as a file of a library, as `check` would."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from planned_library import (
    LOCK,
    LOCK_TEXT,
    MODULE,
    STANDARD,
    TRACK,
    TRACK_TEXT,
    planned_files,
)

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.reading import read_tracks
from curriculumkit.checking.cache import Cache, unpickled
from curriculumkit.diagnostics import Diagnostic, Report
from curriculumkit.disk import text_of
from curriculumkit.kept import kept_data
from curriculumkit.model.library import Library
from curriculumkit.parse.library import parse_library
from curriculumkit.parse.pictures import picture_faults
from curriculumkit.report.data import report_json
from curriculumkit.report.plan_calendar import calendar_bytes
from curriculumkit.report.plan_weeks import weeks_text
from curriculumkit.report.text import plain, report_text
from curriculumkit.rules.running import diagnostics_of
from curriculumkit.source import SourceText
from curriculumkit.stage import editions, stage
from curriculumkit.swap import ASIDE, recover

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
    "cache": "cache",
    "plan": "plan",
}
"""The files of a library that a fuzzer writes, by kind; `cache` is none of a library's.

`plan` is a track and its plan in one.
"""

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
    PATHS["cache"]: '{"key": "", "files": 1, "diagnostics": [], "readers": "", "texts": {}}',
    PATHS["plan"]: f"{TRACK_TEXT}...\n{LOCK_TEXT}",
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
    if kind == "cache":
        _reads_nothing(raw)
        return None
    if kind == "plan":
        return _planned(raw)
    source = text_of(PATHS[kind], raw)
    if isinstance(source, Diagnostic):
        return None
    files = {p: held for p, held in BASE.items() if kind not in ALONE or "/tracks/" not in p}
    for one in ("picture", "cache", "plan"):
        del files[PATHS[one]]
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


def _reads_nothing(raw: bytes) -> None:
    """Let the program find the bytes where it keeps things: it must take nothing from them."""
    unpickled(raw)
    with TemporaryDirectory() as folder:
        cache = Cache(Path(folder), "name")
        for name in ("name.run.json", "name.documents"):
            Path(folder, name).write_bytes(raw)
        assert kept_data(Path(folder, "name.run.json")) == {}
        assert cache.last_run(b"") is None
        cache.load_documents()
        assert cache.documents == {}
        journal = Path(folder, ASIDE, "journal")
        journal.parent.mkdir(parents=True)
        journal.write_bytes(raw)
        recover(Path(folder))
        assert not journal.parent.exists()


def _planned(raw: bytes) -> Report | None:
    """Look at a track and a plan side by side: the bytes are both, parted by a line of dots."""
    track, _, lock = raw.partition(b"\n...\n")
    texts = [text_of(PATHS[kind], one) for kind, one in (("track", track), ("lock", lock))]
    sources = {one.path: one for one in texts if isinstance(one, SourceText)}
    base = {
        path: SourceText(path, text)
        for path, text in BASE.items()
        if "/" in path and path != PATHS["picture"]
    }
    library = Library(**{**vars(parse_library(base | sources)), "today": date(2026, 11, 23)})
    found = [*diagnostics_of(library), *read_tracks(library).problems]
    report = Report.of(found, library.sources, len(base))
    tracks = read_tracks(library)
    used = tracks.tracks.get("evening")
    if used is None or report.has_errors:
        return report
    for plan in library.plans:
        modules = {one.id: one for one in library.modules}
        case = Case(used, tracks.standards, modules, plan.front.sessions)
        weeks_text(case, 80)
        if used.front.start is not None:
            calendar_bytes(case, raw)
    return report


def _staged(library: Library) -> None:
    """Write what a build writes before Sphinx; nothing of it may lie outside of its folder."""
    for audience, language in editions(library):
        staged = stage(library, audience, language)
        names = [*staged.files, *staged.images.values()]
        assert not [name for name in names if _ABSOLUTE.search(name)]
