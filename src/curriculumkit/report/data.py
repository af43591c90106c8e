"""A report as data for programs: JSON of our own, versioned, and SARIF."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from curriculumkit.diagnostics import Diagnostic, Fix, Report, Severity
from curriculumkit.parse.problems import PROBLEMS
from curriculumkit.rules import RULES
from curriculumkit.source import Span

VERSION = 1
"""The version of the JSON; it goes up when a field is taken away or changes its meaning."""

MANUAL = "https://github.com/curriculumkit/curriculumkit/blob/main/docs/rules.md"
"""Where each rule has a section named by its slug."""

_LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def report_json(report: Report, tool_version: str) -> str:
    """Return the report as JSON: lines and columns count from 1, ends are exclusive."""
    counts = {str(severity): report.counts[severity] for severity in Severity}
    data = {
        "version": VERSION,
        "tool": {"name": "curriculumkit", "version": tool_version},
        "files_checked": report.files_checked,
        "counts": counts,
        "diagnostics": [_entry(one) for one in report.diagnostics],
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _entry(one: Diagnostic) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": str(one.severity),
        "path": one.path,
        **_place(one.span),
        "message": one.message,
        "hint": one.hint,
        "related": [
            {"path": other.path, **_place(other.span), "message": other.message}
            for other in one.related
        ],
        "fix": {**_place(one.fix.span), "text": one.fix.text} if one.fix else None,
    }


def _place(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def report_sarif(report: Report, tool_version: str) -> str:
    """Return the report as SARIF 2.1.0 (OASIS, 2020), as code hosts read it."""
    rules = [_rule(slug, text, level) for slug, text, level in _catalogue()]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {
        "name": "curriculumkit",
        "version": tool_version,
        "informationUri": MANUAL,
        "rules": rules,
    }
    results = [_result(one, index) for one in report.diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    data = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, indent=2, ensure_ascii=False)


def _catalogue() -> list[tuple[str, str, Severity]]:
    problems = [(slug, reason, Severity.ERROR) for slug, reason in PROBLEMS.items()]
    return [*problems, *((rule.slug, rule.summary, rule.severity) for rule in RULES)]


def _rule(slug: str, text: str, severity: Severity) -> dict[str, Any]:
    return {
        "id": slug,
        "shortDescription": {"text": text},
        "helpUri": f"{MANUAL}#{slug}",
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(one: Diagnostic, index: Mapping[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.message}. {one.hint}"},
        "locations": [_location(one.path, one.span)],
    }
    if one.rule in index:
        result["ruleIndex"] = index[one.rule]
    if one.related:
        result["relatedLocations"] = [
            {**_location(other.path, other.span), "message": {"text": other.message}}
            for other in one.related
        ]
    if one.fix:
        result["fixes"] = [_fix(one.path, one.fix)]
    return result


def _location(path: str, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": _artifact(path), "region": _region(span)}}


def _artifact(path: str) -> dict[str, str]:
    """Return a path as a relative URI (RFC 3986)."""
    return {"uri": quote(path)}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(path: str, fix: Fix) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}}
    change = {"artifactLocation": _artifact(path), "replacements": [replacement]}
    return {"artifactChanges": [change]}
