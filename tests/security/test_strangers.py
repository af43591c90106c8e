"""A stranger's library runs nothing, reads nothing outside of itself, and shows only text."""

import os
import pickle
from pathlib import Path

import pytest
import yaml
from strangers import (
    HANDOUT,
    MODULE,
    SETTINGS,
    built,
    command,
    dangers_in,
    is_page,
    page_of,
    replaced,
    small,
    snapshot,
)

from curriculumkit.app import check
from curriculumkit.disk import DiskError
from curriculumkit.typst.code import ANYWHERE
from curriculumkit.typst.readback import read_back

OUTSIDE = "a text outside of the library"

MARKDOWN = {
    "tag": "<b onclick=alert(1)>a</b>",
    "script": "<script>alert(1)</script>",
    "script in the middle": "a <script\n>alert(1)</script> b",
    "comment": "<!-- a -->",
    "instruction": "<?php a ?>",
    "declaration": "<!DOCTYPE a>",
    "cdata": "<![CDATA[ a ]]>",
    "link": "[a](javascript:alert(1))",
    "link in capitals": "[a](JaVaScRiPt:alert(1))",
    "link with an entity": "[a](javascript&colon;alert(1))",
    "link with numbers": "[a](&#106;&#97;vascript:alert(1))",
    "link with hexadecimal numbers": "[a](&#x6A;avascript&#x3a;alert(1))",
    "link with a tab": "[a](java&Tab;script:alert(1))",
    "link with a line end": "[a](java&NewLine;script:alert(1))",
    "link with a control": "[a](<\x01javascript:alert(1)>)",
    "link with escapes": r"[a](javascript\:alert(1))",
    "link with percents": "[a](javascript%3Aalert(1))",
    "link in angles": "[a](<javascript:alert(1)>)",
    "link by reference": "[a][b]\n\n[b]: javascript:alert(1)",
    "link by reference in capitals": "[a]\n\n[A]: <JAVASCRIPT:alert(1)> 'x'",
    "link title": '[a](javascript:alert(1) "title")',
    "autolink": "<javascript:alert(1)>",
    "vbscript": "[a](vbscript:msgbox(1))",
    "command to a phone": "[a](tel:*2767*3855%23)",
    "command to a phone by name": "<tel:%2A%2306%23>",
    "call with a pause": "[a](tel:988,,1)",
    "text to several": "[a](sms:988?body=a&cc=b)",
    "data": "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "data picture": "![a](data:image/svg+xml;base64,PHN2Zz4=)",
    "file": "[a](file:///etc/passwd)",
    "remote picture": "![a](https://example.org/a.png)",
    "remote picture without scheme": "![a](//example.org/a.png)",
    "remote picture by reference": "![a][b]\n\n[b]: https://example.org/a.png",
    "remote figure": ":::{figure} https://example.org/a.png\n:alt: a\na\n:::",
    "reStructuredText": "```{eval-rst}\n.. raw:: html\n\n   <script>1</script>\n```",
    "reStructuredText after a blank": "``` {eval-rst}\n.. raw:: html\n\n   <script>1</script>\n```",
    "raw": "```{raw} html\n<script>1</script>\n```",
    "raw in colons": "::: {raw} html\n<script>1</script>\n:::",
    "raw after a tab": "~~~\t{raw} html\n<script>1</script>\n~~~",
    "raw in a list": "- a\n\n  ``` {raw} html\n  <script>1</script>\n  ```",
    "raw in a quotation": "> ``` {raw} html\n> <script>1</script>\n> ```",
    "raw in a block": "::::{remember}\n``` {raw} html\n<script>1</script>\n```\n::::",
    "raw with an entity": "```&#123;raw} html\n<script>1</script>\n```",
    "drawing": ":::{drawing}\n<svg onload=alert(1)></svg>\n:::",
    "drawing in capitals": ":::{DRAWING}\n<svg onload=alert(1)></svg>\n:::",
    "role": "{raw}`<script>`",
    "html role": "{html}`<script>`",
    "include": "```{include} ../curriculum/library.yaml\n```",
    "include of a file outside": "``` {include} /etc/passwd\n```",
    "literal include": "```{literalinclude} /etc/passwd\n```",
    "table from a file": "```{csv-table} a\n:file: /etc/passwd\n```",
    "table from the web": "``` {csv-table} a\n:url: https://example.org\n```",
    "download": "{download}`/etc/passwd`",
    "contents": "```{toctree}\n:glob:\n\n*\n```",
    "graph": "```{graphviz} /etc/passwd\n```",
    "settings": "``` {highlight} python\n```",
    "hidden text": "```{only} html\nhidden\n```",
    "target": "(target)=",
    "line of settings": "% hidden",
    "break": "+++ {}",
    "substitution": "{sub-ref}`today`",
    "picture above": "![a](../../outside.svg)",
    "picture at the root": "![a](/etc/passwd)",
    "picture on a drive": r"![a](C:\windows\a.png)",
    "picture on a server": r"![a](\\server\a.png)",
    "picture in percents": "![a](%2e%2e/%2e%2e/outside.svg)",
    "picture through a link": "![a](leading/outside.svg)",
    "figure above": ":::{figure} ../../outside.svg\n:alt: a\na\n:::",
}


