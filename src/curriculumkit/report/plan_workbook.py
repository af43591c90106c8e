"""Plans as workbooks (Office Open XML) for directors."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from curriculumkit.assemble.case import Case
from curriculumkit.assemble.rolling import Coverage
from curriculumkit.assemble.verify_standards import Hours
from curriculumkit.dates import date_of

Value = str | int | float | date | None
"""What a cell of a sheet holds."""

WIDEST = 50
"""How wide a column is at most, in characters; longer text wraps."""

LINE = 15
"""How high a line of text is, in points."""

MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - workbooks have no time zone
"""When every workbook says it was made: a fixed time, so that the bytes do not change."""


def workbook_bytes(case: Case, hours: Sequence[Hours], coverage: Sequence[Coverage]) -> bytes:
    """Return a workbook of a plan: sessions, hours against each standard, and entry weeks.

    The same plan gives the same bytes.
    """
    book = Workbook()
    sessions = book.active
    if not isinstance(sessions, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sessions.title = "Sessions"
    start = case.track.front.start
    _fill(
        sessions,
        ("Week", "Day", "Date", "Start", "Minutes", "Module", "Topic", "Service", "Room"),
        [
            (
                row.week,
                row.session.day,
                None if start is None else date_of(start, row.week, row.day % 7),
                row.session.start,
                row.session.minutes,
                row.module.front.title,
                row.topic,
                row.slot.service,
                row.session.room,
            )
            for row in case.rows
        ],
    )
    _fill(
        book.create_sheet("Hours"),
        ("Standard", "Week", "Held (h)", "Counted (h)", "At least (h)", "At most (h)", "Slack (h)"),
        [
            (
                one.standard,
                one.label,
                _hours(one.scheduled),
                _hours(one.counted),
                _hours(one.least),
                _hours(one.most),
                _hours(one.slack),
            )
            for one in hours
        ],
    )
    _fill(
        book.create_sheet("Entry weeks"),
        ("Entry week", "Modules met", "Missing", "Individual catch-ups", "Modules"),
        [
            (
                one.entry,
                len(one.modules),
                ", ".join((*one.missing, *one.missing_topics)) or "nothing",
                "; ".join(f"{first} before {then}" for first, then in one.catch_ups) or "none",
                ", ".join(one.modules),
            )
            for one in coverage
        ],
    )
    book.properties.creator = "curriculumkit"
    book.properties.created = MADE
    return _settled(book)


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 2)


def _fill(sheet: Worksheet, heading: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    for column, text in enumerate(heading, 1):
        sheet.cell(1, column, text).font = Font(bold=True)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                # Text that begins with "=" must stay text, and never become a formula.
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=column > 4)  # noqa: PLR2004
        longest = max(len(str(value or "")) for value in row)
        sheet.row_dimensions[number].height = LINE * -(-longest // (WIDEST - 5))
    for column, text in enumerate(heading, 1):
        longest = max((len(str(row[column - 1] or "")) for row in rows), default=0)
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = min(max(longest, len(text)) + 2, WIDEST)
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


def _settled(book: Workbook) -> bytes:
    """Return the workbook with fixed times in its archive and its properties."""
    raw = BytesIO()
    book.save(raw)
    result = BytesIO()
    stamp = MADE.strftime("%Y-%m-%dT%H:%M:%SZ")
    with ZipFile(raw) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                pattern = rb"(<dcterms:modified[^>]*>)[^<]*"
                content = re.sub(pattern, rb"\g<1>" + stamp.encode(), content)
            info = ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, content)
    return result.getvalue()
