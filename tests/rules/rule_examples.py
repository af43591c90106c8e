"""Examples of rules as Markdown: in the manual and in the case files, read the same way.

An example is one or more code blocks whose caption is the path of a file. The other files come
from `baseline/`. A block may hold a whole file, or only what differs: for a document either its
settings between two lines of three hyphens, or its text; for a YAML file the fields that change;
for the bibliography entries to add. A block that says "(no such file)" takes the file away.

A line that ends with an arrow and the slug of a rule, as in `An addict.  ⇐ person-first`, is where
that rule must find something. The arrow is not part of the file. The words
`digest of handouts/my-page.md` stand for that file's digest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from curriculumkit.diagnostics import Diagnostic, Report
from curriculumkit.model.library import Library
from curriculumkit.parse.library import parse_library
from curriculumkit.rules.running import diagnostics_of
from curriculumkit.source import SourceText

HERE = Path(__file__).parent
BASELINE = HERE / "baseline"
TODAY = date(2026, 11, 23)

_BLOCK = re.compile(
    r"^(?P<fence>`{3,})\{code-block\} \w+\n:caption: (?P<path>\S+)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"[ ]*⇐ (\S+)$", re.MULTILINE)
_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)
_DIGEST = re.compile(r"digest of (\S+)")
_GONE = "(no such file)"


@dataclass(frozen=True)
class Example:
    """The files of an example, and where rules must find something: rule, path and line."""

    files: Mapping[str, str]
    expected: frozenset[tuple[str, str, int]]

    @property
    def library(self) -> Library:
        """Return the library of the example, on a fixed day."""
        sources = {path: SourceText(path, text) for path, text in self.files.items()}
        library = parse_library(sources, ["handouts/images/wave.svg"])
        return Library(**{**vars(library), "today": TODAY})

    def found(self) -> tuple[Diagnostic, ...]:
        """Return what is found in the example, in the order of reports."""
        library = self.library
        return Report.of(diagnostics_of(library), library.sources, len(self.files)).diagnostics


def baseline() -> dict[str, str]:
    """Return the files that every example starts from."""
    files = (path for path in BASELINE.rglob("*") if path.is_file())
    return {path.relative_to(BASELINE).as_posix(): path.read_text("utf-8") for path in files}


def example_of(text: str) -> Example:
    """Return the example that the code blocks of a Markdown text make."""
    files = baseline()
    expected = set()
    for block in _BLOCK.finditer(text):
        path, written = block["path"], block["text"]
        if written.startswith(_GONE):
            files.pop(path, None)
            expected |= {(mark[1], path, 1) for mark in _MARK.finditer(written)}
        else:
            files[path] = _completed(path, written, files)
    for path, marked in files.items():
        lines = marked.split("\n")
        for number, line in enumerate(lines, 1):
            if mark := _MARK.search(line):
                expected.add((mark[1], path, number))
        files[path] = _MARK.sub("", marked)
    for path in sorted(files):
        files[path] = _DIGEST.sub(lambda one: _digest(files, one[1]), files[path])
    return Example(files, frozenset(expected))


def _digest(files: Mapping[str, str], path: str) -> str:
    return f"sha256:{SourceText(path, files[path]).digest}"


def _completed(path: str, written: str, files: Mapping[str, str]) -> str:
    """Return a whole file: what was written, and the rest from the baseline."""
    if path.endswith(".bib"):
        return files.get(path, "") + written
    if path.endswith(".yaml"):
        return _merged(files.get(path, ""), written)
    kind = "modules/cravings/the-wave.md" if path.startswith("modules/") else "handouts/my-page.md"
    template = files.get(path) or baseline()[kind]
    _, front, body = template.split("---\n", 2)
    if not written.startswith("---"):
        return f"---\n{front}---\n\n{written}"
    parts = re.split(r"^---.*\n", written, maxsplit=2, flags=re.MULTILINE)
    if len(parts) < 3 or parts[2].strip():
        return written
    opening = written.split("\n", 1)[0]
    return f"{opening}\n{_merged(front, parts[1])}---\n{body}"


def _merged(old: str, new: str) -> str:
    """Return YAML in which the fields of `new` take the place of those of `old`."""
    changed = set(_KEY.findall(new))
    kept = [part for part in _fields(old) if not (key := _KEY.match(part)) or key[1] not in changed]
    return "".join(kept) + new


def _fields(text: str) -> list[str]:
    starts = [match.start() for match in _KEY.finditer(text)]
    return [text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True) if a != b]


def cases_in(text: str) -> dict[str, str]:
    """Return the cases of a case file by title; titles are headings of level 1."""
    parts = re.split(r"^# (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