@pytest.mark.parametrize("name", MARKDOWN)
@pytest.mark.parametrize("path", [HANDOUT, MODULE])
def test_markdown_that_could_do_something_is_refused(tmp_path: Path, name: str, path: str) -> None:
    root = small(tmp_path / "library")
    (tmp_path / "outside.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    if hasattr(os, "symlink"):
        (root / "handouts/leading").symlink_to(tmp_path, target_is_directory=True)
    file = root / path
    file.write_text(f"{file.read_text()}\n{MARKDOWN[name]}\n", encoding="utf-8")
    _, report = check(root)
    refused = [one for one in report.diagnostics if one.path == path and one.severity == "error"]
    # What is not refused must come to nothing at all: the test below builds these.
    assert refused or name in HARMLESS


HARMLESS = {
    "autolink",
    "link by reference",
    "link by reference in capitals",
    "link with an entity",
    "link with hexadecimal numbers",
    "link with numbers",
    "link with escapes",
    "link with percents",
    "link with a tab",
    "link with a line end",
    "link with a control",
    "raw with an entity",
    "line of settings",
}
"""What Markdown itself makes text of."""


def test_a_script_in_a_page_is_a_danger_unless_the_policy_names_it() -> None:
    """The page for lost addresses names its own; of any other these tests must tell."""
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'sha256-{}'\">"
    known = "ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="  # of the letter a
    assert page_of(f"{policy.format(known)}<script>a</script>").dangers == []
    assert page_of(f"{policy.format(known)}<script>b</script>").dangers == ["<script>b"]
    assert page_of("<p>x<script>a</script>").dangers == ["<script>a"]


def test_what_is_not_refused_shows_as_text_and_can_do_nothing(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    tried = 0
    for name in sorted(HARMLESS - {"raw with an entity"}):  # Pygments does not know that language
        text = (root / HANDOUT).read_text()
        (root / HANDOUT).write_text(f"{text}\n{MARKDOWN[name]}\n")
        if check(root)[1].has_errors:
            (root / HANDOUT).write_text(text)
        else:
            tried += 1
    assert tried
    assert built(root) == []
    assert dangers_in(root / "build") == {}


def test_no_rule_of_safety_can_be_ignored(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    ignored = "ignore: {markdown: trust me, images: trust me, private-data: trust me}\n---"
    replaced(root, HANDOUT, "\n---", f"\n{ignored}")
    replaced(root, HANDOUT, "## My plan", "<script>alert(1)</script>\n\n## My plan")
    assert "raw HTML is not allowed" in built(root)


SHOWN = "<script>f()</script> \"'> <img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} ${7}"
TYPST = "#f() #(1+1) $x$ *b* _i_ ] } */ // @r <l> ~"


def dressed(value: object, hostile: str) -> object:
    """Return settings in which every text that is free is hostile."""
    fixed = {"id", "call", "text", "web", "kind", "topic", "format", "intensity", "group_size"}
    fixed |= {"sources", "paper", "languages", "slots", "after_hours"}
    if isinstance(value, dict):
        return {key: one if key in fixed else dressed(one, hostile) for key, one in value.items()}
    if isinstance(value, list):
        return [dressed(one, hostile) for one in value]
    return f"{value} {hostile}" if isinstance(value, str) else value


def dress(root: Path, hostile: str) -> None:
    """Let every text of a library be hostile."""
    for path in (SETTINGS, "curriculum/topics.yaml"):
        told = dressed(yaml.safe_load((root / path).read_text()), hostile)
        (root / path).write_text(yaml.safe_dump(told, allow_unicode=True))
    for path in (HANDOUT, MODULE):
        _, front, body = (root / path).read_text().split("---\n", 2)
        told = dressed(yaml.safe_load(front), hostile)
        (root / path).write_text(f"---\n{yaml.safe_dump(told, allow_unicode=True)}---\n{body}")


def test_hostile_settings_show_as_text_on_pages(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    dress(root, f"{SHOWN} {TYPST}")
    assert built(root) == []
    out = root / "build"
    assert dangers_in(out) == {}
    for path, raw in snapshot(out).items():
        if is_page(path):
            shown = " ".join(" ".join(page_of(raw.decode()).words).split())
            assert "{{ 7*7 }}" in shown, path
            assert b"<img src=x" not in raw, path


def test_hostile_settings_show_as_text_in_prints(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    dress(root, TYPST)
    assert built(root, pdf=True) == []
    prints = [file for file in (root / "build").rglob("*.pdf") if "_static" not in file.parts]
    assert len(prints) >= 4
    for file in prints:
        text = " ".join(" ".join(read_back(file.read_bytes()).pages).split())
        assert TYPST in text, file


BODY = r"""
{{ 7\*7 }} {% raw %} ${7\*7} #sys.version #panic("a") $1+1$ \#let @ref // /* */ ]; [#read("/etc")

- `#read("/etc/passwd")` and `{{ 7*7 }}` and `<script>alert(1)</script>`

```
#panic("a") "] <script>alert(1)</script> {{ 7*7 }} \u{41}
```

| #panic() | \u{41} |
| --- | --- |
| $x$ ] | "a" |

:::{write} What "]; #panic() \u{41} {{ 7*7 }}
:lines: 1
:::

:::{scale} How #panic() "]
:from: 0, none "]; panic()
:to: 3, all \u{41}
:::
"""


def test_hostile_text_shows_as_written_on_pages_and_in_prints(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / HANDOUT).write_text((root / HANDOUT).read_text() + BODY)
    assert built(root, pdf=True) == []
    out = root / "build/editions/patient/en/handouts"
    page = page_of((out / "my-small-step.html").read_text())
    assert page.dangers == []
    pages = "".join(read_back((out / "my-small-step.pdf").read_bytes()).pages)
    printed = "".join(pages.replace(ANYWHERE, "").split())
    shown = "".join("".join(page.words).split())
    for text in ('#read("/etc/passwd")', "{{7*7}}", "<script>alert(1)</script>", "#panic()"):
        assert text in printed.replace("“", '"').replace("”", '"'), text
        assert text in shown.replace("“", '"').replace("”", '"'), text


def test_no_code_that_came_with_a_library_runs(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    code = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    names = ("sitecustomize", "usercustomize", "conf", "conftest", "yaml", "sphinx", "click")
    for folder in ("", "docs", "curriculum", "modules", "handouts", "build", "_templates"):
        (root / folder).mkdir(exist_ok=True)
        for name in names:
            (root / folder / f"{name}.py").write_text(code)
        (root / folder / "layout.html").write_text("{{ ''.__class__ }}<script>1</script>")
        (root / folder / "evil.pth").write_text(f"import os; {code}")
        (root / folder / "latexmkrc").write_text(code)
    info = root / "evil-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: evil\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[sphinx.builders]\nevil = conf\n[sphinx.html_themes]\ncurriculumkit = conf\n"
    )
    for arguments in (("check", "--no-cache"), ("build", "--no-pdf", "--jobs", "1")):
        ended = command(*arguments, cwd=root)
        assert ended.code == 0, ended
    assert not (tmp_path / "ran").exists()


def test_settings_of_docutils_that_came_with_a_library_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "library")
    assert built(root) == []
    before = snapshot(root / "build/editions")
    told = f"[general]\nid_prefix: evil\nrecord_dependencies: {tmp_path / 'written'}\n"
    (root / "docutils.conf").write_text(told)
    (root / ".docutils").write_text(told)
    monkeypatch.setenv("HOME", str(root))
    monkeypatch.chdir(root)
    (root / "build/.work/patient/en/busy").touch()  # so that all is made anew
    (root / "build/.work/facilitator/en/busy").touch()
    assert built(root) == []
    assert not (tmp_path / "written").exists()
    assert snapshot(root / "build/editions") == before


class Bomb:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        """Return what unpickling is to call."""
        return (Path.touch, (self.mark,))


def test_a_work_folder_that_came_with_a_library_is_not_trusted(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    assert built(root) == []
    work = root / "build/.work"
    moved = tmp_path / "moved"
    root.rename(moved)  # as if it came by mail: all of it, and its mark, but in another place
    work = moved / "build/.work"
    bomb = pickle.dumps(Bomb(tmp_path / "ran"))
    for file in [*work.rglob("*.doctree"), *work.rglob("*.pickle")]:
        file.write_bytes(bomb)
    (work / "patient/en/html/evil.html").write_text("<script>1</script>")
    assert built(moved) == []
    assert not (tmp_path / "ran").exists()
    assert not (moved / "build/editions/patient/en/evil.html").exists()


def test_editions_that_came_with_a_library_are_not_kept(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    assert built(root) == []
    moved = tmp_path / "moved"
    root.rename(moved)
    (moved / "build/editions/facilitator/en/index.html").write_text("<script>1</script>")
    assert built(moved, audience="patient") == []
    assert not (moved / "build/editions/facilitator").exists()
    assert built(moved, audience="facilitator") == []
    assert (moved / "build/editions/patient/en/index.html").exists()
    assert dangers_in(moved / "build/editions") == {}


@pytest.mark.parametrize("name", ["handouts/note.md", "modules/coping/note.md", "handouts/a.svg"])
def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path, name: str) -> None:
    root = small(tmp_path / "library")
    (tmp_path / "outside").write_text(OUTSIDE)
    (root / name).symlink_to(tmp_path / "outside")
    assert "a link that leads out of the library" in built(root)
    assert OUTSIDE not in command("check", "--format", "json", cwd=root).out


def test_a_folder_that_is_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / "handouts").rename(tmp_path / "elsewhere")
    (root / "handouts").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(DiskError, match="leads out of the library"):
        built(root)
    ended = command("check", cwd=root)
    assert (ended.code, ended.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "name",
    [
        "build",
        "build/.work",
        "build/.lock",
        "build/editions",
        "build/editions/patient",
        "build/packs/a",
    ],
)
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    root = small(tmp_path / "library")
    target = tmp_path / "mine"
    target.mkdir()
    (target / "kept").write_text("mine")
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(target / "kept" if name.endswith("lock") else target)
    with pytest.raises(DiskError, match="is a link"):
        built(root)
    assert snapshot(target) == {"kept": b"mine"}


def test_a_pipe_or_a_link_to_itself_is_not_waited_for(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    os.mkfifo(root / "handouts/pipe.md")
    (root / "handouts/self.md").symlink_to("self.md")
    ended = command("check", cwd=root, seconds=20)
    assert ended.code == 1
    assert "handouts/pipe.md:1:1: error[file]" in ended.out
    assert "handouts/self.md:1:1: error[file]" in ended.out
