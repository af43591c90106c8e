"""Plain text is taken apart the same way with and without the short cuts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculumkit.model.document import Body
from curriculumkit.parse import markdown
from curriculumkit.source import SourceText

_PIECES = st.sampled_from(
    ["Wait", "ten", "minutes", " ", "  ", "\n", "\n\n", "\n\n\n", ".", "'", '"', "(", ")", "-", "+",
     "#", "1.", ":", "=", "===", "---", "|", "*", "**", "_", "`", "[", "]", "<", ">", "&amp;", "!",
     "{cite}`key`",
     "(a)=", "\n(a)=\n", "+++", "\n% ", "[^1]: ", ":::{say}\n", "\n:::\n",
     "    ", "\t", "é", "¿", "“", "”", "\\", "~", "^", "%", "$"]
)  # fmt: skip


def _body(text: str) -> Body:
    return markdown.parse_body(SourceText("modules/a/b.md", text), 1, "module")


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_short_cuts_change_nothing(text: str) -> None:
    short = _body(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "_PLAIN", re.compile(r"(?!)"))
        patch.setattr(markdown, "_MARKUP", re.compile(r"|"))
        assert short == _body(text)
