"""Whatever Markdown an author writes is on the page as CommonMark reads it, or is reported.

The examples of the CommonMark specification, and texts that have troubled parsers, are put into
handouts and modules. `commonmark/` tells where the examples are from, and their license.
"""

import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from strangers import HANDOUT, MODULE, built, dangers_in, page_of, small

from curriculumkit.app import check
from curriculumkit.site import BuildError
from curriculumkit.stage.staged import Audience

SPEC = Path(__file__).parent / "commonmark" / "spec-0.31.2.json"

TORTURE = [
    "a  \nb\\\nc",
    "* * *\n\n- - -\n\n_ _ _",
    "1. a\n\n   b\n\n       c\n2. d",
    "- a\n\n\n- b\n\n\n      c",
    "> - > - a\nb",
    "***a** b* c",
    "**a*b**c*",
    "`` a ` b ``",
    "[a](<b c> 'd')",
    "[a *b](https://example.org) c*",
    "![a ![b](c) d](e)",
    "a | b\n--- | ---\nc \\| d | `e \\| f`",
    "| a |\n| - |\n| b | c |\n| |",
    "a\n---\nb\n===",
    "&copy; &ouml; &#35; &#x22; &nosuch; &#0;",
    "\\a \\* \\\\ \\\n b",
    "- [ ] a\n- [x] b\n- [X] c\n- [] d",
    "a[^1] b[^1]\n\n[^1]: c\n\n    d",
    "[^2]: never named",
    "[never]: https://example.org",
    "    code\n\n    more",
    "\ta\n\n- \tb",
    "```\na",
    "~~~ python\nb = 1\n~~~",
    ":::\na\n:::",
    "::: word\na\n:::",
    "::: {note}\na\n:::",
    "a {b} c {d}`e` {{ f }}",
    "$a$ $$b$$ \\(c\\) \\[d\\]",
    "(a)=\nb",
    "% a\nb",
    "+++\na",
    "a <b> c",
    "# a\n\n## b\n\n####### c",
    "\u00a0a\u2003b\u200bc\u2028d\u2029e\u0085f",
    "a\u202eb\u202c c \U0001f600 \ufeffd",
    "term\n: text",
    "~~a~~ ==b== H~2~O x^2^ ++c++",
    "http://example.org www.example.org a@example.org",
    "--- a -- b ... 'c' \"d\" (c) (tm)",
    "{#id .class}\na {.b}",
    "---\ntitle: a\n---",
    "- a\n+ b\n* c\n1) d\n2. e",
    "a\n# b\n- c\n> d\n```\ne\n```",
    "[a]: <b> 'c\n\nd'",
    "{handout}`no-such-page`",
    ":::{write}\n:lines: 2\n:::",
    ":::{remember}\n---\na: b\n---\nc\n:::",
    ":::{remember}\n:class: b\nc\n:::",
]


PLAIN = "nothing"
"""The name of the example that has no text: what its page shows stands on every page."""


@cache
def examples() -> dict[str, str]:
    """Return all examples by name."""
    spec = json.loads(SPEC.read_text(encoding="utf-8"))["examples"]
    named = {f"{one['number']:03} {one['section']}": one["markdown"] for one in spec}
    torture = {f"torture {number:02}": text for number, text in enumerate(TORTURE, 1)}
    return {PLAIN: "", **torture, **named}


def letters(text: str) -> Counter[str]:
    """Return how often each run of letters or digits is in a text."""
    return Counter(re.findall(r"[^\W_]+", text))


NAMES = re.compile(
    r"&(#?\w+);"  # of a sign
    r"|^[ >]*\[([^\]]+)\]:"  # of a link or note, where it is defined
    r"|\[\^(\w+)\]"  # of a note, where it is used
    r"|(?:^ *|[>+*.)-] +)(\d+)[.)](?= |$)"  # numbers of lists, which pages count again
    r"|\[([xX])\] "  # a box that is ticked
    r"|^:::+ *\{([\w-]+)\}",  # of a block
    re.MULTILINE,
)
"""What names something in Markdown and is not for readers."""


