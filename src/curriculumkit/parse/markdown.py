"""Markdown bodies taken apart into blocks, references and prose, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from curriculumkit.model.blocks import BLOCKS, ROLES, DocumentKind
from curriculumkit.model.document import (
    Block,
    Body,
    Forbidden,
    Heading,
    Image,
    Link,
    Prose,
    ProseKind,
    Role,
    Table,
)
from curriculumkit.parse.common import common_tokens
from curriculumkit.parse.dropped import Definitions, of_code
from curriculumkit.parse.options import options_of
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.parse.unseen import find_unseen
from curriculumkit.source import SourceText, Span

MAX_NESTING = 6
"""How deep blocks may stand inside blocks."""

_DIRECTIVE = re.compile(r"\{([^}\s]*)\}\s*(.*)")
_SAFE_SCHEMES = ("https:", "http:", "tel:", "sms:", "mailto:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CALL = re.compile(r"(?:tel|sms):(?P<number>\+?[\d().-]+(?:\?&?body=[^&#]*)?\Z)?", re.IGNORECASE)
_UNSAFE_LINK = re.compile(r"\]\(\s*<?\s*(javascript|vbscript|data|file)\s*:", re.IGNORECASE)


_BROKEN_ROLE = re.compile(rf"\{{[a-z]+\}}(?=`)|\{{(?:{'|'.join(ROLES)})\}}")
_BAR = re.compile(r"(?<!\\)\|")

_MARKUP = re.compile(r"[\\`*_\[\]{}<&^~\n]")
"""What may begin or end markup inside a paragraph."""

_SILENT = frozenset(
    f"{name}_{end}"
    for name in ("paragraph", "bullet_list", "ordered_list", "tr", "thead", "tbody", "blockquote")
    for end in ("open", "close")
) | {"table_close"}
"""Tokens that only surround what is taken."""

_FORBIDDEN = {
    "colon_fence": (
        "a block without a name in braces",
        f"Write the name after the colons, as in ':::{{say}}'. Blocks: {', '.join(BLOCKS)}.",
    ),
    "html_block": (
        "raw HTML is not allowed",
        "Write it in Markdown; there is no HTML in a library.",
    ),
    "myst_line_comment": (
        "a line that begins with '%' is hidden from every page",
        "Remove it; begin the line with another word if it should be read.",
    ),
    "myst_target": (
        "this line is MyST markup that a library may not use",
        "Remove the line, or begin it with another word.",
    ),
    "myst_block_break": (
        "this line is MyST markup that a library may not use",
        "Remove the line, or begin it with another word.",
    ),
}
"""What is refused of a kind of Markdown, and what to do, by the parser's name of the kind."""


@cache
def _parser() -> MarkdownIt:
    """Return the parser: the Markdown that MyST reads, with what hides text found out."""
    parser = MarkdownIt("commonmark", {"maxNesting": 20, "store_labels": True}).enable("table")
    for plugin in (
        myst_block_plugin,
        myst_role_plugin,
        colon_fence_plugin,
        tasklists_plugin,
    ):
        parser.use(plugin)
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.core.ruler.at("inline", _inline_rule)
    return parser


