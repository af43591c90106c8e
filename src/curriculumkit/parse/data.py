"""YAML to plain data with the place of every value; nothing is guessed and nothing is executed."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from curriculumkit.diagnostics import Diagnostic, Related
from curriculumkit.parse.problems import problem
from curriculumkit.parse.unseen import find_unseen
from curriculumkit.source import FILE_START, Places, Route, SourceText, Span

MAX_DEPTH = 20
"""How deep values may nest."""

MAX_VALUES = 80_000
"""How many names and values one file may have."""

MAX_ITEMS = 5_000
"""How many items one list may have, and how many names one group of fields."""

MOST_PROBLEMS = 100
"""How many problems of one file are told; more of them help nobody."""

MAX_SCALAR = 100_000
"""How many characters one value may have."""

_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}\Z")
_TRICKY = re.compile(r"[&*!]|[-?:][ \t]+[-?][ \t]")
"""Signs of anchors, aliases and tags, and of lists inside lists on one line."""

_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}  # they end lines in YAML, but in no editor
_QUOTED = ("'", '"', "|", ">")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Data:
    """Data as read: `value` is plain (dict, list, str, int, float, bool, None) or None."""

    value: Any
    places: Places
    problems: tuple[Diagnostic, ...] = ()


@dataclass
class _Reader:
    """Turns composed nodes into plain data and notes where each value and key stands."""

    path: str
    first_line: int
    values: dict[Route, Span] = field(default_factory=dict)
    keys: dict[Route, Span] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        return Span(
            start.line + self.first_line,
            start.column + 1,
            end.line + self.first_line,
            end.column + 1,
        )

    def complain(self, slug: str, node: yaml.Node, message: str, hint: str) -> None:
        self.problems.append(problem(slug, self.path, message, hint, self.span(node)))

    def read(self, node: yaml.Node, route: Route) -> Any:
        self.values[route] = self.span(node)
        if len(route) > MAX_DEPTH:
            hint = "Write it in fewer levels."
            self.complain("yaml", node, f"values nest deeper than {MAX_DEPTH} levels", hint)
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, route)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*route, i)) for i, item in enumerate(node.value)]
        return self._scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, route: Route) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                hint = "Write a plain word before the colon; put quotes around text with braces."
                self.complain("yaml", key_node, "the name of a field must be one word", hint)
                continue
            key = key_node.value
            if key_node.style in _QUOTED and ("\n" in key or find_unseen(key)):
                message = "the name of a field has a character that nobody sees"
                self.complain("yaml", key_node, message, "Write its name plainly.")
                continue
            inner = (*route, key)
            if key in result:
                message = f"the field '{key}' is given twice"
                first = Related(self.path, self.keys[inner], "first given here")
                hint = "Keep one of the two."
                span = self.span(key_node)
                self.problems.append(
                    problem("duplicate-key", self.path, message, hint, span, (first,))
                )
                continue
            self.keys[inner] = self.span(key_node)
            result[key] = self.read(value_node, inner)
        return result

    def _scalar(self, node: yaml.ScalarNode) -> str | int | float | bool | None:
        text: str = node.value
        if len(text) > MAX_SCALAR:
            hint = "Shorten it."
            self.complain("yaml", node, f"a value has more than {MAX_SCALAR:,} characters", hint)
            return None
        if node.style in _QUOTED:
            if unseen := find_unseen(text):
                message = f"a character that nobody sees, {unseen[1]}"
                self.complain("yaml", node, message, "Remove it, or its escape.")
                return None
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _INT.match(text):
            return int(text)
        if _FLOAT.match(text):
            return float(text)
        return text


def read_data(source: SourceText, text: str | None = None, first_line: int = 1) -> Data:
    """Return the data of YAML `text` (the whole source when None) that begins on `first_line`.

    Scalars are text unless they are plain integers, decimals, ``true``, ``false`` or ``null``; a
    date stays text. Anchors, aliases and tags are refused, so small files cannot grow large.
    """
    text = (source.text if text is None else text).translate(_LINE_ENDS)
    reader = _Reader(source.path, first_line)
    if (refusal := None if _is_simple(text) else _refusal(source, text, first_line)) is not None:
        return Data(None, Places({}, {}), (refusal,))
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return Data(None, Places({}, {}), (_syntax(source, error, first_line),))
    except RecursionError:
        message, hint = f"values nest deeper than {MAX_DEPTH} levels", "Write it in fewer levels."
        return Data(None, Places({}, {}), (problem("yaml", source.path, message, hint),))
    value = None if node is None else reader.read(node, ())
    return Data(value, Places(reader.values, reader.keys), tuple(reader.problems[:MOST_PROBLEMS]))


def _is_simple(text: str) -> bool:
    """Tell fast that a text can have neither anchors nor tags, nor nest deep, nor hold much."""
    return (
        len(text) < MAX_ITEMS
        and not _TRICKY.search(text)
        and text.count("[") + text.count("{") <= MAX_DEPTH
    )


def _refusal(source: SourceText, text: str, first_line: int) -> Diagnostic | None:
    """Return why the text is not even composed: an alias, a deep nest or a forbidden character."""
    try:
        values = 0
        groups: list[int] = []  # how many nodes each open group of fields or list has
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + first_line if event.start_mark else first_line
            if getattr(event, "anchor", None):
                span = source.span_of_line(line)
                message = "anchors (&) and aliases (*) are not allowed"
                hint = "Write the value out; put quotes around text that begins with & or *."
                return problem("yaml", source.path, message, hint, span)
            if getattr(event, "tag", None):
                message = "tags (words that begin with '!') are not allowed"
                hint = "Remove it; put quotes around text that begins with an exclamation mark."
                return problem("yaml", source.path, message, hint, source.span_of_line(line))
            if isinstance(event, yaml.NodeEvent):
                values += 1
                groups[-1:] = [one + 1 for one in groups[-1:]]
            if isinstance(event, yaml.CollectionStartEvent):
                groups.append(0)
            elif isinstance(event, yaml.CollectionEndEvent):
                nodes_each = 2 if isinstance(event, yaml.MappingEndEvent) else 1
                if groups.pop() > nodes_each * MAX_ITEMS:
                    return _refused(source, line, f"more than {MAX_ITEMS:,} items in one list")
            if values > MAX_VALUES:
                return _refused(source, line, f"more than {MAX_VALUES:,} names and values")
            if len(groups) > MAX_DEPTH:
                message = f"values nest deeper than {MAX_DEPTH} levels"
                span = source.span_of_line(line)
                return problem("yaml", source.path, message, "Write it in fewer levels.", span)
    except yaml.YAMLError as error:
        return _syntax(source, error, first_line)
    return None


def _refused(source: SourceText, line: int, message: str) -> Diagnostic:
    hint = "Make several files of it."
    return problem("yaml", source.path, message, hint, source.span_of_line(line))


def _syntax(source: SourceText, error: yaml.YAMLError, first_line: int) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        message = "a character that YAML does not allow"
        hint = "Remove control characters; save the file as UTF-8 text."
        position = getattr(error, "position", None)
        span = FILE_START
        if position is not None:
            before = source.text[: position + 1]
            span = source.span_of_line(before.count("\n") + 1)
        return problem("yaml", source.path, message, hint, span)
    line = mark.line + first_line
    span = Span(line, mark.column + 1, line, mark.column + 2)
    written = source.line(line)
    said = str(getattr(error, "problem", None) or "does not parse")
    if "\t" in written[: len(written) - len(written.lstrip())] or "'\\t'" in said:
        column = written.find("\t") + 1
        span = Span(line, max(column, 1), line, max(column, 1) + 1)
        return problem(
            "yaml", source.path, "a tab at the beginning of a line", "Use spaces to indent.", span
        )
    return problem("yaml", source.path, f"YAML does not parse: {said}", _yaml_hint(said), span)


def _yaml_hint(said: str) -> str:
    if "mapping values are not allowed" in said:
        return "Put quotes around text that contains a colon followed by a space."
    if "found unexpected end of stream" in said or "quoted scalar" in said:
        return "A quotation mark is not closed."
    if "could not find expected ':'" in said:
        return "Write 'name: value', with a space after the colon."
    return "Check the indentation, the brackets and the quotes of this line and the one before."
