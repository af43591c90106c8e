"""Two commands at the same moment lose nothing and mix nothing: the second waits, or says so."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from strangers import small, snapshot, told_by

from curriculumkit import app, app_review, site
from curriculumkit.cli.serve import build_once
from curriculumkit.disk import DiskError, build_lock
from curriculumkit.model.review import LEDGER

TIMES = os.environ.get("CURRICULUMKIT_MEETINGS", "1")
"""How often each pair meets."""

BUILDING = ("build+build", "build+pack", "pack+pack", "pack+binder")
WRITING = ("assemble+build", "assemble+pack", "fix+build", "fix+fix", "fix+sign", "sign+sign too")


def met(folder: Path, *pairs: str) -> dict[str, int]:
    """Let pairs of commands meet in a program of its own; return how often one was refused."""
    return told_by("meeting.py", folder, TIMES, 2026, *pairs)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_of_two_commands_that_build_the_second_says_so(tmp_path: Path) -> None:
    assert sum(met(tmp_path, *BUILDING).values()) > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_two_commands_that_write_what_an_author_keeps_lose_nothing(tmp_path: Path) -> None:
    assert met(tmp_path, *WRITING).keys() == set(WRITING)


def test_a_preview_beside_a_build_says_that_it_waits_for_the_next_save(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    with build_lock(root / "build", root):
        new, told = build_once(root, root / "build")
    assert (new, "another command is writing" in told) == (False, True)
    new, told = build_once(root, root / "build")
    assert (new, told) == (True, "")


SHAPE = '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>'
SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("meanwhile", "told"), [(None, "cannot be read"), (SCRIPT, "'script' is not allowed")]
)
def test_a_picture_that_changes_after_it_was_checked_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str | None, told: str
) -> None:
    root = small(tmp_path / "library")
    picture = root / "handouts/images/step.svg"
    picture.parent.mkdir()
    picture.write_text(SHAPE)
    handout = root / "handouts/my-small-step.md"
    handout.write_text(handout.read_text() + "\n![A line.](images/step.svg)\n")
    assert not app.build(root, root / "build", lambda *_: None, pdf=False).report.has_errors
    before = snapshot(root / "build/editions")
    real = site.read_raw

    def changed(*arguments: Any) -> object:
        if meanwhile is None:
            picture.unlink(missing_ok=True)
        else:
            picture.write_text(meanwhile)
        return real(*arguments)

    monkeypatch.setattr(site, "read_raw", changed)
    with pytest.raises(DiskError, match=told):
        app.build(root, root / "build", lambda *_: None, pdf=False)
    assert snapshot(root / "build/editions") == before


def test_a_ledger_edited_while_a_review_is_signed_is_left_as_it_was_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = small(tmp_path / "library")
    ledger = root / LEDGER
    real = app_review.check

    def edited(root: Path) -> object:
        read = real(root)
        ledger.write_text("# Edited by hand.\nreviews: []\n")
        return read

    signature = app_review.Signature("my-small-step", "A", "LPC", date(2026, 11, 24))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(app_review, "check", edited)
        with pytest.raises(DiskError, match="was changed meanwhile"):
            app_review.sign(root, signature)
    assert ledger.read_text() == "# Edited by hand.\nreviews: []\n"
    assert app_review.sign(root, signature)[1]
    assert ledger.read_text().startswith("# Edited by hand.\n")
