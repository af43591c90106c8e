"""Nothing that a library holds commands a terminal, and no terminal makes the program fail."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from strangers import HANDOUT, MODULE, PLACE, SETTINGS, built, command, replaced, small

from curriculumkit.app import check
from curriculumkit.parse.unseen import find_unseen, may_hold_unseen, shown

SEEN = "Señor Łódź 日本 – “x” … \u00a0\u200b\u200d\u0085\u2028 😀\tx"
UNSEEN = ["\0", "\x07", "\x1b[31m", "\x7f", "\x9b31m", "\u202e", "\u2066", "\U000e0041", "\uffff"]


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_what_nobody_sees_is_found_in_bytes_and_in_text(text: str) -> None:
    assert may_hold_unseen(f"a{text}".encode())
    found = find_unseen(f"a{text}")
    assert found is not None
    assert found[0] == 1
    assert find_unseen(shown(f"a{text}")) is None


def test_what_is_seen_is_left_alone() -> None:
    assert not may_hold_unseen(SEEN.encode())
    assert find_unseen(SEEN) is None
    assert shown(SEEN) == SEEN


PLACES = {
    "text": (HANDOUT, "One small step", "One \x1b]0;a\x07small step"),
    "direction": (MODULE, "What you do", "What \u202eyou do"),
    "sign of direction": (HANDOUT, "One small step", "One &#x202e; small step"),
    "name of a block": (HANDOUT, ":::{remember}", ":::{\x1b[31mremember}"),
    "settings": (SETTINGS, "license: CC BY 4.0", r'license: "CC \e[31mBY 4.0"'),
    "name of a field": (SETTINGS, "license:", r'"\e]8;;http://a\e\\x": 1' + "\nlicense:"),
    "name of a field twice": (
        MODULE,
        "title:",
        r'"\x9b2J": 1' + "\n" + r'"\x9b2J": 1' + "\ntitle:",
    ),
    "direction in settings": (MODULE, "title: One Small Step", r'title: "One \u202e Small Step"'),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_nobody_sees_is_reported_and_never_told_as_it_is(tmp_path: Path, place: str) -> None:
    root = small(tmp_path / "library")
    replaced(root, *PLACES[place])
    assert "a character that nobody sees" in " ".join(built(root))
    for form in ("text", "json", "github"):
        told = command("check", "--format", form, cwd=root)
        assert told.code == 1
        assert find_unseen(told.out + told.err) is None


def test_a_value_of_several_lines_makes_no_lines_of_a_report(tmp_path: Path) -> None:
    """A stranger could write findings of their own, or that there are none."""
    root = small(tmp_path / "library")
    replaced(root, SETTINGS, "paper: ", r'paper: "x\n9 files checked: no problems." #')
    told = command("check", cwd=root)
    assert told.code == 1
    assert not [one for one in told.out.splitlines() if one.startswith("9 files checked")]


@pytest.mark.parametrize("name", [b"a\x1b[31m.md", b"a\xff.md", "a\u202e.md".encode(), b"a\nb.md"])
def test_a_file_name_that_cannot_be_shown_is_reported(tmp_path: Path, name: bytes) -> None:
    root = small(tmp_path / "library")
    Path(os.fsdecode(os.fsencode(root / "handouts") + b"/" + name)).write_text("x")
    told = command("check", cwd=root)
    assert told.code == 1
    assert "the name of the file has characters that cannot be shown" in told.out
    assert find_unseen(told.out + told.err) is None
    _, report = check(root)
    assert report.has_errors


def test_a_terminal_that_knows_few_characters_gets_escapes(tmp_path: Path) -> None:
    root = small(tmp_path / "a é\nb")
    few = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    for arguments in (("check", "--notes"), ("build", "--no-pdf", "--jobs", "1"), ("rules",)):
        told = command(*arguments, cwd=root, environment=few)
        assert (told.code, "fault" in told.err) == (0, False), told


def test_nobody_listening_is_no_fault(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    for closing in (">&-", "2>&-", ">&- 2>&-", "| true"):
        line = f"'{sys.executable}' -P -m curriculumkit check --notes {closing}"
        told = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=root,
            env=PLACE,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, (closing, told)
        assert "Traceback" not in told.stderr
        assert "fault" not in told.stderr


FAULTY = """
import curriculumkit.app_check as one
def check_library(*_a, **_k):
    raise {error}
one.check_library = check_library
from curriculumkit.cli import main
main(["check"])
"""

ENDS = {
    "KeyError('x')": 3,
    "RecursionError()": 3,
    "UnicodeEncodeError('ascii', 'x', 0, 1, 'no')": 3,
    "MemoryError()": 2,
    "KeyboardInterrupt()": 2,
    "ImportError('initialization failed') from KeyboardInterrupt()": 2,
    "OSError(28, 'No space left on device', 'a')": 2,
}


@pytest.mark.parametrize("error", ENDS)
def test_every_fault_is_one_line(tmp_path: Path, error: str) -> None:
    root = small(tmp_path / "library")
    told = subprocess.run(
        [sys.executable, "-P", "-c", FAULTY.format(error=error)],
        cwd=root,
        env={**PLACE, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == ENDS[error], told
    assert "Traceback" not in told.stderr
    assert told.stderr.strip().count("\n") == 0
    kept = [*tmp_path.glob("curriculumkit-*.txt")]
    assert len(kept) == (ENDS[error] == 3)
    for file in kept:
        assert str(file) in told.stderr
        assert "report" in told.stderr
        assert "Traceback" in file.read_text()


def test_a_command_that_is_stopped_says_so(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    code = FAULTY.format(error="(print('here', flush=True), __import__('time').sleep(60))[1]")
    with subprocess.Popen(
        [sys.executable, "-P", "-c", code],
        cwd=root,
        env=PLACE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert "stopped" in running.stderr.read()
    assert running.returncode == 2