def _inline_rule(state: StateCore) -> None:
    """Parse inline content as markdown-it does, without asking its rules about plain text."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            if _MARKUP.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            elif token.content:
                token.children.append(Token("text", "", 0, content=token.content))


@dataclass
class _Taken:
    """What has been found so far."""

    source: SourceText
    document: DocumentKind
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    forbidden: list[Forbidden] = field(default_factory=list)
    definitions: Definitions = field(init=False)

    def __post_init__(self) -> None:
        self.definitions = Definitions(self.source)

    def forbid(self, line: int, message: str, hint: str, text: str = "") -> None:
        span = self.source.find(text, line, line) if text else self.source.span_of_line(line)
        self.forbidden.append(Forbidden(span, message, hint))


def parse_body(source: SourceText, first_line: int, document: DocumentKind) -> Body:
    """Return the body of a document, which begins on `first_line` of its source."""
    taken = _Taken(source, document)
    text = "\n".join(source.lines[first_line - 1 :])
    _walk(taken, text, first_line, block="", depth=0)
    taken.forbidden += taken.definitions.unused()
    return Body(
        first_line,
        tuple(taken.headings),
        tuple(taken.blocks),
        tuple(taken.roles),
        tuple(taken.images),
        tuple(taken.links),
        tuple(taken.tables),
        tuple(taken.prose),
        tuple(taken.forbidden),
    )


def _tokens(text: str, env: dict[str, Any]) -> list[Token]:
    """Return the tokens of Markdown; of the common kind, only those that are looked at.

    `env` is the parser's: it holds the link definitions known so far, and gets those of the text.
    """
    tokens = common_tokens(text)
    if tokens is None:
        return _parser().parse(text, env)
    inline = [one for one in tokens if one.type == "inline"]
    _inline_rule(StateCore(text, _parser(), env, inline))
    marked = [one for one in inline if [child.type for child in one.children or ()] != ["text"]]
    text_join(StateCore(text, _parser(), env, marked))
    return tokens


def _walk(taken: _Taken, text: str, first_line: int, block: str, depth: int) -> None:
    """Take apart Markdown that begins on `first_line`, inside the block of that name."""
    env: dict[str, Any] = {"references": taken.definitions.known}
    tokens = _tokens(text, env)
    taken.forbidden += taken.definitions.of_part(env, first_line)
    kinds: list[ProseKind] = []
    line = first_line
    for index, token in enumerate(tokens):
        if token.map:
            line = token.map[0] + first_line
        if token.type in _SILENT:
            continue
        match token.type:
            case "heading_open":
                _heading(taken, token, tokens[index + 1], line, inside=bool(block))
                kinds.append("heading")
            case "list_item_open":
                kinds.append("item")
            case "footnote_reference_open":
                taken.definitions.of_note(token, line)
            case "th_open" | "td_open":
                kinds.append("cell")
            case "heading_close" | "list_item_close" | "th_close" | "td_close":
                kinds.pop()
            case "table_open":
                header = tuple(_header(tokens[index:]))
                taken.tables.append(Table(header, taken.source.span_of_line(line)))
                _long_rows(taken, token, line, len(header))
            case "inline":
                _inline(taken, token, line, kinds[-1] if kinds else "paragraph", block)
            case "colon_fence" | "fence" if _DIRECTIVE.match(token.info.strip()):
                _block(taken, token, line, depth)
            case "fence":
                taken.forbidden += of_code(token, line, taken.source)
            case kind if kind in _FORBIDDEN:
                taken.forbid(line, *_FORBIDDEN[kind])


def _heading(taken: _Taken, opening: Token, content: Token, line: int, *, inside: bool) -> None:
    level = int(opening.tag[1])
    heading = Heading(level, content.content, taken.source.span_of_line(line))
    if inside:
        hint = "Use bold text, or end the block with ':::' before the heading."
        taken.forbid(line, "a heading inside a block", hint)
    elif level == 1:
        hint = "Begin it with '## '. The title of the document comes from its settings."
        taken.forbid(line, "a heading of level 1", hint)
    else:
        taken.headings.append(heading)


def _long_rows(taken: _Taken, token: Token, line: int, columns: int) -> None:
    """Report cells beyond the last column of a table, which Markdown leaves out."""
    rows = (token.map[1] - token.map[0]) if token.map else 0
    for number in range(line + 2, line + rows):
        cells = _BAR.split(taken.source.line(number).strip(" \t>").removeprefix("|"))
        if any(cell.strip() for cell in cells[columns:]):
            hint = "Remove the last cell; put a backslash before a bar that is text."
            taken.forbid(number, "a row with more cells than the table has columns", hint)


def _header(tokens: Sequence[Token]) -> Iterator[str]:
    """Return the text of the header cells of the table that the tokens begin with."""
    for token, following in pairwise(tokens):
        if token.type == "th_open":
            yield following.content
        if token.type == "thead_close":
            return


def _inline(taken: _Taken, token: Token, line: int, kind: ProseKind, block: str) -> None:
    words: list[str] = []
    cursor = (line, 0)
    for child in token.children or []:
        match child.type:
            case "text" | "code_inline":
                words.append(child.content)
            case "softbreak" | "hardbreak":
                words.append(" ")
                cursor = (cursor[0] + 1, 0)
            case "myst_role":
                cursor = _role(taken, child, cursor)
                words.append(" " if child.meta["name"] == "cite" else child.content)
            case "image":
                target, alt = str(child.attrs["src"]), child.content
                span = taken.source.find(f"]({target}", line, cursor[0] + 1)
                taken.images.append(Image(target, alt, span))
                taken.forbidden += taken.definitions.of_link(child, line)
            case "link_open":
                taken.forbidden += taken.definitions.of_link(child, line)
                _link(taken, str(child.attrs["href"]), line)
            case "footnote_ref":
                taken.definitions.of_mark(child, line)
            case "html_inline" if "task-list-item-checkbox" not in child.content:
                hint = "Write it in Markdown; there is no HTML in a library."
                taken.forbid(line, "raw HTML is not allowed", hint, child.content)
    if "&" in token.content and (unseen := find_unseen("".join(words))):
        message = f"a character that nobody sees, {unseen[1]}"
        taken.forbid(line, message, "Remove it, or its name between '&' and ';'.")
    if "{" in token.content:
        _broken_roles(taken, token, line)
    if "\n: " in token.content:
        number = line + token.content.partition("\n: ")[0].count("\n") + 1
        hint = "Write the word in bold and what it means in one line: **Trigger:** what starts it."
        taken.forbid(number, "a list of definitions is not known here", hint)
    if "](" in token.content and _UNSAFE_LINK.search(token.content):
        taken.forbid(line, "a link of a kind that is not allowed", "Link to an https:// address.")
    text = " ".join("".join(words).split())
    if text:
        taken.prose.append(Prose(kind, text, taken.source.span_of_line(line), block))


def _broken_roles(taken: _Taken, token: Token, line: int) -> None:
    """Report what was meant as a reference but stands on the page as it is written."""
    for child in token.children or []:
        for found in _BROKEN_ROLE.finditer(child.content) if child.type == "text" else ():
            hint = "Write the braces and then the id between two backticks: {handout}`my-page`."
            taken.forbid(line, "a reference that is not complete", hint, found[0])


def _role(taken: _Taken, token: Token, cursor: tuple[int, int]) -> tuple[int, int]:
    """Note a role that stands at or after the cursor (line, column from 0); return its end."""
    name, target = str(token.meta["name"]), token.content
    written = f"{{{name}}}`{target}`"
    line, column = cursor
    start = taken.source.line(line).find(written, column)
    start = max(start, 0)
    span = Span(line, start + 1, line, start + 1 + len(written))
    if name not in ROLES:
        hint = did_you_mean(name, ROLES) or f"Roles: {', '.join(ROLES)}."
        taken.forbidden.append(Forbidden(span, f"there is no role '{name}'", hint))
    elif taken.document not in ROLES[name][0]:
        message = f"the role '{name}' is not allowed in a {taken.document}"
        hint = "Patients never see modules; say it in words, or name a handout."
        taken.forbidden.append(Forbidden(span, message, hint))
    else:
        taken.roles.append(Role(name, target.strip(), span))
    return line, start + len(written)


def _link(taken: _Taken, target: str, line: int) -> None:
    span = taken.source.find(target, line, line)
    if _SCHEME.match(target) and not target.lower().startswith(_SAFE_SCHEMES):
        hint = "Link to an https:// address, a phone number (tel:) or an e-mail address (mailto:)."
        taken.forbid(line, "a link of a kind that is not allowed", hint, target)
    elif (call := _CALL.match(target)) and not call["number"]:
        hint = "Write digits only, as in tel:988; some phones take * and # for commands."
        taken.forbid(line, "a link to what is no telephone number", hint, target)
    taken.links.append(Link(target, span))


def _block(taken: _Taken, token: Token, line: int, depth: int) -> None:
    matched = _DIRECTIVE.match(token.info.strip())
    name, argument = matched.groups() if matched else ("", "")
    spec = BLOCKS.get(name)
    if spec is None:
        hint = did_you_mean(name, BLOCKS) or f"Blocks: {', '.join(BLOCKS)}."
        taken.forbid(line, f"there is no block '{name}'", hint, f"{{{name}}}")
        return
    if taken.document not in spec.documents:
        hint = "Blocks for facilitators stand in modules, places to write in handouts."
        message = f"the block '{name}' is not allowed in a {taken.document}"
        taken.forbid(line, message, hint, f"{{{name}}}")
        return
    _closed(taken, token, line)
    lines = token.content.split("\n")
    options = options_of(lines)
    for number, message, hint in options.wrong:
        taken.forbid(line + 1 + number, message, hint)
    text = "\n".join(lines[options.number :])
    span = taken.source.span_of_line(line)
    end_line = line + (token.map[1] - token.map[0]) - 1 if token.map else line
    taken.blocks.append(Block(name, argument.strip(), options.values, text, span, end_line))
    if name == "figure":
        taken.images.append(Image(argument.strip(), options.values.get("alt", ""), span))
    elif argument and name in ("write", "scale", "watch"):
        taken.prose.append(Prose("label", argument.strip(), span, name))
    if depth >= MAX_NESTING:
        taken.forbid(line, "blocks stand too deep inside one another", "Write them one by one.")
        return
    if name == "board":
        _board(taken, text, line + 1 + options.number)
    else:
        _walk(taken, text, line + 1 + options.number, name, depth + 1)


def _board(taken: _Taken, text: str, first_line: int) -> None:
    """Take apart what is written on the board: each line is words, whatever it begins with."""
    env = {"references": taken.definitions.known}
    for number, line in enumerate(text.split("\n"), first_line):
        if line.lstrip().startswith((":::", "```")):
            hint = "End the board with ':::' before the block; its lines are shown as written."
            taken.forbid(number, "a block on the board", hint)
        elif content := line.strip():
            token = Token("inline", "", 0, content=content)
            state = StateCore(text, _parser(), env, [token])
            _inline_rule(state)
            text_join(state)
            _inline(taken, token, number, "paragraph", "board")


def _closed(taken: _Taken, token: Token, line: int) -> None:
    """Report a block whose closing line is missing, which swallows the rest of the document."""
    last = taken.source.line(line + (token.map[1] - token.map[0]) - 1) if token.map else ""
    if not last.strip().startswith(token.markup):
        hint = f"Close it with a line '{token.markup}'."
        taken.forbid(line, "a block is not closed", hint)
