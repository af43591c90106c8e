"""Finished files as text, for the search that keeps facilitators' words from patients."""

from pathlib import Path

import pikepdf

from curriculumkit.typst.readback import read_back


def output_text(file: Path) -> str:
    """Return all that a finished file says: a PDF's words and settings, or a file's own text.

    Settings of a PDF are its document information and its outline, which no page shows.
    """
    raw = file.read_bytes()
    if file.suffix != ".pdf":
        return raw.decode("utf-8", errors="replace")
    return " ".join((*read_back(raw).pages, *_settings(file)))


def _settings(file: Path) -> list[str]:
    with pikepdf.open(file) as pdf:
        told = [str(value) for value in pdf.docinfo.values()]
        with pdf.open_outline() as outline:
            waiting = list(outline.root)
            while waiting:
                item = waiting.pop()
                told.append(item.title)
                waiting += item.children
    return told
