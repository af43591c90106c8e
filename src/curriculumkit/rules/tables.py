"""Tables have headers."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Document, Finding, Rule


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find tables with an empty header cell; the first may be empty where rows have names."""
    for table in document.body.tables:
        empty = [n for n, cell in enumerate(table.header, 1) if not cell.strip()]
        if empty and (empty != [1] or len(table.header) == 1):
            columns = ", ".join(map(str, empty))
            message = f"a table without a heading in column {columns}"
            hint = "Write what the column holds in the first row of the table."
            yield Finding(document.path, table.span, message, hint)


RULE = Rule(
    slug="tables",
    severity=Severity.WARNING,
    summary="Every column of a table has a heading.",
    reason="Who listens to a table hears the heading with each cell; without one a cell is noise.",
    check_document=check,
)
