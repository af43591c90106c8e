"""Markdown that has troubled parsers, and what of it is for readers.

`markdown/README.md` tells where the cases are from, and their licenses.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.utils import read_fixture_file

HERE = Path(__file__).parent / "markdown"

SOURCES = ("commonmark", "markdown-it-py", "markdown-it-task-lists", "myst-parser", "ours")
"""The folders of the cases."""


@cache
def cases_of(source: str) -> Mapping[str, str]:
    """Return the cases of a source by name; those in the same words are in it once."""
    named: dict[str, str] = {}
    for file in sorted((HERE / source).iterdir()):
        if file.suffix == ".json":
            spec = json.loads(file.read_text(encoding="utf-8"))["examples"]
            named |= {f"example {one['number']}": one["markdown"] for one in spec}
        elif file.suffix in (".md", ".txt"):
            named |= {f"{file.name} {name}": text for name, text in _in_file(file)}
    return {name: text for text, name in {text: name for name, text in named.items()}.items()}


def _in_file(file: Path) -> list[tuple[str, str]]:
    """Return the cases in a file of the kind that markdown-it-py has; else all of it is one."""
    found = [(f"line {line + 1}, {name}", text) for line, name, text, _ in read_fixture_file(file)]
    return found or [("whole", file.read_text(encoding="utf-8"))]


def refused_cases() -> list[str]:
    """Return the cases that only a build refuses, each as its source and name."""
    return (HERE / "refused.txt").read_text(encoding="utf-8").splitlines()


def letters(text: str) -> Counter[str]:
    """Return how often each run of letters or digits is in a text."""
    return Counter(re.findall(r"[^\W_]+", text))


_NAMES = re.compile(
    r"&(#?\w+);"  # of a sign
    r"|^[ >]*\[([^\]]+)\]:"  # of a link or note, where it is defined
    r"|\[\^(\w+)\]"  # of a note, where it is used
    r"|(?:^ *|[>+*.)-] +)(\d+)[.)](?= |$)"  # numbers of lists, which pages count again
    r"|\[([xX])\] "  # a box that is ticked
    r"|^[ >]*:::+ *\{([\w-]+)\}"  # of a block
    r"|\{(handout|module|cite)\}`",  # of a role
    re.MULTILINE,
)
"""What names something in Markdown and is not for readers."""

_MARK = re.compile(r"z[be]\d+z")

_PARSER = MarkdownIt("commonmark", {"store_labels": True})


def markup(text: str) -> Counter[str]:
    """Return the words of a text that are not for readers: names, and the language of code."""
    names = [name for found in _NAMES.findall(text) for name in found]
    for token in _PARSER.parse(text):
        names.append(token.info if token.type == "fence" else "")
        for child in token.children or ():
            inner = (one.meta.get("label", "") for one in (child, *(child.children or ())))
            names += map(str, inner)
    return letters(" ".join((*names, *map(str.lower, names), *map(str.casefold, names))))


def marks_at_the_margin(text: str) -> int:
    """Return how many marks of beginnings and ends are paragraphs that nothing surrounds."""
    tokens = _PARSER.parse(text)
    return sum(one.level == 1 and bool(_MARK.fullmatch(one.content)) for one in tokens)
