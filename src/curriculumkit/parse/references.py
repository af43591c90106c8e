"""The bibliography: BibTeX to references."""

import logging
import re

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, Entry

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.library import Reference
from curriculumkit.parse.problems import problem
from curriculumkit.source import SourceText

_BRACES = re.compile(r"[{}]")


def parse_references(source: SourceText) -> tuple[dict[str, Reference], tuple[Diagnostic, ...]]:
    """Return the references by key, and a diagnostic for each entry that does not parse."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    parsed = parse_string(source.text, parse_stack=[RemoveEnclosingMiddleware()])
    references = {entry.key: _reference(entry) for entry in parsed.entries}
    problems: list[Diagnostic] = []
    for block in parsed.failed_blocks:
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
    fields = {
        name.lower(): re.sub(r"\s+", " ", _BRACES.sub("", str(field.value))).strip()
        for name, field in entry.fields_dict.items()
    }
    return Reference(entry.key, entry.entry_type, fields, (entry.start_line or 0) + 1)
