"""Headings of level 2 to segments: ``Kind: title (minutes)``."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from curriculumkit.model.document import Block, Body, Heading
from curriculumkit.model.module import BadSegment, Segment, SegmentKind
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.source import Span

KINDS: Mapping[str, SegmentKind] = {kind: kind for kind in get_args(SegmentKind)}
"""What an author may write for each kind of segment."""

_MINUTES = re.compile(
    r"""\(\s*(?P<least>\d+)\s*(?:[-–—]\s*(?P<most>\d+)\s*)?(?:min|mins|minutes|minutos)\.?\s*\)\s*$"""
)
_FORM = "Write '## Kind: title (10–15 min)'."


def parse_segments(body: Body, last_line: int) -> tuple[list[Segment], list[BadSegment]]:
    """Return the segments of a module's body, and the headings of level 2 that are none."""
    segments: list[Segment] = []
    bad: list[BadSegment] = []
    headings = [heading for heading in body.headings if heading.level == 2]  # noqa: PLR2004
    ends = [*(heading.span.line - 1 for heading in headings[1:]), last_line][: len(headings)]
    for heading, end in zip(headings, ends, strict=True):
        found = _segment(heading, end, body.blocks)
        if isinstance(found, Segment):
            segments.append(found)
        else:
            bad.append(found)
    return segments, bad


def _segment(heading: Heading, end: int, blocks: Sequence[Block]) -> Segment | BadSegment:
    span = heading.span
    minutes = _MINUTES.search(heading.title)
    if minutes is None:
        return BadSegment(span, "the heading of a segment has no minutes", _FORM)
    word, _, title = heading.title[: minutes.start()].strip().partition(":")
    kind = KINDS.get(word.strip().lower())
    if kind is None:
        hint = did_you_mean(word.strip().lower(), KINDS) or f"Kinds: {', '.join(KINDS)}."
        return BadSegment(span, f"there is no kind of segment '{word.strip()}'", hint)
    if not title.strip() and kind != "break":
        return BadSegment(span, "the segment has no title", _FORM)
    least = int(minutes["least"])
    most = int(minutes["most"] or least)
    return _held(Segment(kind, title.strip(), least, most, span, end, _inside(blocks, span, end)))


def _held(segment: Segment) -> Segment | BadSegment:
    """Return the segment, or what is wrong with its minutes."""
    if segment.least > segment.most:
        message = f"the least minutes ({segment.least}) are above the most ({segment.most})"
        return BadSegment(segment.span, message, "Write the smaller number first.")
    if segment.most == 0:
        return BadSegment(segment.span, "the segment has no time", "Give it at least a minute.")
    return segment


def _inside(blocks: Sequence[Block], span: Span, end: int) -> tuple[Block, ...]:
    return tuple(block for block in blocks if span.line < block.span.line <= end)
