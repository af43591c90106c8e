"""Copyfitting: a document that runs over by a little is set a little tighter.

A handout should be one or two pages, as people lose the third; and nobody wants a last page that
holds two lines. The templates can set their text in several ways, from loose to tight (a handout's
never below 12 points); here one is chosen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curriculumkit.typst.readback import fill, page_count

TIGHTER: Mapping[str, tuple[float, ...]] = {
    "handout": (0.8, 0.74, 0.68),
    "large": (0.94, 0.9),
    "guide": (0.95, 0.92),
}
"""For regular and large handouts and for guides, what part of the loosest setting's paper each
tighter one may get by with (measured)."""


@dataclass(frozen=True, slots=True)
class Print:
    """A PDF, how many pages it has, and the setting that it was made in."""

    pdf: bytes
    pages: int
    setting: int


def best_fit(compiled: Callable[[int], bytes], tighter: Sequence[float]) -> Print:
    """Return the loosest print that takes fewer pages than the loosest of all, or else that one.

    `compiled` makes the PDF of a setting, from 0 (loosest); `tighter` tells of each other what part
    of the loosest one's paper it may get by with. A setting that cannot save a page, by how full
    the last one is, is not tried; nothing but the PDFs decides.
    """
    loosest = _printed(compiled(0), 0)
    if loosest.pages == 1:
        return loosest
    taken = fill(loosest.pdf)
    for setting, part in enumerate(tighter, 1):
        if taken * part <= loosest.pages - 1:
            closer = _printed(compiled(setting), setting)
            if closer.pages < loosest.pages:
                return closer
    return loosest


def _printed(pdf: bytes, setting: int) -> Print:
    return Print(pdf, page_count(pdf), setting)
