"""Typst code from Python values. Text is always a string literal, so nothing in it is markup."""

import re
from collections.abc import Iterable, Mapping

_SPACES = re.compile(r"[ \t\n\r\f\v\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_HOLDING = re.compile(r"[\u2007\u202f]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

ANYWHERE = "\N{ZERO WIDTH SPACE}"
"""Where a line may end though nothing else allows it."""

LONGEST = 20
"""How many characters of a word without a hyphen fit on a line of large print, also in a table."""

_LONG = re.compile(rf"[^\s/.\-]{{{LONGEST}}}(?=[^\s/.\-]{{{LONGEST // 2}}})")

_CODE = re.compile(rf"\S{{{LONGEST},}}")
_SIGN = re.compile(r"(?<=[^\w\s])(?=\w)")
_SOLID = re.compile(rf"[^\s{ANYWHERE}]{{{LONGEST}}}(?=[^\s{ANYWHERE}])")
_HELD = re.compile(r"""\S+(?:(?:(?<=[(\[{"']) +| +(?=[)\]}!/?,;:.]))\S+)+""")
"""Code with blanks at which no line ends, as they are within a bracket."""

_STUCK = re.compile(r"(?<=[ \n])(?=[)\]}!/?,;:.]+\w)")
"""Before a word that begins with such a sign, where no line may begin though a blank precedes."""

_BLANK = re.compile(r"(?<=\S)(?= )")

Value = None | bool | int | float | str | tuple["Value", ...] | Mapping[str, "Value"]
"""What can be written as a literal."""


def string(text: str) -> str:
    """Return a string literal; runs of blanks become one, as in HTML, and controls are dropped.

    Blanks of other widths than the usual become usual ones, which can be told when read back.
    """
    plain = _CONTROL.sub("", _HOLDING.sub("\N{NO-BREAK SPACE}", _SPACES.sub(" ", text)))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def breakable(text: str) -> str:
    """Return a text in which a word that is longer than a line can be broken, after `LONGEST`.

    A line may begin with a word like `.com`, too.
    """
    return _LONG.sub(rf"\g<0>{ANYWHERE}", _STUCK.sub(ANYWHERE, text))


def stuck(before: str, after: str) -> bool:
    """Tell whether no line would begin with `after`, though what is before it ends with a blank."""
    return bool(before) and _STUCK.match(before[-1] + after, 1) is not None


def breakable_code(text: str) -> str:
    """Return code in which what is longer than a line can be broken.

    It is broken at blanks, also those in brackets, behind signs, or else after `LONGEST` signs.
    """
    held = _HELD.sub(lambda one: _loosened(_BLANK, one[0]), text)
    return _CODE.sub(lambda one: _SOLID.sub(rf"\g<0>{ANYWHERE}", _loosened(_SIGN, one[0])), held)


def _loosened(place: re.Pattern[str], code: str) -> str:
    """Return code that can be broken at some places if it is longer than a line."""
    return place.sub(ANYWHERE, code) if len(code) >= LONGEST else code


def verbatim(text: str) -> str:
    """Return a string literal that keeps every blank and line end of code."""
    kept = breakable_code(text)
    kept = kept.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROL.sub("", kept.replace("\n", "\\n").replace("\t", "    ")) + '"'


def literal(value: Value) -> str:
    """Return a value as Typst writes it; mappings become dictionaries, tuples arrays."""
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return string(value)
        case tuple():
            return array(literal(one) for one in value)
    pairs = [f"{string(key)}: {literal(one)}" for key, one in value.items()]
    return f"({', '.join(pairs)})" if pairs else "(:)"


def array(items: Iterable[str]) -> str:
    """Return an array of expressions that are code already."""
    return "(" + "".join(f"{one}, " for one in items) + ")"


def content(statements: Iterable[str]) -> str:
    """Return a code block that joins the statements; nothing joined is empty content."""
    inside = "; ".join(one for one in statements if one)
    return f"{{ {inside} }}" if inside else "[]"


def call(name: str, *arguments: str, **named: str) -> str:
    """Return a call; arguments are code already, and ``a_b`` names the parameter ``a-b``."""
    pairs = [f"{key.replace('_', '-')}: {value}" for key, value in named.items()]
    return f"{name}({', '.join((*arguments, *pairs))})"
