"""Blocks have the arguments and options that they need."""

import re
from collections.abc import Iterator, Sequence

from curriculumkit.diagnostics import Severity
from curriculumkit.model.blocks import BLOCKS, SCALE_END
from curriculumkit.model.document import Block
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Document, Finding, Rule

MOST_LINES = 30
MOST_STEPS = 11


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find blocks with a missing, needless or unknown argument or option, or without text."""
    for block in document.body.blocks:
        for message, hint in _wrong(block):
            yield Finding(document.path, block.span, message, hint)


def _wrong(block: Block) -> Iterator[tuple[str, str]]:
    spec = BLOCKS[block.name]
    if spec.argument and not block.argument:
        hint = f"Write it after the braces: ':::{{{block.name}}} {spec.argument}'."
        yield f"'{block.name}' does not say {spec.argument}", hint
    if block.argument and not spec.argument:
        hint = "Move the words to the next line."
        yield f"'{block.name}' takes no words on its first line", hint
    if block.argument and spec.choices and block.argument not in spec.choices:
        hint = did_you_mean(block.argument, spec.choices)
        yield (
            f"'{block.name}' knows no '{block.argument}'",
            hint or f"Write one of: {', '.join(spec.choices)}.",
        )
    for option in block.options:
        if option not in spec.options:
            hint = did_you_mean(option, spec.options) or _known(tuple(spec.options))
            yield f"'{block.name}' has no option '{option}'", hint
    for option in spec.required:
        if not block.options.get(option):
            yield (
                f"'{block.name}' needs the option '{option}'",
                f"Add ':{option}: …'. {spec.options[option]}",
            )
    if spec.has_body and not block.text.strip() and block.name != "figure":
        yield f"'{block.name}' is empty", "Write its text before the closing colons, or remove it."
    if not spec.has_body and block.text.strip():
        yield f"'{block.name}' has no room for text", "Write the text before or after the block."
    yield from _numbers(block)


def _known(options: Sequence[str]) -> str:
    return f"Options: {', '.join(options)}." if options else "Remove it."


def _numbers(block: Block) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the numbers of a place to write or to rate."""
    if block.name == "write" and (lines := block.options.get("lines")):
        right = re.fullmatch(r"\d{1,4}", lines) and 1 <= int(lines) <= MOST_LINES
        if not right:
            yield f"lines cannot be '{lines}'", f"Write a number from 1 to {MOST_LINES}."
    if block.name == "scale":
        ends = [re.match(SCALE_END, block.options.get(name, "")) for name in ("from", "to")]
        for name, end in zip(("from", "to"), ends, strict=True):
            if block.options.get(name) and not end:
                yield f"'{name}' should begin with a number", "Write it as '0, none'."
        first, last = ends
        if first and last and not 1 <= int(last[1]) - int(first[1]) < MOST_STEPS:
            hint = f"Write the lower number first, and at most {MOST_STEPS} steps."
            yield f"a scale from {first[1]} to {last[1]}", hint


RULE = Rule(
    slug="blocks",
    severity=Severity.ERROR,
    summary="Blocks have the arguments and options that they need.",
    reason="A place to write without its question, or a risk without its name, helps nobody.",
    check_document=check,
)
