"""What the functions that write nodes share: the document being written, and places in it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from docutils import nodes

from curriculumkit.typst.code import content, literal, string
from curriculumkit.words import Words

TEMPLATES = "ck"
"""The folder of the templates, in the folder of the Typst sources."""

SHARED = "shared"
"""The folder of what several bodies include, in the folder of the Typst sources."""

_DIGITS = 32
_SHARED = re.compile(rf'^include "/{SHARED}/([0-9a-f]{{{_DIGITS}}}\.typ)"$', re.MULTILINE)


def body_file(template: str, code: str) -> str:
    """Return the file of a body, or of a part of one, from its code."""
    return f"#import {string(f'/{TEMPLATES}/{template}.typ')}: *\n#{{\n{code}\n}}\n"


def included(name: str) -> str:
    """Return the code that includes a shared file."""
    return f"include {string(f'/{SHARED}/{name}')}"


def included_files(body: str) -> list[str]:
    """Return the names of the shared files that a body includes."""
    return _SHARED.findall(body)


@dataclass
class Writing:
    """The document that is being written.

    `name` is its page, `template` says which template sets it, `form` what sort of handout it is
    (or nothing), `image_path` finds the file of a picture, and `unknown` is told of every node
    that print cannot show. `writers` are the functions that know how, by kind of node; what is
    one of `marked` gets a mark that leads back to its line. `filed` collects the code of the
    sections of a guide that are filled in and filed, and `shared` that of files which other pages
    include too, by name.
    """

    name: str
    words: Words
    template: str
    form: str
    image_path: Callable[[str], str]
    unknown: Callable[[nodes.Node], None]
    writers: Mapping[type[nodes.Node], "Writer"] = field(default_factory=dict)
    marked: tuple[type[nodes.Element], ...] = ()
    footnotes: Mapping[str, nodes.footnote] = field(default_factory=dict)
    level: int = 0
    filed: list[str] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)

    def write(self, node: nodes.Node) -> str:
        """Return the code of a node."""
        writer = self.writers.get(type(node))
        if writer is None:
            self.unknown(node)
            return ""
        code = writer(self, node)
        if code and isinstance(node, self.marked):
            return f"/*{self.place(node)}*/ {code}"
        return code

    def write_all(self, children: Iterable[nodes.Node]) -> str:
        """Return the code of some nodes, joined as content."""
        return content(self.write(one) for one in children)

    def share(self, code: str) -> str:
        """Return the code that includes a file of its own with this code.

        A session says under its headings what its guide says. The compiler lays out a file once
        for all that include it in a row; its name is its digest, so that the same text is one file.
        """
        text = body_file(self.template, code)
        name = f"{sha256(text.encode()).hexdigest()[:_DIGITS]}.typ"
        self.shared[name] = text
        return included(name)

    def place(self, node: nodes.Element) -> str:
        """Return the mark that leads from the code back to the staged line; 0 for other files."""
        here = str(node.source or "").replace("\\", "/").endswith(f"/{self.name}.md")
        return f"@{node.line or 0}" if here else "@0"


Writer = Callable[[Writing, Any], str]
"""Returns the code of a node."""


def place_of(writing: Writing, node: Any) -> str:
    """Return what the templates need to know of a place to write or tick."""
    label = node["label"] or writing.words("Write here")
    values = {"field": node["field"], "label": node["label"], "spoken": label}
    if "ticked" in node:
        values["ticked"] = node["ticked"]
    return literal(values)
