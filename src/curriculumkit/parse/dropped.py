"""What Markdown reads and then shows nowhere: definitions that nothing uses, and titles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it.token import Token

from curriculumkit.model.document import Forbidden
from curriculumkit.source import SourceText, Span

_UNUSED = "this link definition is not used, so no page shows it"
_TWICE = "a link of this name is defined twice; the second is lost"
_NOTE = "nothing leads to this footnote, so no page shows it"
_NO_NOTE = "there is no footnote of this name"
_TITLE = "a title that shows only under a mouse pointer"
_WORDS = "words after the language of a code block are lost"


@dataclass
class Definitions:
    """The definitions of links and notes of a document, where each stands, and which are used."""

    source: SourceText
    known: dict[str, Any] = field(default_factory=dict)  # as the parser keeps them
    lines: dict[str, int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    notes: dict[str, Span] = field(default_factory=dict)
    marks: dict[str, Span] = field(default_factory=dict)

    def of_part(self, env: Mapping[str, Any], first_line: int) -> Iterator[Forbidden]:
        """Note those of links in a part of the text, and yield those that are lost."""
        for label, one in self.known.items():
            self.lines.setdefault(label, one["map"][0] + first_line)
        for one in env.get("duplicate_refs", ()):
            span = self.source.span_of_line(one["map"][0] + first_line)
            yield Forbidden(span, _TWICE, "Give it another name, or remove it.")

    def of_note(self, token: Token, line: int) -> None:
        """Note where a footnote stands."""
        label = str(token.meta["label"])
        self.notes.setdefault(label, self.source.find(f"[^{label}]:", line))

    def of_mark(self, token: Token, line: int) -> None:
        """Note where something first leads to a footnote."""
        label = str(token.meta["label"])
        self.marks.setdefault(label, self.source.find(f"[^{label}]", line))

    def of_link(self, token: Token, line: int) -> Iterator[Forbidden]:
        """Note that a link or picture uses a definition; yield its title, which no print shows."""
        for one in (token, *(token.children or ())):
            if "label" in one.meta:
                self.used.add(one.meta["label"])
        if title := token.attrs.get("title"):
            span = self.source.find(str(title), line, line)
            yield Forbidden(span, _TITLE, "Write the words beside it, and leave the title out.")

    def unused(self) -> Iterator[Forbidden]:
        """Yield the definitions that nothing uses, and what leads to notes that are not there."""
        for label in sorted(self.lines.keys() - self.used):
            hint = "Remove it, or write the link where it belongs: [words](https://…)."
            yield Forbidden(self.source.span_of_line(self.lines[label]), _UNUSED, hint)
        for label in sorted(self.notes.keys() - self.marks.keys()):
            yield Forbidden(self.notes[label], _NOTE, f"Write [^{label}] where it belongs.")
        for label in sorted(self.marks.keys() - self.notes.keys()):
            hint = f"Write it on lines of its own, as [^{label}]: text. Or remove the mark."
            yield Forbidden(self.marks[label], _NO_NOTE, hint)


def of_code(token: Token, line: int, source: SourceText) -> Iterator[Forbidden]:
    """Yield what stands after the language of a code block."""
    if len(token.info.split()) > 1:
        hint = "Keep the first word, which is the language, or none."
        yield Forbidden(source.span_of_line(line), _WORDS, hint)