def markup(text: str) -> Counter[str]:
    """Return the words of a text that are not for readers: names, and the language of code."""
    names = [name for found in NAMES.findall(text) for name in found]
    for token in _PARSER.parse(text):
        names.append(token.info if token.type == "fence" else "")
        for child in token.children or ():
            inner = (one.meta.get("label", "") for one in (child, *(child.children or ())))
            names += map(str, inner)
    return letters(" ".join((*names, *map(str.lower, names), *map(str.casefold, names))))


def shown_on(page: str) -> Counter[str]:
    """Return the words of a page, those of its addresses and pictures too."""
    return letters(unquote(" ".join(page_of(page).words)))


def library_with(root: Path, path: str, names: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Put each example into a document of its own; return the good ones, and what others lack.

    Those with an error are taken out again, as their author would have to mend them.
    """
    small(root)
    before = (root / path).read_text(encoding="utf-8")
    head = before.index("## ")
    for number, name in enumerate(names):
        file = (root / path).with_name(f"example-{number}.md")
        if path == MODULE:
            text = before.replace("One fact, with its source.", f"{examples()[name]}\n\nA fact.")
        else:
            text = f"{before[:head]}{examples()[name]}\n\n{before[head:]}"
        file.write_text(text, encoding="utf-8", newline="\n")
    _, report = check(root)
    wrong: dict[str, list[str]] = {}
    for one in report.diagnostics:
        number = re.search(r"example-(\d+)\.md", one.path)
        if number and one.severity == "error":
            wrong.setdefault(names[int(number[1])], []).append(one.message)
    for name in wrong:
        (root / path).with_name(f"example-{names.index(name)}.md").unlink()
    return [name for name in names if name not in wrong], wrong


def warned_of(root: Path, audience: Audience) -> set[int]:
    """Build a library; return the numbers of the examples that Sphinx or the printer refuse."""
    try:
        assert built(root, audience=audience, pdf=True) == []
    except BuildError as error:
        places = [re.search(r"example-(\d+)\.md", one.path) for one in error.troubles]
        return {int(one[1]) for one in places if one} or {-1}
    return set()


_PARSER = MarkdownIt("commonmark", {"store_labels": True})

EVERY = int(os.environ.get("CURRICULUMKIT_EVERY", "8"))
"""Each how manieth example of the specification is built; 1 is all, as before a release."""


@pytest.mark.parametrize(("path", "every"), [(HANDOUT, EVERY), (MODULE, EVERY)])
def test_every_example_builds_as_commonmark_reads_it_or_is_reported(
    tmp_path: Path, path: str, every: int
) -> None:
    first = len(TORTURE) + 1
    names = [*list(examples())[:first], *list(examples())[first::every]]
    audience: Audience = "patient" if path == HANDOUT else "facilitator"
    edition = {HANDOUT: "patient/en/handouts", MODULE: "facilitator/en/modules/coping"}
    root = tmp_path / "library"
    good, _ = library_with(root, path, names)
    refused: set[str] = set()
    while found := warned_of(root, audience):
        here = {names[one] for one in found}
        assert here - refused, found
        refused |= here
        for number in found:
            (root / path).with_name(f"example-{number}.md").unlink()
    assert dangers_in(root / "build") == {}
    folder = root / "build/editions" / Path(*edition[path].split("/"))
    plain = shown_on((folder / "example-0.html").read_text(encoding="utf-8"))
    lost: dict[str, list[str]] = {}
    for name in good:
        if name in refused:
            continue
        page = folder / f"example-{names.index(name)}.html"
        shown = shown_on(page.read_text(encoding="utf-8")) - plain
        assert page.with_suffix(".pdf").exists()  # printing refuses what lacks a word of its page
        wanted = letters(unquote(examples()[name])) - markup(examples()[name])
        if missing := [word for word in wanted if shown[word] < wanted[word]]:
            lost[name] = missing
    assert lost == {}
