"""A report as commands of GitHub's workflows, which show it beside the changed lines."""

from collections.abc import Mapping

from curriculumkit.diagnostics import Diagnostic, Report, Severity
from curriculumkit.parse.unseen import on_one_line

_COMMANDS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def report_github(report: Report) -> str:
    """Return one workflow command a line for each diagnostic; notes are left out."""
    shown = (one for one in report.diagnostics if one.severity is not Severity.NOTE)
    return "\n".join(map(_command, shown))


def _command(one: Diagnostic) -> str:
    span = one.span
    fields = {"file": one.path, "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        fields |= {"col": str(span.column), "endColumn": str(span.end_column)}
    fields["title"] = one.rule
    properties = ",".join(f"{name}={_property(value)}" for name, value in fields.items())
    told = on_one_line(f"{one.message}. {one.hint}")
    return f"::{_COMMANDS[one.severity]} {properties}::{_data(told)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
