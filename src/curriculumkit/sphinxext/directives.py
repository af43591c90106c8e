"""Directives and roles: from staged Markdown to nodes."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import ReferenceRole, SphinxDirective, SphinxRole

from curriculumkit.model.blocks import BLOCKS, SCALE_END
from curriculumkit.sphinxext.nodes import (
    ck_blank,
    ck_block,
    ck_cite,
    ck_scale,
    ck_source,
    ck_write,
)

Options = dict[str, Callable[[str], Any]] | None

_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<docname>[^<>]+)>$")


class BlockDirective(SphinxDirective):
    """A block with text: say, ask, board, watch, adapt, handout, remember, help, safety, part."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the block, its text parsed."""
        argument = self.arguments[0] if self.arguments else ""
        node = ck_block(name=self.name, title=argument, docname="", language="")
        if self.name == "handout" and (matched := _TITLED.match(argument)):
            node["title"] = matched["title"]
            node["docname"], _, node["language"] = matched["docname"].partition("@")
        if self.name == "part":
            node["title"] = ""
            node["classes"] += argument.split()
        self.set_source_info(node)
        node += self._lines() if self.name == "board" else self.parse_content_to_nodes()
        return [node]

    def _lines(self) -> list[nodes.Node]:
        """Return each line as a paragraph: what is written on the board keeps its lines."""
        paragraphs: list[nodes.Node] = []
        for number, line in enumerate(self.content, self.content_offset + 1):
            if line.strip():
                found, problems = self.parse_inline(line.strip(), lineno=number)
                paragraph = nodes.paragraph("", "", *found)
                paragraph.source, paragraph.line = self.get_source_info()[0], number
                paragraphs += [paragraph, *problems]
        return paragraphs


class WriteDirective(SphinxDirective):
    """Room to write."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Options] = {"lines": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Return the place to write."""
        node = ck_write(label=self.arguments[0], lines=self.options.get("lines", 1), field="")
        self.set_source_info(node)
        return [node]


class ScaleDirective(SphinxDirective):
    """A row of numbers to circle."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Options] = {
        "from": directives.unchanged_required,
        "to": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the scale; its ends were checked by the rule `blocks`."""
        low = re.match(SCALE_END, self.options.get("from", ""))
        high = re.match(SCALE_END, self.options.get("to", ""))
        if not (low and high):
            raise self.error("a scale needs ':from: 0, none' and ':to: 10, the worst'")
        node = ck_scale(
            label=self.arguments[0],
            low=int(low[1]),
            high=int(high[1]),
            low_text=low[2] or "",
            high_text=high[2] or "",
            field="",
        )
        self.set_source_info(node)
        return [node]


class DrawingDirective(SphinxDirective):
    """A drawing made by the stage, as SVG; it is refused on any page that an author wrote."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the drawing for HTML; the table beside it says the same in every output."""
        if not re.fullmatch(r"tracks/[^/]+/director", self.env.docname):
            raise self.error("drawings are made by the program only")
        return [nodes.raw("", "\n".join(self.content), format="html")]


class SourcesDirective(SphinxDirective):
    """The list of sources: on each line a key, a language or ``-`` for the page's, a citation."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the block with one `ck_source` for each line."""
        block = ck_block(name="sources", title=self.arguments[0], docname="", language="")
        self.set_source_info(block)
        for number, line in enumerate(self.content, 1):
            key, language, text = line.split(" ", 2)
            said = nodes.inline("", "", *_linked(text), classes=language_class(language))
            source = ck_source("", "", said, key=key, number=number)
            source["ids"].append(source_id(key))
            block += source
        return [block]


def source_id(key: str) -> str:
    """Return the anchor of a source in the list of sources."""
    return f"source-{key}"


def _linked(text: str) -> list[nodes.Node]:
    """Return plain text with its web addresses as links."""
    found: list[nodes.Node] = []
    for part in re.split(r"(https?://[^\s]+[^\s.,;])", text):
        if part.startswith(("http://", "https://")):
            found.append(nodes.reference("", part, refuri=part))
        elif part:
            found.append(nodes.Text(part))
    return found


class PageRole(ReferenceRole):
    """A reference to a page of the stage; the title is always given."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return a pending reference to the page, which Sphinx resolves or reports."""
        from sphinx.addnodes import pending_xref  # noqa: PLC0415

        target, _, language = self.target.partition("@")
        inner = nodes.inline("", self.title)
        reference = pending_xref(
            "",
            inner,
            refdoc=self.env.docname,
            refdomain="std",
            reftype="doc",
            reftarget=f"/{target}",
            refexplicit=True,
            refwarn=True,
        )
        self.set_source_info(reference)
        if language:
            return [nodes.inline("", "", reference, classes=language_class(language))], []
        return [reference], []


class ElsewhereRole(ReferenceRole):
    """A reference to a page in another language's edition: ``{elsewhere}`Title <es/help>```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the reference; its words are marked as of the other language."""
        up = "../" * (self.env.docname.count("/") + 1)
        language = self.target.partition("/")[0]
        inner = nodes.inline("", self.title, classes=language_class(language))
        address = f"{up}{self.target}.html"
        return [nodes.reference("", "", inner, refuri=address, classes=["ck-elsewhere"])], []


class ForeignRole(SphinxRole):
    """Words in another language than the page's: ``{foreign}`en Riding Out Cravings```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words, marked as of their language."""
        language, _, text = self.text.partition(" ")
        return [nodes.inline("", text, classes=language_class(language))], []


def language_class(language: str) -> list[str]:
    """Return the class by which docutils, and our print, set the language of some words."""
    return [f"language-{language}"] if language.strip("-") else []


class TagRole(SphinxRole):
    """A short fact of an entry in a list: ``{tag}`topic Family``` has the kind `topic`.

    A fact of several kinds names them as ``topic+topic-3``.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words, with a class that names the kind."""
        named, _, text = self.text.partition(" ")
        kinds = [f"ck-tag-{one}" for one in named.split("+")]
        return [nodes.inline("", text, classes=["ck-tag", *kinds])], []


class CiteRole(SphinxRole):
    """A citation of a source by its key."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation; it gets its number once the whole document is read."""
        node = ck_cite(key=self.text, number=0)
        self.set_source_info(node)
        return [node], []


class BlankRole(SphinxRole):
    """An inline blank to write in; its text is the width in characters."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the blank."""
        return [ck_blank(label="", field="", width=int(self.text))], []


BLOCK_DIRECTIVES = (
    *(
        name
        for name, spec in BLOCKS.items()
        if spec.has_body and spec.documents != ("module", "handout")
    ),
    "help",
    "safety",
    "part",
)
"""Blocks that only hold text; admonitions and figures are docutils' own."""
