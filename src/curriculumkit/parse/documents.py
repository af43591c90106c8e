"""Modules and handouts: front matter, body and segments."""

from dataclasses import replace

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.handout import Handout, HandoutFront
from curriculumkit.model.module import Module, ModuleFront
from curriculumkit.parse.data import Data, read_data
from curriculumkit.parse.limits import too_much
from curriculumkit.parse.markdown import parse_body
from curriculumkit.parse.problems import problem
from curriculumkit.parse.segments import parse_segments
from curriculumkit.parse.validated import validated
from curriculumkit.source import NOWHERE, SourceText

FENCE = "---"


def document_id(path: str) -> str:
    """Return the id of a document: the name of its file without the ending."""
    return path.rpartition("/")[2].removesuffix(".md")


def parse_module(source: SourceText) -> tuple[Module | None, tuple[Diagnostic, ...]]:
    """Return the module, or None when its front matter does not hold, and all problems."""
    if refusal := too_much(source):
        return None, (refusal,)
    data, first_line = _front_matter(source)
    front, problems = validated(ModuleFront, data, source.path, "a module")
    if front is None:
        return None, problems
    body = parse_body(source, first_line, "module")
    segments, bad = parse_segments(body, len(source.lines))
    id_ = document_id(source.path)
    return Module(id_, source, data.places, front, body, tuple(segments), tuple(bad)), problems


def parse_handout(
    source: SourceText, language: str
) -> tuple[Handout | None, tuple[Diagnostic, ...]]:
    """Return the handout, or None when its front matter does not hold, and all problems."""
    if refusal := too_much(source):
        return None, (refusal,)
    data, first_line = _front_matter(source)
    front, problems = validated(HandoutFront, data, source.path, "a handout")
    if front is None:
        return None, problems
    body = parse_body(source, first_line, "handout")
    return Handout(document_id(source.path), language, source, data.places, front, body), problems


def front_matter_end(source: SourceText) -> int:
    """Return the line of the closing ``---``, or 0 when there is no front matter."""
    if source.line(1).rstrip() != FENCE:
        return 0
    ends = (n for n, line in enumerate(source.lines[1:], 2) if line.rstrip() == FENCE)
    return next(ends, 0)


def _front_matter(source: SourceText) -> tuple[Data, int]:
    """Return the data of the front matter and the first line of the body."""
    end = front_matter_end(source)
    if end == 0:
        opened = source.line(1).rstrip() == FENCE
        message = "the settings at the top are not closed" if opened else "there are no settings"
        hint = "Begin the file with a line '---', then 'title: …' and the other fields, then '---'."
        return Data(None, NOWHERE, (problem("front-matter", source.path, message, hint),)), 1
    data = read_data(source, "\n".join(source.lines[1 : end - 1]), first_line=2)
    if data.value is None and not data.problems:
        data = replace(data, value={})
    return data, end + 1
