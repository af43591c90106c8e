"""Hostile fields of sources, tracks and workbooks come to nothing but text."""

from pathlib import Path

import openpyxl
import pytest
from planned_library import LOCK, MODULE, OTHER, TRACK, planned_library
from strangers import SETTINGS, built, command, dangers_in, page_of, replaced

from curriculumkit.app import check
from curriculumkit.parse.unseen import find_unseen

BOOK = "@book{{{key},\n  author={{A. Person}}, title={{{title}}}, year={{2020}}, {more}\n}}\n"

TITLES = {
    "script": "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "markup": "`x` [a](javascript:alert(1)) {{ 7*7 }} {eval-rst} ![a](//example.org/a.png)",
    "lines": "One\n\n:::\n<script>alert(1)</script>\n# Head\n- item",
    "typst": '#panic() $x$ */ // @ref <label> \\" ] }}',
    "latex": "\\input{/etc/passwd} \\write18{ls} {\\bf Bold}",
}

MORE = {
    "address-script": "url={javascript:alert(1)}",
    "address-data": "url={data:text/html,<script>1</script>}",
    "address-file": "url={file:///etc/passwd}",
    "address-quotes": 'url={https://example.org/"onmouseover="alert(1)}',
    "number": 'doi={10.1/"><script>alert(1)</script>}',
    "language": 'langid={"><script>alert(1)</script>}',
    "publisher": "publisher={<svg onload=alert(1)>}",
}


def test_hostile_sources_show_as_text(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    books = {key: BOOK.format(key=key, title=title, more="") for key, title in TITLES.items()}
    books |= {key: BOOK.format(key=key, title="T", more=more) for key, more in MORE.items()}
    with (root / "curriculum/references.bib").open("a") as file:
        file.write("".join(books.values()))
    for path in (MODULE, OTHER):
        replaced(root, path, "sources: [tip41-2005]", f"sources: [tip41-2005, {', '.join(books)}]")
    assert built(root, pdf=True) == []
    assert dangers_in(root / "build/editions") == {}
    page = root / "build/editions/facilitator/en" / MODULE.replace(".md", ".html")
    shown = " ".join(page_of(page.read_text(encoding="utf-8")).words)
    for text in ("<script>alert(1)</script>", "7*7", "#panic()", "<svg onload=alert(1)>"):
        assert text in " ".join(shown.split()), text


@pytest.mark.parametrize("key", ["a'b", "a b", "a`b", "a<b>", "../a", "-", "#a", "%", "a\u00e9"])
def test_a_key_of_a_source_is_an_id_or_an_error(tmp_path: Path, key: str) -> None:
    root = planned_library(tmp_path / "library")
    for path in ("curriculum/references.bib", MODULE, OTHER):
        replaced(root, path, "tip41-2005", key)
    assert check(root)[1].has_errors


def test_a_workbook_computes_nothing_that_a_library_says(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    replaced(root, MODULE, "title: One Small Step", 'title: "=cmd|A1"')
    replaced(root, TRACK, "room: Room 1", 'room: "=HYPERLINK(A1)"')
    lock = root / LOCK
    lock.write_text(lock.read_text().replace("room: Room 1", 'room: "=HYPERLINK(A1)"'))
    assert command("plan", "show", "evening", "--xlsx", "a.xlsx", cwd=root).code == 0
    book = openpyxl.load_workbook(root / "a.xlsx")
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row]
    told = {one.value: one.data_type for one in cells if str(one.value).startswith("=")}
    assert told == {"=cmd|A1": "s", "=HYPERLINK(A1)": "s"}


def test_a_plan_that_is_shown_commands_no_terminal(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    replaced(root, TRACK, "title: {en: Evening}", r'title: {en: "Eve\e]0;x\a\u202ening"}')
    for order in (("plan", "show", "evening"), ("today", "evening")):
        told = command(*order, cwd=root)
        assert told.code == 1
        assert find_unseen(told.out + told.err) is None


SETTINGS_THAT_ARE_REFUSED = {
    "address": "address: 'javascript:alert(1)'",
    "address with quotes": "address: 'https://example.org/\"onload=\"alert(1)'",
    "phone": "contact: {call: 'javascript:1'}",
    "paper": "paper: '../../etc'",
    "language": "languages: ['../x']",
    "unknown": "html_css_files: ['//example.org/a.css']",
    "tag": "name: !!python/object/apply:os.system [ls]",
    "anchor": "license: &a x",
    "merge": "<<: {license: x}",
}


@pytest.mark.parametrize("name", SETTINGS_THAT_ARE_REFUSED)
def test_settings_that_could_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    root = planned_library(tmp_path / "library")
    line = SETTINGS_THAT_ARE_REFUSED[name]
    kept = [
        one
        for one in (root / SETTINGS).read_text().splitlines()
        if not one.startswith(line.partition(":")[0] + ":")
    ]
    (root / SETTINGS).write_text("\n".join((*kept, line)) + "\n")
    _, report = check(root)
    assert [one for one in report.diagnostics if one.path == SETTINGS and one.severity == "error"]


def test_an_address_to_chat_leads_to_no_script(tmp_path: Path) -> None:
    root = planned_library(tmp_path / "library")
    replaced(root, SETTINGS, "web: 988lifeline.org", "web: 'x\"onclick=\"alert(1) javascript:1'")
    if not check(root)[1].has_errors:
        assert built(root) == []
        assert dangers_in(root / "build/editions") == {}
