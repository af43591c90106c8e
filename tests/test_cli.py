"""What a person at the command line meets: clear words, the right exit code, no traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curriculumkit.cli import curriculumkit
from curriculumkit.cli.crash import guarded

Cli = Callable[..., tuple[int, str, str]]
Edit = Callable[[str, str, str], None]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Return a function that runs a command: exit code, output, and what went to stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        code = guarded(curriculumkit, [str(one) for one in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_a_new_library_checks_clean(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("new", "library", tmp_path / "mine", "--name", "Ours: the best")[0] == 0
    monkeypatch.chdir(tmp_path / "mine")
    assert cli("check")[0] == 0


def test_a_new_module_and_handout_check_clean(
    cli: Cli, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library_dir)
    title = 'Say "No": #1 & more'
    assert cli("new", "module", "saying-it", "--topic", "coping", "--title", title)[0] == 0
    assert cli("new", "handout", "say-it", "--topic", "coping", "--title", "It's Mine")[0] == 0
    code, out, _ = cli("check")
    assert "error" not in out
    assert code in {0, 1}  # a handout that nobody gives out yet may be a warning


def test_nothing_is_overwritten(
    cli: Cli, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library_dir)
    code, _, err = cli("new", "handout", "my-small-step", "--topic", "coping", "--title", "X")
    assert (code, "taken" in err) == (2, True)
    code, _, err = cli("new", "library", library_dir)
    assert (code, "exists already" in err) == (2, True)


def test_a_folder_that_is_no_library(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (["check"], ["build"]):
        code, out, err = cli(*command)
        assert code == 2
        assert "is no library" in err
        assert "curriculumkit new library" in err
        assert out == ""


def test_an_unknown_topic_is_told_with_the_known_ones(
    cli: Cli, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library_dir)
    code, _, err = cli("new", "module", "x", "--topic", "copping", "--title", "X")
    assert code == 2
    assert "Topics: coping" in err


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("curriculum/library.yaml", b"", "curriculum/library.yaml"),
        ("curriculum/library.yaml", b"name:\n\ten: x\n", "a tab at the beginning of a line"),
        ("curriculum/topics.yaml", b"topics: []\n", "needs at least 1"),
        ("handouts/my-small-step.md", b"\xff\xfe\x00", "not UTF-8 text"),
        ("handouts/my-small-step.md", b"---\ntitle: a\0b\n---\n", "a binary file"),
        ("modules/coping/one-small-step.md", b"", "there are no settings"),
        ("curriculum/references.bib", b"@book{a, title={x}\n", "does not parse"),
    ],
)
def test_a_broken_file_is_a_finding_with_its_place(
    cli: Cli,
    library_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    content: bytes,
    told: str,
) -> None:
    (library_dir / path).write_bytes(content)
    monkeypatch.chdir(library_dir)
    code, out, err = cli("check")
    assert code == 1
    assert told in out
    assert f"{path}:" in out
    assert "Traceback" not in out + err


def test_a_missing_file_is_a_finding(
    cli: Cli, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library_dir / "curriculum/topics.yaml").unlink()
    monkeypatch.chdir(library_dir)
    code, out, _ = cli("check")
    assert code == 1
    assert "curriculum/topics.yaml:1:1: error[file] the file is missing" in out


def test_every_mistake_comes_in_one_run(
    cli: Cli, library_dir: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit("handouts/my-small-step.md", "kind: worksheet", "kind: work")
    edit("modules/coping/one-small-step.md", "## Plan: when", "## Plann: when")
    edit("curriculum/library.yaml", "paper: letter", "paper: legal")
    monkeypatch.chdir(library_dir)
    code, out, _ = cli("check")
    assert code == 1
    for place in (
        "handouts/my-small-step.md:3:7",
        "modules/coping/one-small-step.md:",
        "library.yaml:",
    ):
        assert place in out


def test_a_fault_of_the_program_is_one_line_and_a_file(
    cli: Cli, library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.chdir(library_dir)
    monkeypatch.setattr("curriculumkit.app.check_again", broken)
    code, out, err = cli("build", "--no-pdf")
    assert code == 3
    assert "Traceback" not in out + err
    details = Path(err.split("The details are in ")[1].split(";")[0])
    assert "broken on purpose" in details.read_text()
    details.unlink()


def test_version_and_help_work_outside_of_a_library(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("--version")[0] == 0
    code, out, _ = cli("--help")
    assert code == 0
    assert "build" in out
