"""Copyfitting: a handout that runs over by a little is set a little tighter.

A handout should be one or two pages, as people lose the third. The template `handout.typ` can set
its text in several ways, from loose to tight, none below 12 points; here one is chosen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from curriculumkit.typst.readback import Readback, read_back

TIGHTER = (0.8, 0.74, 0.68)
"""What part of the loosest setting's paper each tighter one may get by with (measured)."""


@dataclass(frozen=True, slots=True)
class Print:
    """A PDF, what it says, and the setting that it was made in."""

    pdf: bytes
    read: Readback
    setting: int


def best_fit(compiled: Callable[[int], bytes], settings: int) -> Print:
    """Return the loosest print that takes fewer pages than the loosest of all, or else that one.

    `compiled` makes the PDF of one of so many settings, from 0 (loosest). A setting that cannot
    save a page, by how full the last one is, is not tried; nothing but the PDFs decides.
    """
    loosest = _printed(compiled(0), 0)
    pages = len(loosest.read.pages)
    for setting, part in enumerate(TIGHTER[: settings - 1], 1):
        if loosest.read.fill * part <= pages - 1:
            tighter = _printed(compiled(setting), setting)
            if len(tighter.read.pages) < pages:
                return tighter
    return loosest


def _printed(pdf: bytes, setting: int) -> Print:
    return Print(pdf, read_back(pdf), setting)
