"""A page that cannot be printed fails with the author's file and line."""

from pathlib import Path

import pytest
from pressing import GUIDE, Press, staged
from sphinx.util import requests

from curriculumkit.disk import DiskError
from curriculumkit.site import BuildError, Trouble
from curriculumkit.typst import compile as compiling

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">'
    '<rect width="60" height="40"/><text x="2" y="20">within</text></svg>'
)


def troubles(press: Press, body: str) -> tuple[Trouble, ...]:
    with pytest.raises(BuildError) as raised:
        press.print_all({"handouts/x": staged(body)})
    return raised.value.troubles


def test_what_print_cannot_show_is_an_error_on_its_line(press: Press) -> None:
    found = troubles(press, "Fine.\n\nBroken: {math}`x^2` here.")
    assert {(one.path, one.line) for one in found} == {("handouts/by-the-author.md", 22)}
    assert "print cannot show this" in " ".join(one.text for one in found)


def test_a_letter_that_the_fonts_lack_is_an_error_on_its_line(press: Press) -> None:
    found = troubles(press, "Fine.\n\nFine too.\n\nThis is 漢 here.")
    assert {(one.path, one.line) for one in found} == {("handouts/by-the-author.md", 24)}
    assert "'漢' (U+6F22)" in found[0].text


def test_a_letter_that_the_fonts_lack_is_told_of_the_guide_that_has_it(press: Press) -> None:
    pages = {
        f"modules/{name}": staged(f"## Teach (10 min)\n\nFine.\n\nThis is {sign}.", **GUIDE)
        for name, sign in (("a", "well"), ("b", "漢"))
    }
    with pytest.raises(BuildError) as raised:
        press.print_all(pages)
    (found,) = raised.value.troubles
    assert (found.line, "'漢' (U+6F22)" in found.text) == (24, True)


def test_an_error_in_what_a_guide_shares_is_of_a_page_that_includes_it(tmp_path: Path) -> None:
    name = f"{'0' * 32}.typ"
    for path, text in {
        f"shared/{name}": "#{\n/*@7*/ [Fine.]\n/*@9*/ missing()\n}\n",
        "body/handouts/x.typ": "#{\n[No guide.]\n}\n",
        "body/modules/m.typ": f'#{{\ninclude "/shared/{name}"\n}}\n',
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    main = '#include "/body/modules/m.typ"'
    for page in ("modules/m", "handouts/x"):
        with pytest.raises(compiling.CompileError) as raised:
            compiling.compile_pdf(tmp_path, main, page)
        assert (raised.value.page, raised.value.line) == ("modules/m", 9)


def test_a_picture_of_no_size_is_refused_with_its_file_and_line(press: Press) -> None:
    nothing = '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"></svg>'
    Path(press.root, "bad.svg").write_text(nothing, encoding="utf-8")
    with pytest.raises(DiskError, match=r"bad\.svg:1: the picture is of no size"):
        press.print_all(
            {"handouts/x": staged("Fine.\n\n![A drawing.](bad.svg)")},
            {"handouts/bad.svg": "bad.svg"},
        )


def test_a_picture_from_elsewhere_is_refused_and_never_fetched(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(requests, "get", lambda *address, **_: asked.append(address))
    with pytest.raises(BuildError) as raised:
        press.print_all({"handouts/x": staged("Fine.\n\n![A.](https://example.org/a.png)")})
    assert not asked
    trouble = raised.value.troubles[0]
    assert (trouble.path, trouble.line) == ("handouts/by-the-author.md", 22)
    assert "a picture from elsewhere" in trouble.text


def test_words_in_pictures_are_known(press: Press) -> None:
    Path(press.root, "good.svg").write_text(SQUARE, encoding="utf-8")
    page = staged("![A square.](good.svg)\n\nIn a line ![A square.](good.svg) too.")
    press.print_all({"handouts/x": page}, {"handouts/good.svg": "good.svg"})
    assert "within" in press.text("handouts/x.pdf")


def test_a_picture_without_alt_text_is_an_error(press: Press) -> None:
    Path(press.root, "good.svg").write_text(SQUARE, encoding="utf-8")
    with pytest.raises(BuildError, match="alt"):
        press.print_all({"handouts/x": staged("![](good.svg)")}, {"handouts/good.svg": "good.svg"})


def test_all_troubles_are_told_at_once_and_good_prints_are_kept(press: Press) -> None:
    pages = {
        "handouts/a": staged("Good."),
        "handouts/b": staged("Bad 漢."),
        "handouts/c": staged("Bad 字."),
    }
    with pytest.raises(BuildError) as raised:
        press.print_all(pages)
    assert len(raised.value.troubles) == 2
    press.print_all(pages | {"handouts/b": staged("Better."), "handouts/c": staged("Better.")})
    assert not [path for path in press.made if path.startswith("handouts/a")]


def test_a_missing_font_is_one_clear_line(
    press: Press, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(compiling, "files", lambda _package: tmp_path)
    compiling.fonts.cache_clear()
    try:
        with pytest.raises(DiskError) as raised:
            press.print_all({"handouts/x": staged("Text.")})
    finally:
        compiling.fonts.cache_clear()
    assert "Atkinson Hyperlegible Next" in str(raised.value)
    assert "Install curriculumkit again." in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_print_that_loses_words_is_refused(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    from curriculumkit.typst import translator  # noqa: PLC0415 - patched here only

    writers = dict(translator.WRITERS)
    writers[translator.nodes.strong] = lambda _writing, _node: ""
    monkeypatch.setattr(translator, "WRITERS", writers)
    found = troubles(press, "This is **lost** here.")
    assert "the print lacks words of the page: lost" in found[0].text
