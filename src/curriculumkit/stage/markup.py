"""Markdown written by the program: escaped, so that a title is never taken for markup."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

_SPECIAL = str.maketrans({one: f"\\{one}" for one in "\\`*_{}[]<>()#|~$%^&:@!"})
_LIST_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def escaped(text: str) -> str:
    """Return one line of plain text as Markdown that shows exactly that text."""
    return _LIST_START.sub(r"\1\\\2\3", " ".join(text.split()).translate(_SPECIAL))


def settings(values: Mapping[str, object]) -> str:
    """Return page settings as front matter of three lines."""
    return f"---\n{json.dumps(values, ensure_ascii=False, sort_keys=True)}\n---"


def link(text: str, target: str) -> str:
    """Return a link; `target` is an address, or a path from the root of the stage."""
    return f"[{escaped(text)}](<{target}>)"


def reference(role: str, title: str, docname: str, language: str = "") -> str:
    """Return a role that shows a title and leads to a page.

    `language` is the title's, where that is not the language of the page it stands on.
    """
    plain = title.replace("`", "'").replace("<", "‹").replace(">", "›")
    return f"{{{role}}}`{plain} <{in_language(docname, language)}>`"


def in_language(docname: str, language: str) -> str:
    """Return a page to lead to, with the language of the title that is shown, if it is another."""
    return f"{docname}@{language}" if language else docname


def foreign(text: str, language: str, page_language: str) -> str:
    """Return one line of plain text, marked where it is not in the language of its page."""
    if language == page_language:
        return escaped(text)
    plain = re.sub(r"\s+", " ", text).strip().replace("`", "'")
    return f"{{foreign}}`{language} {plain}`"


def said(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """Return what is said in a language, and that language; or in the first one that there is."""
    other = language if texts.get(language) else next(iter(texts))
    return texts[other], other


def bullets(items: Iterable[str]) -> str:
    """Return a list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def facts(items: Iterable[tuple[str, str]]) -> str:
    """Return labels and their values as a list; values are Markdown already."""
    return bullets(f"**{escaped(label)}** {value}" for label, value in items)


def ticks(items: Iterable[str]) -> str:
    """Return boxes to tick; the items are plain text."""
    return "\n".join(f"- [ ] {escaped(item)}" for item in items)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already and must not contain line ends."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def tag(kind: str, text: str) -> str:
    """Return a short fact of an entry in a list, or nothing when the text is empty."""
    plain = text.replace("`", "'")
    return f"{{tag}}`{kind} {plain}`" if text else ""


def indented(text: str) -> str:
    """Return Markdown that belongs to the list item above it."""
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))


def block(name: str, argument: str, body: str, *, colons: int = 3) -> str:
    """Return a block; give more colons to one that holds others."""
    fence = ":" * colons
    return f"{fence}{{{name}}} {argument}".rstrip() + f"\n{body}\n{fence}"


def toctree(docnames: Iterable[str]) -> str:
    """Return a hidden table of contents, which tells Sphinx how pages hang together."""
    entries = "\n".join(f"/{docname}" for docname in docnames)
    return f"```{{toctree}}\n:hidden:\n\n{entries}\n```" if entries else ""


def joined(*parts: str) -> str:
    """Return the parts that are not empty, with a blank line between."""
    return "\n\n".join(part for part in parts if part) + "\n"


def figure(svg: str, told: str) -> str:
    """Return a drawing beside the table that says the same."""
    return block("part", "figure", joined(block("drawing", "", svg), told), colons=4)
