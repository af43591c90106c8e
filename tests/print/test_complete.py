"""Every word of a page is on paper, whatever Markdown it is written in, and nothing is markup."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pressing import Press, staged

from curriculumkit.app import begin, build
from curriculumkit.scaffold import new_library
from curriculumkit.site import BuildError
from curriculumkit.typst.compile import line_saying
from curriculumkit.typst.readback import Readback, difference

EVERYTHING = """\
:::{remember}
The **main** thing, said *once*, with `code` and a note.[^one]
:::

## Lists ½ → 100%

1. One, with more:
   - a bullet
   - another bullet

     in two paragraphs
2. Two, as [the agency says](https://example.org/a/page) or at <https://example.org>.

- [ ] An empty box
- [x] A ticked box
- No box at all

> Somebody said so.

A hard\\
break, and a\u00a0blank that holds.

```
two  lines
    of code
```

---

| Left | Middle | 5 |
|:-----|:------:|--:|
| a    | b      | c |
|      |        | d |

| | |
|-|-|
| no | header |

### Places

:::{write} Somewhere to write
:lines: 3
:::

:::{scale} How strong is it?
:from: 0, none
:to: 10, the worst
:::

:::{scale} Unnamed
:from: 1
:to: 5
:::

Name {blank}`12` here.

:::{note}
A remark.
:::

:::{tip}
An idea.
:::

:::{important}
Not to be missed.
:::

:::{warning}
It can go wrong.
:::

:::{safety} Stay safe
Call 911.
:::

:::{help} Where to get help
- **Emergency:** call [911](<tel:911>).
:::

:::{sources} Sources
one-1998 - An Author. The Title. 1998. https://example.org/very/long/address/that/never/ends.html.
:::

[^one]: The note itself.
"""


def test_everything_that_authors_may_write_is_printed(press: Press) -> None:
    press.print_all({"handouts/x": staged(EVERYTHING)})
    for path in ("handouts/x.pdf", "handouts/x-large.pdf"):
        text = press.text(path)
        for words in (
            "said once",
            "The note itself",
            "another bullet",
            "A ticked box",
            "no header",
        ):
            assert words in text
        assert "example.org/a/page" in text
        assert text.count("☐") == 1
        assert text.count("☒") == 1
        assert press.read(path).outside == ()


def test_guides_print_every_block(press: Press) -> None:
    names = ("say", "ask", "board", "watch", "adapt", "remember")
    titled = {"watch": "A hard moment", "adapt": "telehealth"}
    blocks = "\n\n".join(
        f":::{{{name}}} {titled.get(name, '')}\nWords of {name}.\n:::"
        for name in names
        if name != "remember"
    )
    body = f"## Check-in: one word (5–10 min)\n\n{blocks}\n\n## 6:05 pm  Close: *the* end (5 min)\n"
    press.print_all({"modules/m": staged(body, "A Guide", ck_kind="guide", ck_form="")})
    text = press.text("modules/m.pdf")
    for label in ("Say", "Ask", "Write on the board", "Watch for", "A hard moment", "By video"):
        assert label in text
    assert "6:05\u00a0pm" in text or "6:05 pm" in text
    assert "Close: the end 5 min" in text


@pytest.mark.parametrize(
    "text",
    [
        '#panic("no") #eval("1")',
        "$x^2$ and 5 \\$ and \\\\",
        "\\u{41} \\n stays",
        "// not a comment /* nor this */",
        '"straight" and ") } ] ; #{',
        "<label> \\@ref = heading ~ -- --- ...",
    ],
)
def test_typst_markup_is_only_text(text: str, press: Press) -> None:
    page = staged(f"Before `{text}` after.")
    press.print_all({"handouts/x": page})
    assert f"Before {text} after." in press.text("handouts/x.pdf")


def test_a_title_may_hold_signs_of_typst(press: Press) -> None:
    press.print_all({"handouts/x": staged("Text.", 'The "#1" \\$ plan \\\\ page')})
    assert "#1" in press.text("handouts/x.pdf")


def test_a_long_table_repeats_its_header_and_cuts_no_row(press: Press) -> None:
    rows = "\n".join(f"| Row{n} first second third | word{n} end{n} |" for n in range(90))
    press.print_all({"handouts/x": staged(f"| Head | Second |\n|---|---|\n{rows}\n")})
    pages = press.read("handouts/x.pdf").pages
    assert len(pages) > 1
    for page in pages[:-1]:
        assert "Head" in page
    for number in range(90):
        (page,) = (page for page in pages if f"Row{number} " in page)
        assert f"end{number}" in page


def test_a_block_longer_than_a_page_is_not_lost(press: Press) -> None:
    words = " ".join(f"word{n}" for n in range(1500))
    press.print_all({"handouts/x": staged(f":::{{remember}}\n{words}\n:::")})
    assert press.read("handouts/x-large.pdf").outside == ()


def test_a_wide_table_stays_on_the_paper(press: Press) -> None:
    names = [f"Considerably{n}" for n in range(9)]
    table = "\n".join(["| " + " | ".join(names) + " |", "|---" * 9 + "|", "| x " * 9 + "|"])
    press.print_all({"handouts/x": staged(table)})
    assert press.read("handouts/x-large.pdf").outside == ()


def test_difference_tells_what_is_lost_and_what_is_foreign() -> None:
    read = Readback(("One two two 3 four-\nteen",), ())
    assert not difference(read, ["One", "two", "two", "fourteen"], [])
    found = difference(read, ["One", "two", "two", "two", "gone"], ["four"])
    assert found.missing == ("gone", "two")
    assert found.foreign == ("teen",)


def test_a_word_cut_into_two_that_the_page_has_too_is_whole() -> None:
    page = ["the", "prescriber", "made", "a", "point", "prescriberpoint"]
    cut = Readback(("the prescriber made a point prescriber\npoint",), ())
    assert not difference(cut, page, [])
    assert not difference(cut, [*page[:-1], "prescriber", "point"], [])
    assert difference(cut, [*page, "prescriber"], []).missing == ("prescriberpoint",)


def test_an_empty_page_is_printed(one_page: Callable[[str], str]) -> None:
    assert "My Page" in one_page("")


HOSTILE = {
    "a word longer than a line": "x" * 300 + " end",
    "an address longer than a line": f"See <https://example.org/{'a' * 300}>.",
    "an address of many parts": f"[here](https://example.org/{'a-b/' * 80}c).",
    "a word longer than a column": f"| A | B |\n|---|---|\n| {'x' * 300} | y |",
    "a cell higher than a page": f"| A | B |\n|---|---|\n| x | {'word ' * 1200}|",
    "lists six deep": "\n".join(f"{'  ' * n}- level {n} of text" for n in range(6)),
    "numbers six deep": "\n".join(f"{'   ' * n}1. level {n} of text" for n in range(6)),
    "a note in a list": "- item\n\n  :::{note}\n  In a list.\n  :::\n- other",
    "a warning in a note": "::::{note}\n:::{warning}\nInner.\n:::\n::::",
    "a table in a list": "- a\n\n  | A | B |\n  |---|---|\n  | x | y |",
    "notes that lead to notes": "Text.[^a] More.[^b]\n\n[^a]: One.\n\n    Two.\n\n[^b]: Other.",
    "a note named twice": "Text.[^a] More.[^a]\n\n[^a]: One.",
    "code with long lines": f"```python\nprint('x')  # {'long ' * 60}\n```",
    "code of brackets": '```html\n    <li><a href="{{ user.url }}">{{ user.name }}</a></li>\n```',
    "code of dashes": f"```text\nfoo <!{'-' * 90}> {'=' * 90}\n```",
    "code in a quote in a list": f"- a\n\n  > ```text\n  > {'letters' * 30}\n  > ```",
    "code that begins with a dot": ", ".join(f"`.a_long_name_{n}()`" for n in range(9)),
    "words that begin with a dot": "word".join(f" .example{n}" for n in range(30)),
    "code in narrow columns": f"| A | B | C |\n|---|---|---|\n| {'`a_long_name_of_code` | ' * 3}",
    "marks that combine": "e\u0301 and n\u0303 and u\u0308",
    "blanks of every width": "a\u2009b c\u202fd e\u2007f g\u2003h",
    "controls and hidden signs": "a\u0007b c\u00add e\u200bf g\u2060h",
    "more numbers than fit on a line": ":::{scale} S\n:from: 0\n:to: 20\n:::",
    "more lines than a page has": ":::{write} Many\n:lines: 40\n:::",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_other_projects_write_is_printed_whole(name: str, press: Press) -> None:
    guide = staged(HOSTILE[name], ck_kind="guide", ck_form="")
    made = press.print_all({"handouts/x": staged(HOSTILE[name]), "modules/m": guide})
    assert {one.path for one in made} >= {"handouts/x.pdf", "handouts/x-large.pdf", "modules/m.pdf"}


@pytest.mark.parametrize("text", ["שלום", "smile 😀", "你好", "\ue000", "Привет 漢"])
def test_a_letter_that_the_fonts_lack_is_told_with_its_line(text: str, press: Press) -> None:
    with pytest.raises(BuildError) as raised:
        press.print_all({"handouts/x": staged(f"Before.\n\nHere {text} there.")})
    (trouble,) = raised.value.troubles
    assert (trouble.path, trouble.line) == ("handouts/by-the-author.md", 22)
    assert any(f"U+{ord(letter):04X}" in trouble.text for letter in text)


def test_a_letter_that_the_fonts_lack_is_told_at_the_line_of_the_title(tmp_path: Path) -> None:
    begin(tmp_path, new_library("Test Library"))
    handout = tmp_path / "handouts/my-small-step.md"
    text = handout.read_text(encoding="utf-8")
    handout.write_text(text.replace("My Small Step", "My Small 你 Step", 1), encoding="utf-8")
    with pytest.raises(BuildError) as raised:
        build(tmp_path, tmp_path / "build", lambda *_: None, audience="patient", language="en")
    (trouble,) = raised.value.troubles
    title = text.split("\n").index("title: My Small Step") + 1
    assert (trouble.path, trouble.line) == ("handouts/my-small-step.md", title)


@pytest.mark.parametrize(
    "text",
    [
        ":::{seealso}\nx\n:::",
        ":::{sidebar} T\nx\n:::",
        "```{line-block}\na\n```",
        ":::{foo}\nx\n:::",
        ":::{glossary}\nt\n  d\n:::",
        "{abbr}`A (b)`",
    ],
)
def test_what_print_cannot_show_fails_with_its_line(text: str, press: Press) -> None:
    with pytest.raises(BuildError) as raised:
        press.print_all({"handouts/x": staged(f"Before.\n\n{text}")})
    for one in raised.value.troubles:
        assert one.path == "handouts/by-the-author.md"
        assert one.line in (22, 23, 24)


def test_a_table_that_no_paper_holds_is_set_row_by_row_with_the_names_of_its_columns(
    press: Press,
) -> None:
    names = [f"Column{number}" for number in range(14)]
    rows = [names, ["---"] * 14, *([f"said{row}x{at}" for at in range(14)] for row in range(3))]
    press.print_all({"handouts/x": staged("\n".join(f"| {' | '.join(one)} |" for one in rows))})
    text = press.text("handouts/x-large.pdf")
    for row in range(3):
        for at, name in enumerate(names):
            assert f"{name} said{row}x{at}" in text


def test_what_no_paper_holds_is_told_with_its_line_though_its_words_stand_before(
    tmp_path: Path,
) -> None:
    body = tmp_path / "body/handouts/x.typ"
    body.parent.mkdir(parents=True)
    code = 'raw("foo \u200b<!--\\n bar \\"a\\"", block: true)'
    body.write_text(
        f'/*@21*/ par("foo and bar a")\n/*@0*/ {code}\n/*@30*/ {code}', encoding="utf-8"
    )
    assert line_saying(tmp_path, "handouts/x", ["foo <!--", 'bar "a"']) == 30
    assert line_saying(tmp_path, "handouts/x", ["and", "foo"]) == 21
    assert line_saying(tmp_path, "handouts/x", ["gone"]) == 0


def test_what_is_said_over_the_end_of_a_page_is_labeled_there_again(press: Press) -> None:
    words = " ".join(f"word{n}" for n in range(900))
    body = f"## Teach: long (10 min)\n\n:::{{say}}\n{words}\n:::\n"
    press.print_all({"modules/m": staged(body, "A Guide", ck_kind="guide", ck_form="")})
    pages = press.read("modules/m.pdf").pages
    assert len(pages) > 1
    assert all("Say" in page.split() for page in pages)


@pytest.mark.parametrize(
    "drawn",
    [
        '<text x="20" y="180" transform="rotate(-90 20 180)">Craving over time</text>',
        '<text x="180" y="90" transform="rotate(180 180 90)">Craving over time</text>',
        '<g transform="scale(-1 1)"><text x="-180" y="50">Craving over time</text></g>',
        '<text x="20 40 60 80" y="100" rotate="10 20 30 40">Wave</text>',
        '<text x="20" y="50" letter-spacing="12">Craving</text>',
        '<text x="50" y="20" writing-mode="tb">Craving over time</text>',
    ],
)
def test_words_in_a_picture_may_stand_in_any_direction(press: Press, drawn: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200">{drawn}</svg>'
    (press.root / "turned.svg").write_text(svg, encoding="utf-8")
    page = staged("![A curve](turned.svg)")
    press.print_all({"handouts/x": page}, {"handouts/turned.svg": "turned.svg"})
    assert press.made == ["handouts/x.pdf", "handouts/x-large.pdf"]


def test_a_word_that_no_picture_shows_is_still_found() -> None:
    read = Readback(("Cra ving tomorrow",), ())
    assert difference(read, [], [], "Cravingovertime emitrevognivarC").foreign == ("tomorrow",)


def test_vietnamese_is_read_back_as_it_is_printed(press: Press) -> None:
    said = "Tiếng Việt: khuyến khích, nghiện rượu, một cốc nước ấm, uống thuốc đều, ẵm ế ộ ữ."
    press.print_all({"handouts/x": staged(f"{said}\n\n**{said}** *{said}*")})
    assert "khích" in press.text("handouts/x.pdf")


def test_labels_and_titles_have_the_quotation_marks_of_other_text(press: Press) -> None:
    body = (
        """:::{write} What I'd say to "just one"\n:lines: 2\n:::\n\n"""
        """:::{scale} How "ready" I'm\n:from: 0, I'm not\n:to: 5, I'm set\n:::\n\n"""
        """:::{remember}\nIt's "done".\n:::"""
    )
    press.print_all({"handouts/x": staged(body)})
    text = press.text("handouts/x.pdf")
    for said in ("What I’d say to “just one”", "How “ready” I’m", "I’m not", "It’s “done”."):
        assert said in text
    assert not {"'", '"'} & set(text)


@pytest.mark.parametrize(
    "body",
    [
        "A list of `Literal`s, `Enum`s and a`b`c, as **one**word and *an*other.",
        "Code with blanks at its ends ` as `, and `vue-tsc`` for the SFC `that touches.",
        "```python\nhandler.setFormatter(colorlog.ColoredFormatter(reset=True,style=None))\n```",
        "| [A link](https://example.org/a) | B |\n|-|-|\n" + "| one | two |\n" * 60,
        "| A[^n] | B |\n|-|-|\n" + "| one | two |\n" * 60 + "\n[^n]: The note.",
    ],
    ids=["words in parts", "blanks in code", "long code", "link in a header", "note in a header"],
)
def test_what_other_projects_write_is_printed(press: Press, body: str) -> None:
    press.print_all({"handouts/x": staged(body)})
    assert press.made[:2] == ["handouts/x.pdf", "handouts/x-large.pdf"]
