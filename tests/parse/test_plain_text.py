"""Markdown is taken apart the same way with and without the short cuts."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculumkit.model.blocks import DocumentKind
from curriculumkit.model.document import Body
from curriculumkit.parse import markdown
from curriculumkit.parse.common import common_tokens
from curriculumkit.source import SourceText

HERE = Path(__file__).parents[2]
REAL = sorted([*HERE.glob("modules/*/*.md"), *HERE.glob("handouts/**/*.md")])

_PIECES = st.sampled_from(
    ["Wait", "ten", "minutes", " ", "  ", "\n", "\n\n", "\n\n\n", ".", "'", '"', "(", ")", "-", "+",
     "#", "1.", ":", "=", "===", "---", "|", "*", "**", "_", "`", "[", "]", "<", ">", "&amp;", "!",
     "{cite}`key`", "![a](b.svg)", "[a](#b)",
     "(a)=", "\n(a)=\n", "+++", "\n% ", "[^1]: ", ":::{say}\n", "\n:::\n", "\n:::{ask}\n", "::::",
     "\n- ", "\n* ", "\n1. ", "\n23) ", "[ ] ", "[x] ", "\n## ", " #", "\n| a | b |\n|---|:-:|\n",
     "\n| ", " | ", "|\n", "\\|", "||",
     "    ", "\t", "é", "¿", "“", "”", "\\", "~", "^", "%", "$", "\u00a0", "\u2028", "7"]
)  # fmt: skip


def _body(text: str, kind: DocumentKind) -> Body:
    return markdown.parse_body(SourceText("modules/a/b.md", text), 1, kind)


def _body_by_the_parser_alone(text: str, kind: DocumentKind) -> Body:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "common_tokens", lambda _text: None)
        patch.setattr(markdown, "_MARKUP", re.compile(r"|"))
        return _body(text, kind)


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(["module", "handout"]))
def test_short_cuts_change_nothing(text: str, kind: DocumentKind) -> None:
    assert _body(text, kind) == _body_by_the_parser_alone(text, kind)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_short_cuts_change_nothing_in_real_documents(path: Path) -> None:
    text = path.read_text("utf-8").split("---\n", 2)[2]
    kind: DocumentKind = "module" if path.parent.parent.name == "modules" else "handout"
    assert _body(text, kind) == _body_by_the_parser_alone(text, kind)
    assert common_tokens(text) is not None
