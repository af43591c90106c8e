"""A report for a person at a terminal."""

from collections.abc import Callable, Iterator

from curriculumkit.diagnostics import Diagnostic, Report, Severity
from curriculumkit.source import SourceText, Span

Style = Callable[[str, str], str]
"""Dresses text for a terminal: ``style(text, name)``, where a name is a severity or `dim`."""


def plain(text: str, _name: str) -> str:
    """Leave the text as it is."""
    return text


def report_text(report: Report, style: Style = plain) -> str:
    """Return the report: for each diagnostic its place, message, source line and hint."""
    parts = [_one(one, report.sources.get(one.path), style) for one in report.diagnostics]
    return "\n\n".join((*parts, _summary(report)))


def _one(diagnostic: Diagnostic, source: SourceText | None, style: Style) -> str:
    return "\n".join(_lines(diagnostic, source, style))


def _lines(diagnostic: Diagnostic, source: SourceText | None, style: Style) -> Iterator[str]:
    span = diagnostic.span
    severity = style(f"{diagnostic.severity}[{diagnostic.rule}]", diagnostic.severity)
    yield f"{diagnostic.path}:{span.line}:{span.column}: {severity} {diagnostic.message}"
    if source and source.line(span.line).strip():
        yield from _excerpt(source, span, style)
    for related in diagnostic.related:
        place = f"{related.path}:{related.span.line}"
        yield f"      {style('also', 'dim')} {place} {related.message}"
    yield f"      {style('hint', 'dim')} {diagnostic.hint}"


def _excerpt(source: SourceText, span: Span, style: Style) -> Iterator[str]:
    """Yield the line of the source, cut to a window, with a mark under the place."""
    width = 88
    line = source.line(span.line).replace("\t", " ")
    start = max(0, min(span.column - 1 - width // 2, len(line) - width))
    shown = line[start : start + width]
    before, after = ("…" if start else ""), ("…" if start + width < len(line) else "")
    end = span.end_column if span.end_line == span.line else len(line) + 1
    column = span.column - 1 - start + len(before)
    length = max(1, min(end - span.column, len(shown) + len(before) - column))
    yield f"{style(f'{span.line:5}', 'dim')} {style('|', 'dim')} {before}{shown}{after}"
    yield f"      {style('|', 'dim')} {' ' * column}{style('^' * length, 'mark')}"


def _summary(report: Report) -> str:
    files = f"{report.files_checked} files checked"
    if not report.diagnostics:
        return f"{files}: no problems."
    counts = (
        f"{number} {severity}{'' if number == 1 else 's'}"
        for severity in Severity
        if (number := report.counts[severity])
    )
    return f"{files}: {', '.join(counts)}."
