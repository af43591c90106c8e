"""Characters that nobody sees and that change what is seen: controls and marks of direction.

A terminal takes some of them for commands, and marks of direction let text be read in another order
than it is written.
"""

import re

_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
_MARKS = (
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"),
    *("\ufffe", "\uffff"),
)
_MARKED = (*(one.encode() for one in _MARKS), b"\xf3\xa0\x80", b"\xf3\xa0\x81")
_LATER_CONTROLS = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")


def may_hold_unseen(raw: bytes) -> bool:
    """Tell fast whether UTF-8 text holds such a character."""
    return (
        len(raw.translate(None, _CONTROLS)) != len(raw)
        or any(one in raw for one in _MARKED)
        or (b"\xc2" in raw and _LATER_CONTROLS.search(raw) is not None)
    )


def find_unseen(text: str) -> tuple[int, str] | None:
    """Return where the first such character of a text is, and its name, as ``U+202E``; or None."""
    found = _UNSEEN.search(text)
    return (found.start(), f"U+{ord(found[0]):04X}") if found else None


def shown(text: str) -> str:
    """Return a text in which every such character is written as an escape."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def on_one_line(text: str) -> str:
    """Return a text on one line, so that a finding looks like one, with escapes for the unseen."""
    return shown(" ".join(text.splitlines()))
