"""A report for a person at a terminal."""

from collections import Counter
from collections.abc import Callable, Iterator

from curriculumkit.diagnostics import Diagnostic, Report, Severity
from curriculumkit.parse.unseen import on_one_line
from curriculumkit.source import SourceText, Span

Style = Callable[[str, str], str]
"""Dresses text for a terminal: ``style(text, name)``, where a name is a severity or `dim`."""


def plain(text: str, _name: str) -> str:
    """Leave the text as it is."""
    return text


_CODES = {"error": "1;31", "warning": "1;33", "note": "1;36", "dim": "2", "mark": "31"}


def colored(text: str, name: str) -> str:
    """Dress text in the colors of a terminal (ECMA-48)."""
    return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if name in _CODES else text


def report_text(report: Report, style: Style = plain, *, notes: bool = False) -> str:
    """Return the report: for each diagnostic its place, message, source line and hint.

    Notes only inform, so that they are counted, and shown when `notes` asks for them.
    """
    shown = [one for one in report.diagnostics if notes or one.severity is not Severity.NOTE]
    parts = [_one(one, report.sources.get(one.path), style) for one in shown]
    return "\n\n".join((*parts, _summary(report, notes=notes)))


def _one(diagnostic: Diagnostic, source: SourceText | None, style: Style) -> str:
    return "\n".join(_lines(diagnostic, source, style))


def _lines(diagnostic: Diagnostic, source: SourceText | None, style: Style) -> Iterator[str]:
    span = diagnostic.span
    severity = style(f"{diagnostic.severity}[{diagnostic.rule}]", diagnostic.severity)
    yield (
        f"{diagnostic.path}:{span.line}:{span.column}: {severity} {on_one_line(diagnostic.message)}"
    )
    if source and source.line(span.line).strip():
        yield from _excerpt(source, span, style)
    for related in diagnostic.related:
        place = f"{related.path}:{related.span.line}"
        yield f"      {style('also', 'dim')} {place} {on_one_line(related.message)}"
    fixable = " (--fix does it)" if diagnostic.fix else ""
    yield f"      {style('hint', 'dim')} {on_one_line(diagnostic.hint)}{fixable}"


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


def _summary(report: Report, *, notes: bool) -> str:
    number = report.files_checked
    files = f"{number} file{'' if number == 1 else 's'} checked"
    counts = [
        f"{number} {severity}{'' if number == 1 else 's'}"
        for severity in Severity
        if (number := report.counts[severity])
    ]
    found = ", ".join(counts) if counts else "no problems"
    if counts and not report.has_findings:
        found = f"no problems, {found}"
    fixable = sum(one.fix is not None for one in report.diagnostics)
    tails = [f"--fix mends {fixable} of them."] if fixable else []
    if report.counts[Severity.NOTE] and not notes:
        by_rule = Counter(one.rule for one in report.diagnostics if one.severity is Severity.NOTE)
        named = ", ".join(f"{number} {rule}" for rule, number in by_rule.most_common())
        tails.append(f"Notes ({named}) are shown with --notes.")
    if report.has_findings:
        tails.append("`curriculumkit explain RULE` says why.")
    return " ".join((f"{files}: {found}.", *tails))
