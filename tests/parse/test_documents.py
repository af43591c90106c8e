"""Modules and handouts are taken apart without losing a place or a word."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curriculumkit.model.track import TrackFront
from curriculumkit.parse.data import read_data
from curriculumkit.parse.documents import parse_handout, parse_module
from curriculumkit.parse.markdown import parse_body
from curriculumkit.parse.validated import validated
from curriculumkit.scaffold import HANDOUT, MODULE
from curriculumkit.source import SourceText

CASES = Path(__file__).parent / "cases"
FRONT = yaml.safe_load((CASES / "front-matter.yaml").read_text(encoding="utf-8"))
SEGMENTS = yaml.safe_load((CASES / "segments.yaml").read_text(encoding="utf-8"))

GOOD_MODULE = MODULE.format(title="A Title", topic="coping", source="tip41-2005", handout="")


def module_with(old: str, new: str) -> SourceText:
    assert old in GOOD_MODULE
    return SourceText("modules/coping/a-title.md", GOOD_MODULE.replace(old, new, 1))


@pytest.mark.parametrize("case", FRONT, ids=lambda case: case["name"])
def test_a_mistake_in_front_matter_is_told_at_its_place(case: dict[str, str]) -> None:
    module, problems = parse_module(module_with(case["replace"], case["by"]))
    assert module is None
    told = [f"{one.span.line}:{one.span.column}: {one.rule}: {one.message}" for one in problems]
    assert told == case["expect"]
    assert all(one.hint for one in problems)


@pytest.mark.parametrize("case", SEGMENTS, ids=lambda case: case["heading"])
def test_the_heading_of_a_segment_is_read_or_explained(case: dict[str, str]) -> None:
    module, problems = parse_module(
        module_with("## Plan: when I will use it (10–15 min)", case["heading"])
    )
    assert module is not None
    assert problems == ()
    if "segment" in case:
        plan = module.segments[4]
        assert [plan.kind, plan.title, plan.least, plan.most] == case["segment"]
    else:
        assert [one.message for one in module.bad_segments] == [case["problem"]]
        assert all(one.hint for one in module.bad_segments)


def test_blocks_know_their_lines_and_their_segment() -> None:
    module, _ = parse_module(SourceText("modules/coping/a-title.md", GOOD_MODULE))
    assert module is not None
    say = module.segments[0].blocks[0]
    assert say.name == "say"
    assert GOOD_MODULE.split("\n")[say.span.line - 1] == ":::{say}"
    assert GOOD_MODULE.split("\n")[say.end_line - 1] == ":::"
    assert (module.least_minutes, module.most_minutes) == (55, 105)


def test_roles_know_their_columns_even_behind_code_that_looks_alike() -> None:
    text = "One `{cite}` and {cite}`a` here,\nthen {handout}`b-c` and {cite}`a`.\n"
    body = parse_body(SourceText("x.md", text), 1, "module")
    found = [(one.name, one.target, one.span.line, one.span.column) for one in body.roles]
    assert found == [("cite", "a", 1, 18), ("handout", "b-c", 2, 6), ("cite", "a", 2, 25)]


def test_prose_is_what_a_reader_sees() -> None:
    text = (
        "## A heading\n\nSome **bold** and {cite}`key` words\nover two lines.\n\n"
        "- an item\n\n| Head |\n|---|\n| cell |\n\n:::{write} My *label*\n:lines: 2\n:::\n"
    )
    body = parse_body(SourceText("x.md", text), 1, "handout")
    assert [(one.kind, one.text) for one in body.prose] == [
        ("heading", "A heading"),
        ("paragraph", "Some bold and words over two lines."),
        ("item", "an item"),
        ("cell", "Head"),
        ("cell", "cell"),
        ("label", "My *label*"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<b>bold</b>", "raw HTML is not allowed"),
        ("<script>x</script>\n", "raw HTML is not allowed"),
        ("# Title\n", "a heading of level 1"),
        ("% a comment\n", "a line that begins with '%' is hidden from every page"),
        ("(anchor)=\n", "this line is MyST markup that a library may not use"),
        ("```{include} /etc/passwd\n```\n", "there is no block 'include'"),
        ("```{eval-rst}\n.. raw:: html\n```\n", "there is no block 'eval-rst'"),
        (":::{only} patient\nx\n:::\n", "there is no block 'only'"),
        (":::{say}\nnot for patients\n:::\n", "the block 'say' is not allowed in a handout"),
        ("{module}`x`\n", "the role 'module' is not allowed in a handout"),
        ("{download}`x`\n", "there is no role 'download'"),
        ("[x](javascript:alert(1))\n", "a link of a kind that is not allowed"),
        ("[x](ftp://example.org)\n", "a link of a kind that is not allowed"),
        (":::{remember}\n## Heading\n:::\n", "a heading inside a block"),
        (":::{remember}\nnever closed\n", "a block is not closed"),
    ],
)
def test_what_could_hide_run_or_fetch_is_forbidden(text: str, message: str) -> None:
    body = parse_body(SourceText("x.md", text), 1, "handout")
    assert message in [one.message for one in body.forbidden]
    assert all(one.hint for one in body.forbidden)


@given(st.text(max_size=400))
def test_any_text_can_be_a_body(text: str) -> None:
    source = SourceText("x.md", text.replace("\r", "\n"))  # as files are read
    body = parse_body(source, 1, "module")
    for one in (*body.blocks, *body.roles, *body.prose, *body.forbidden):
        assert 1 <= one.span.line <= len(source.lines)


@given(st.text("-:{}[]()`#|<>!* \n\tabsay%=~\"'0123456789", max_size=300))
def test_markup_in_any_order_can_be_a_document(text: str) -> None:
    for path, read in (
        ("modules/a/b.md", parse_module),
        ("handouts/b.md", lambda s: parse_handout(s, "en")),
    ):
        document, problems = read(SourceText(path, text))
        assert document is not None or problems


def test_a_handout_reads_clean() -> None:
    source = SourceText("handouts/x.md", HANDOUT.format(title="X", topic="coping"))
    handout, problems = parse_handout(source, "en")
    assert problems == ()
    assert handout is not None
    assert [one.name for one in handout.body.blocks] == ["remember", "write"]
    assert handout.body.blocks[1].options == {"lines": "3"}


TRACK = """\
title: {en: A Track}
weeks: 1
admission: {kind: cohort}
time_zone: America/New_York
group: {least: 4, most: 12}
slots:
  - {day: mon, start: "18:00", minutes: 60, service: group, leaders: 1}
requirements:
  - {kind: repeats, after_wekks: 2}
  - {kind: intensty, most: 1, per: day}
  - {most: 1, per: day}
"""


def test_a_mistake_in_one_kind_of_line_among_many_is_told_at_its_place() -> None:
    data = read_data(SourceText("t.yaml", TRACK))
    _, problems = validated(TrackFront, data, "t.yaml", "a track")
    assert [(one.span.line, one.span.column, one.message, one.hint) for one in problems] == [
        (9, 21, "there is no field 'after_wekks'", "Did you mean 'after_weeks'?"),
        (10, 12, "'requirements, item 2, kind' cannot be 'intensty'", "Did you mean 'intensity'?"),
        (
            11,
            5,
            "the field 'kind' is missing in 'requirements, item 3'",
            "Add 'kind': it says what this is.",
        ),
    ]
