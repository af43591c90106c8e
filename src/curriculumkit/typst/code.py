"""Typst code from Python values. Text is always a string literal, so nothing in it is markup."""

import re
from collections.abc import Iterable, Mapping

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Value = None | bool | int | float | str | tuple["Value", ...] | Mapping[str, "Value"]
"""What can be written as a literal."""


def string(text: str) -> str:
    """Return a string literal; runs of blanks become one, as in HTML, and controls are dropped."""
    plain = _CONTROL.sub("", _SPACES.sub(" ", text))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def verbatim(text: str) -> str:
    """Return a string literal that keeps every blank and line end of the text."""
    kept = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "    ")
    return '"' + _CONTROL.sub("", kept) + '"'


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
