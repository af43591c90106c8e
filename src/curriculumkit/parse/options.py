"""The options at the head of a block: lines such as ``:lines: 3``.

MyST reads them as a kind of YAML. Whatever that could read in another way than it looks, and so
leave out, is refused.
"""

import re
from dataclasses import dataclass

_OPTION = re.compile(r"\s*:([A-Za-z][\w-]*):\s*(.*)")
_OTHERWISE = re.compile(r"[\"'|>]|.*(?:^|\s)#")

_HOW = "Write an option as ':name: value', in one line, and leave an empty line before other text."


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a block, how many lines they take, and which of these are wrong and why."""

    values: dict[str, str]
    number: int
    wrong: tuple[tuple[int, str, str], ...]


def options_of(lines: list[str]) -> Options:
    """Return the options that the lines of a block begin with; wrong lines are counted from 0."""
    values: dict[str, str] = {}
    wrong: list[tuple[int, str, str]] = []
    if lines and lines[0].startswith("---"):
        wrong.append((0, "a block that begins with '---'", _HOW))
    number = 0
    for number, line in enumerate([*lines, ""]):
        if not _is_option(line):
            break
        matched = _OPTION.match(line)
        if matched is None:
            wrong.append((number, "a line with a colon at the head of a block", _HOW))
        elif matched[1] in values:
            wrong.append((number, f"the option '{matched[1]}' is there twice", "Remove one."))
        else:
            values[matched[1]] = matched[2].strip()
            if _OTHERWISE.match(matched[2]):
                hint = "Write it without quotes, '|', '>' at its beginning, and without ' #'."
                wrong.append((number, "a value that is not read as it is written", hint))
    return Options(values, number, tuple(wrong))


def _is_option(line: str) -> bool:
    """Tell whether MyST takes a line at the head of a block for an option."""
    bare = line.lstrip()
    return bare.startswith(":") and not bare.startswith(":::")
