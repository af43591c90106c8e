"""The items of AHRQ's PEMAT-P that a program can judge, for one handout.

Shoemaker, Wolf and Brach (2013, updated 2014), The Patient Education Materials Assessment Tool
(PEMAT) and User's Guide, AHRQ Publication No. 14-0002-EF. Items 13 and 14 are for audiovisual
material only. A score is the share of items agreed with, items that do not apply left out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from curriculumkit.model.handout import Handout
from curriculumkit.readability.medical import languages, medical_terms
from curriculumkit.readability.pemat_items import ITEMS, Item
from curriculumkit.readability.prose import Sentence, patient_sentences
from curriculumkit.readability.text import words_in
from curriculumkit.readability.voice import (
    describes_action,
    is_passive,
    speaks_to_reader,
    tells_to_act,
)

VERY_SHORT = 100
"""Up to how many words a handout needs no sections, as PEMAT excuses very short material."""

LONGEST_SECTION = 150
LONGEST_PARAGRAPH = 60
MOST_PASSIVE = 0.1
FEWEST_DIRECT = 0.8
"""The share from which on PEMAT's guide says that something holds throughout a text."""

LONGEST_TABLE_HEADING = 5


class Verdict(StrEnum):
    """What was judged of an item."""

    AGREE = "agree"
    DISAGREE = "disagree"
    DOES_NOT_APPLY = "does not apply"
    HUMAN = "left to a person"


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with its verdict and the reason."""

    item: Item
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True)
class Material:
    """A handout to be judged; `easy` tells whether it keeps the reading limits."""

    handout: Handout
    easy: bool

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences that a patient reads."""
        return tuple(patient_sentences(self.handout.body))

    @cached_property
    def words(self) -> int:
        """Return how many words the page has."""
        return sum(len(words_in(one.text)) for one in self.handout.body.prose)

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines of the body as written."""
        return self.handout.source.lines[self.handout.body.first_line - 1 :]

    @property
    def language(self) -> str:
        """Return the language of the handout."""
        return self.handout.language

    def has_line(self, pattern: str) -> bool:
        """Tell whether any line of the body matches."""
        return any(re.search(pattern, line) for line in self.lines)

    def count_lines(self, pattern: str) -> int:
        """Return how many lines of the body match."""
        return sum(bool(re.search(pattern, line)) for line in self.lines)

    def has_block(self, *names: str) -> bool:
        """Tell whether any block of these names is there."""
        return any(block.name in names for block in self.handout.body.blocks)


_STEP = r"^\s*\d+[.)]\s"
_STEP_ROW = r"^\s*\|\s*[^|\s][^|]*\|(?:\s*\|)+\s*$"
"""A row of a table that begins with words and leaves the rest to write in."""

_TASK = r"^\s*[-*]\s+\[[ xX]\]\s"
_EMPTY_CELL = r"\|\s*\|"

_SUMS = re.compile(
    r"\b(?:add (?:up (?:the|your|all|each|how)|them|the)|subtract|multiply|divide (?:by|the)"
    r"|calculate|work out the|percent of|sume|reste|multiplique|divida|calcule)\b",
    re.IGNORECASE,
)
_HARD_NUMBER = re.compile(r"\d\s?%|\bpercent\b|\bpor ciento\b|\d+\.\d|\d/\d")


def judge(material: Material) -> Iterator[Judged]:
    """Yield every item of PEMAT-P with its verdict, in the order of the instrument."""
    for item in ITEMS:
        judge_item = _JUDGES.get(item.number)
        if judge_item is None:
            yield Judged(item, Verdict.HUMAN)
        else:
            yield Judged(item, *judge_item(material))


def score(judged: list[Judged], domain: str) -> float | None:
    """Return the share of the judged items of a domain agreed with, in percent, or None."""
    agreed = sum(one.verdict is Verdict.AGREE for one in judged if one.item.domain == domain)
    judged_items = sum(
        one.verdict in (Verdict.AGREE, Verdict.DISAGREE)
        for one in judged
        if one.item.domain == domain
    )
    return 100 * agreed / judged_items if judged_items else None


_Answer = tuple[Verdict, str]


def _answer(*, holds: bool, otherwise: str) -> _Answer:
    return (Verdict.AGREE, "") if holds else (Verdict.DISAGREE, otherwise)


def has_purpose(material: Material) -> _Answer:
    """Judge item 1: the purpose is a sentence of its own, not the title again."""
    front = material.handout.front
    words = words_in(front.purpose)
    own = front.purpose.strip(" .").lower() != front.title.strip(" .").lower()
    return _answer(
        holds=len(words) >= 5 and own,  # noqa: PLR2004 - subject, verb and what it is for
        otherwise="the purpose does not say what the page is for",
    )


def has_action(material: Material) -> _Answer:
    """Judge item 20: something to do is named, or there is a place to do it."""
    place = material.has_block("write", "scale") or material.has_line(_TASK)
    holds = place or any(tells_to_act(one.text, material.language) for one in material.sentences)
    return _answer(holds=holds, otherwise="no action for the reader")


def _everyday(material: Material) -> _Answer:
    return _answer(holds=material.easy, otherwise="the reading grade is above the limit")


def _medical_terms(material: Material) -> _Answer:
    if material.language not in languages():
        return Verdict.HUMAN, ""
    terms = list(medical_terms(material.sentences, material.language))
    if not terms:
        return Verdict.DOES_NOT_APPLY, ""
    missing = [term for term, explained in terms if not explained]
    return _answer(holds=not missing, otherwise=f"not explained: {', '.join(missing)}")


def _active(material: Material) -> _Answer:
    passive = [one for one in material.sentences if is_passive(one.text, material.language)]
    share = len(passive) / max(1, len(material.sentences))
    return _answer(
        holds=share <= MOST_PASSIVE,
        otherwise=f"{len(passive)} of {len(material.sentences)} sentences are passive",
    )


def _numbers(material: Material) -> _Answer:
    texts = [one.text for one in material.handout.body.prose]
    if not any(re.search(r"\d", text) for text in texts):
        return Verdict.DOES_NOT_APPLY, ""
    hard = [text for text in texts if _HARD_NUMBER.search(text)]
    return _answer(holds=not hard, otherwise=f"percent, decimals or fractions: {_cut(hard)}")


def _no_sums(material: Material) -> _Answer:
    sums = [one.text for one in material.handout.body.prose if _SUMS.search(one.text)]
    return _answer(holds=not sums, otherwise=f"asks the reader to calculate: {_cut(sums)}")


def _chunked(material: Material) -> _Answer:
    if material.words <= VERY_SHORT:
        return Verdict.DOES_NOT_APPLY, ""
    starts = sorted(heading.span.line for heading in material.handout.body.headings)
    lengths: dict[int, int] = {}
    longest = 0
    for prose in material.handout.body.prose:
        if prose.kind in ("paragraph", "item"):
            section = sum(start <= prose.span.line for start in starts)
            number = len(words_in(prose.text))
            longest = max(longest, number)
            lengths[section] = lengths.get(section, 0) + number
    most = max(lengths.values(), default=0)
    return _answer(
        holds=most <= LONGEST_SECTION and longest <= LONGEST_PARAGRAPH,
        otherwise=f"a section of {most} words, a paragraph of {longest}",
    )


def _headed(material: Material) -> _Answer:
    if material.words <= VERY_SHORT:
        return Verdict.DOES_NOT_APPLY, ""
    number = len(material.handout.body.headings)
    return _answer(holds=number > 1, otherwise=f"{number} headings")


def _summary(material: Material) -> _Answer:
    if material.words <= VERY_SHORT and not material.has_block("remember"):
        return Verdict.DOES_NOT_APPLY, ""
    return _answer(holds=material.has_block("remember"), otherwise="no 'remember' block")


def _cues(material: Material) -> _Answer:
    holds = bool(material.handout.body.blocks) or material.has_line(r"^\s*(?:[-*]|\d+\.)\s|\*\*")
    return _answer(holds=holds, otherwise="no list, box or bold word")


def _captions(material: Material) -> _Answer:
    images = material.handout.body.images
    if not images:
        return Verdict.DOES_NOT_APPLY, ""
    blocks = material.handout.body.blocks
    captioned = sum(block.name == "figure" and bool(block.text.strip()) for block in blocks)
    return _answer(
        holds=captioned >= len(images),
        otherwise=f"{len(images) - captioned} of {len(images)} pictures have no caption",
    )


def _tables(material: Material) -> _Answer:
    tables = material.handout.body.tables
    if not tables:
        return Verdict.DOES_NOT_APPLY, ""
    long = [
        cell
        for table in tables
        for cell in table.header
        if not cell.strip() or len(cell.split()) > LONGEST_TABLE_HEADING
    ]
    return _answer(holds=not long, otherwise=f"headings empty or long: {_cut(long)}")


def _direct(material: Material) -> _Answer:
    language = material.language
    actions = [one.text for one in material.sentences if describes_action(one.text, language)]
    if not actions:
        spoken = any(speaks_to_reader(one.text, language) for one in material.sentences)
        return _answer(holds=spoken, otherwise="no sentence speaks to the reader")
    distant = [
        text
        for text in actions
        if not (tells_to_act(text, language) or speaks_to_reader(text, language))
    ]
    return _answer(
        holds=len(distant) <= (1 - FEWEST_DIRECT) * len(actions),
        otherwise=f"says what to do without a word to the reader: {_cut(distant)}",
    )


def _steps(material: Material) -> _Answer:
    writes = sum(block.name == "write" for block in material.handout.body.blocks)
    steps = max(writes, *(material.count_lines(one) for one in (_STEP, _TASK, _STEP_ROW)))
    return _answer(holds=steps > 1, otherwise="no numbered steps, boxes to tick or prompts")


def _tool(material: Material) -> _Answer:
    holds = (
        material.has_block("write", "scale")
        or material.has_line(_TASK)
        or material.has_line(_EMPTY_CELL)
    )
    return _answer(holds=holds, otherwise="no checklist, scale, table or lines to fill in")


def _help_with_sums(material: Material) -> _Answer:
    sums = any(_SUMS.search(one.text) for one in material.handout.body.prose)
    return (Verdict.HUMAN, "") if sums else (Verdict.DOES_NOT_APPLY, "")


def _cut(texts: list[str]) -> str:
    shown = texts[0] if texts else ""
    return f"“{shown[:60]}…”" if len(shown) > 60 else f"“{shown}”"  # noqa: PLR2004


_JUDGES: Mapping[int, Callable[[Material], _Answer]] = {
    1: has_purpose,
    3: _everyday,
    4: _medical_terms,
    5: _active,
    6: _numbers,
    7: _no_sums,
    8: _chunked,
    9: _headed,
    11: _summary,
    12: _cues,
    17: _captions,
    19: _tables,
    20: has_action,
    21: _direct,
    22: _steps,
    23: _tool,
    24: _help_with_sums,
}
