"""The bibliography: BibTeX to references."""

import logging
import re

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    RemoveEnclosingMiddleware,
    SeparateCoAuthors,
)
from bibtexparser.model import DuplicateBlockKeyBlock, Entry

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.library import Reference
from curriculumkit.parse.problems import problem
from curriculumkit.source import SourceText

MAX_ENTRIES = 20_000
"""How many entries a bibliography may have."""

MOST_PROBLEMS = 100
"""How many entries that do not parse are told."""

_BRACES = re.compile(r"[{}]")
_ADDRESSES = ("doi", "url")


def parse_references(source: SourceText) -> tuple[dict[str, Reference], tuple[Diagnostic, ...]]:
    """Return the references by key, and a diagnostic for each entry that does not parse."""
    if source.text.count("@") > MAX_ENTRIES:
        message = f"more than {MAX_ENTRIES:,} entries"
        return {}, (problem("bibtex", source.path, message, "Remove what is not cited."),)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    stack = [RemoveEnclosingMiddleware(), SeparateCoAuthors(), LatexDecodingMiddleware()]
    parsed = parse_string(source.text, parse_stack=stack)
    references = {entry.key: _reference(entry) for entry in parsed.entries}
    problems: list[Diagnostic] = []
    for block in parsed.failed_blocks[:MOST_PROBLEMS]:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock):
            message, hint = f"the key '{block.key}' is used twice", "Give each source its own key."
        else:
            message = "an entry that does not parse"
            hint = "Check its braces, commas and quotation marks."
        span = source.span_of_line(line)
        problems.append(problem("bibtex", source.path, message, hint, span))
    return references, tuple(problems)


def _reference(entry: Entry) -> Reference:
    fields = {name.lower(): _plain(name, field.value) for name, field in entry.fields_dict.items()}
    return Reference(entry.key, entry.entry_type, fields, (entry.start_line or 0) + 1)


def _plain(name: str, value: str | list[str]) -> str:
    """Return a field as a reader sees it; several people are parted by semicolons."""
    text = "; ".join(value) if isinstance(value, list) else value
    if name.lower() in _ADDRESSES:
        return text.replace("\N{NO-BREAK SPACE}", "~").strip()
    return re.sub(r"\s+", " ", _BRACES.sub("", text)).strip()
