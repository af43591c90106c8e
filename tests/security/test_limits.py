"""No file keeps the program busy, or takes its memory: held to 200 MB and a few seconds.

The seconds are of the processor, and several times what is needed, so that a slow machine passes;
a text that takes time with the square of its length still runs into them.
"""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from strangers import HANDOUT, MODULE, SETTINGS, SOURCE, small

MEMORY = 200 * 1024 * 1024
SECONDS = 2  # for each file; it takes less than one
START = 10
FRONT = "---\ntitle: A\nkind: worksheet\ntopic: coping\npurpose: It helps you.\n---\n\n"
BIB = "curriculum/references.bib"
TERMS = "curriculum/terms/en.yaml"
TRACK = "curriculum/tracks/evening.yaml"
LOCK = "curriculum/tracks/evening.lock.yaml"
LEDGER = "curriculum/reviews.yaml"

YAML = {
    "alias bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n",
    "deep brackets": "a: " + "[" * 400_000,
    "deep braces": "{a: " * 200_000,
    "deep lines": "\n".join(" " * depth + "a:" for depth in range(1300)),
    "huge value": "name: " + "a" * 999_000,
    "huge quoted value": 'name: "' + "a\n\n" * 300_000 + '"',
    "huge name": "? " + "a" * 900_000 + "\n: b",
    "many names": "\n".join(f"n{number}: 1" for number in range(3_900)),
    "very many names": "\n".join(f"n{number}: 1" for number in range(100_000)),
    "many items": "languages: [" + "a,\n" * 78_000 + "]",
    "many items on lines": "languages:\n" + "- a\n" * 78_000,
    "many equal names": "a: 1\n" * 49_000,
    "many names of lists": "? [a]\n: b\n" * 20_000,
    "entries with many wrong fields": "help_lines:\n"
    + "  - {a: x, b: x, c: x, d: x, e: x, f: x}\n" * 4_900,
    "lists in lists": "languages:\n" + ("- [" + "a, " * 1_000 + "]\n") * 70,
    "many wrong entries": "help_lines:\n" + "  - {nme: {en: x}, cal: '1'}\n" * 12_000,
    "many wrong languages": "name: {" + ",\n".join(f"a{n}: x" for n in range(40_000)) + "}",
    "too large": "# " + "a\n# " * 500_000,
    "tag": "a: !!python/object/apply:os.system [ls]",
    "long number": "paper: " + "9" * 19_000,
}

MARKDOWN = {
    "brackets": "[" * 11_000 + "\n\n" + "[" * 11_000,
    "links": "[a](" * 2_900,
    "pictures": "![" * 5_900,
    "emphasis": "*a **a " * 1_600,
    "strong": "**x" * 3_900,
    "mixed emphasis": "_a __b *c " * 1_100,
    "backquotes": " ".join("`" * (number % 99 + 1) for number in range(220)),
    "quotations": ">" * 11_000,
    "quotations over lines": ("> " * 12 + "a\n") * 380,
    "lists": "\n".join(" " * (2 * depth) + "- a" for depth in range(120)),
    "lists in a line": "- " * 5_000 + "a",
    "tasks": "- [ ] a\n" * 3_900,
    "tasks in lists": "- [ ] a\n  - [ ] b\n" * 1_900,
    "tables": ("|a" * 500 + "\n" + "|-" * 500 + "\n" + "|a\n" * 400 + "\n") * 5,
    "headings": "## Check-in: a (5 min)\n" * 3_900,
    "html": "<a " * 3_900,
    "comments": "<!--" * 2_900,
    "entities": "&amp;" * 2_300,
    "references": "[a][b]" * 1_900,
    "definitions": "\n".join(f"[a{number}]: /x" for number in range(700)) * 3,
    "blocks": ":::{remember}\n" * 3_900,
    "blocks in blocks": "".join(":" * (3 + n) + "{remember}\n" for n in range(140)),
    "notes": "[^a]" * 2_900,
    "addresses": "<https://" * 1_300,
    "roles": "{a}`" * 2_900,
    "backslashes": "\\" * 11_900,
    "tabs": "\t" * 100_000,
    "lines": "a\n\n" * 50_000,
    "words": "word " * 23_000,
    "paragraphs": "Call 911 or (555) 123-4567 now. " * 300 + "\n\n",
    "digits": "1" * 11_900,
    "dots": "a." * 5_900,
    "points": "a@" * 5_900,
    "one line": "a" * 999_000,
    "no text": " " * 999_000,
    "line ends": "\n" * 999_000,
    "returns": "\r" * 999_000,
}

BIBTEX = {
    "signs": "@\n" * 400_000,
    "open entries": "@book{a, title={\n" * 50_000,
    "braces": "@book{a, title={" + "{\n" * 90_000 + "}\n" * 90_000 + "}}",
    "accents": "@book{a, title={" + "\\'\n" * 5_000 + "}}",
    "names": "@book{a,\n author={" + "A and\n" * 90_000 + "B}}",
    "fields": "@book{a,\n" + "title={x},\n" * 50_000 + "}",
    "strings": "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(60)),
}

CASES = [
    *((SETTINGS, "", name, text) for name, text in YAML.items()),
    *((path, "", "many names", YAML["many names"]) for path in (TERMS, TRACK, LOCK, LEDGER)),
    *((path, "", "deep brackets", YAML["deep brackets"]) for path in (TERMS, TRACK, LOCK, LEDGER)),
    *((HANDOUT, "---\n", name, text) for name, text in list(YAML.items())[:8]),
    *((HANDOUT, FRONT, name, text) for name, text in MARKDOWN.items()),
    (MODULE, FRONT, "headings", MARKDOWN["headings"]),
    *((BIB, "", name, text) for name, text in BIBTEX.items()),
]

HARMLESS = {"strings"}
"""What is only long, and nothing is wrong with."""

GROUPS = sorted({(path, front) for path, front, _, _ in CASES})

LOOK = """
import sys, json
from datetime import date
from pathlib import Path
from curriculumkit.app_check import check_library
from curriculumkit.checking.options import Options
from curriculumkit.report.text import plain, report_text
root, cases = Path(sys.argv[1]), json.load(sys.stdin)
for path, name, text in cases:
    file = root / path
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
    report = check_library(root, Options(date(2026, 11, 23)))
    told = [one for one in report.diagnostics if one.path == path]
    print(name, len(told), len(report_text(report, plain, notes=True)), flush=True)
    file.unlink() if before is None else file.write_bytes(before)
"""


@pytest.mark.parametrize(("path", "front"), GROUPS, ids=[f"{p} {len(f)}" for p, f in GROUPS])
def test_no_file_takes_more_than_its_share(tmp_path: Path, path: str, front: str) -> None:
    root = small(tmp_path / "library")
    cases = [(p, name, f + text) for p, f, name, text in CASES if (p, f) == (path, front)]

    def limit() -> None:
        seconds = START + SECONDS * len(cases)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    ended = subprocess.run(
        [sys.executable, "-P", "-c", LOOK, str(root)],
        input=json.dumps(cases),
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        preexec_fn=limit,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr[-2000:]
    told = dict(line.rsplit(" ", 2)[:2] for line in ended.stdout.splitlines())
    silent = {name for name, number in told.items() if number == "0"}
    assert len(told) == len(cases)
    assert silent <= HARMLESS
