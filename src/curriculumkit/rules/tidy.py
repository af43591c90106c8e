"""Files are written one way; all of it can be mended by `--fix`."""

import re
from collections.abc import Iterator

from curriculumkit.diagnostics import Fix, Severity
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import SourceText, Span

_HEADING_RANGE = re.compile(r"^##\s.*\(\s*\d+\s*(-|—|\s[-–—]\s)\s*\d+\s*min")


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find needless spaces, missing line ends, and hyphens in the minutes of segments."""
    source = document.source
    text = source.text
    if " \n" in text or "\t" in text:
        yield from _trailing(source)
    if not text.endswith("\n"):
        number = len(source.lines)
        end = len(source.lines[-1]) + 1
        span = Span(number, end, number, end)
        hint = "End the file with a line end."
        yield Finding(source.path, span, "the last line does not end", hint, fix=Fix(span, "\n"))
    if isinstance(document, Module):
        for heading in document.body.headings:
            line = heading.span.line
            if match := _HEADING_RANGE.match(source.line(line)):
                span = Span(line, match.start(1) + 1, line, match.end(1) + 1)
                message = "minutes are written with an en dash"
                yield Finding(source.path, span, message, "Write '10–15 min'.", fix=Fix(span, "–"))


def _trailing(source: SourceText) -> Iterator[Finding]:
    """Yield spaces at the end of lines; two of them on a line of words are a line break."""
    for number, line in enumerate(source.lines, 1):
        bare = line.rstrip(" \t")
        extra = line[len(bare) :]
        if extra and not (bare and extra == "  "):
            span = Span(number, len(bare) + 1, number, len(line) + 1)
            hint = "Remove them."
            yield Finding(source.path, span, "spaces at the end of a line", hint, fix=Fix(span, ""))


RULE = Rule(
    slug="tidy",
    severity=Severity.WARNING,
    summary="Files have no stray spaces, and minutes have an en dash.",
    reason="When files are written one way, a comparison of two versions shows what changed.",
    check_document=check,
)
