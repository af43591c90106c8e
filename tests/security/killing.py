"""Commands killed at chosen moments. Run as a program, so that it can fork without other threads.

Every command runs in a fork of this process, which has imported all that is slow to import. It is
killed just before its n-th step that changes the disk, as told by Python's audit events, or after
some time.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from strangers import HANDOUT, MODULE, replaced, small, snapshot

from curriculumkit.app import begin, build
from curriculumkit.app_check import fix_library
from curriculumkit.app_review import Signature, sign
from curriculumkit.checking.options import Options
from curriculumkit.scaffold import new_library
from curriculumkit.swap import ASIDE, recover

STEPS = {
    "curriculumkit.exchange", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link",
    "os.truncate", "os.chmod", "shutil.copyfile", "shutil.rmtree", "tempfile.mkstemp",
}  # fmt: skip
"""Audit events before a change of the disk; `open` is one when it is for writing."""

Work = Callable[[], object]


def is_step(event: str, arguments: tuple[object, ...]) -> bool:
    """Tell whether an audit event comes before a change of the disk."""
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        return bool(writing or (isinstance(mode, str) and set(mode) & set("wax+")))
    return event in STEPS


def forked(work: Work, *, step: int = 0, seconds: float = 0) -> tuple[bool, int]:
    """Run work in a fork; return whether it ended by itself, and its steps if it did.

    It is killed before its step of that number, or after so many seconds, whichever is given.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setsid()
            os.close(reading)
            done = [0]

            def count(event: str, arguments: tuple[object, ...]) -> None:
                if is_step(event, arguments):
                    done[0] += 1
                    if done[0] == step:
                        os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(count)
            work()
            os.write(writing, str(done[0]).encode())
            status = 0
        except BaseException as error:  # noqa: BLE001 - the parent must hear of anything
            sys.stderr.write(f"{error!r}\n")
        finally:
            os._exit(status)
    os.close(writing)
    if seconds:
        time.sleep(seconds)
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a command failed by itself")
    return os.WIFEXITED(status), int(told or b"0")


def outputs(out: Path) -> dict[str, bytes]:
    """Return all editions and their report."""
    return snapshot(out / "editions")


class Builds:
    """A library with two texts, built again and again; every edition is the one or the other."""

    def __init__(self, folder: Path, *, pdf: bool) -> None:
        self.root = small(folder)
        self.out = self.root / "build"
        self.pdf = pdf
        self.texts = [f"One thing. {word} is enough." for word in ("Alpha", "Beta")]
        replaced(self.root, HANDOUT, "One small step is enough for today.", self.texts[0])
        replaced(self.root, MODULE, "What you do, in plain sentences.", self.texts[0])
        self.live = 0
        self.known = []
        self.steps = 0
        for text in (0, 1):
            self.turn(text)
            _, self.steps = forked(self.work)
            self.known.append(outputs(self.out))
        assert self.known[0] != self.known[1]

    def work(self) -> None:
        """Build."""
        made = build(self.root, self.out, lambda *_: None, pdf=self.pdf)
        assert not made.report.has_errors

    def turn(self, text: int) -> None:
        """Let the library have one of the two texts."""
        for path in (HANDOUT, MODULE):
            if self.live != text:
                replaced(self.root, path, self.texts[self.live], self.texts[text])
        self.live = text

    def look(self) -> None:
        """Compare: all editions are those of one of the two texts."""
        assert outputs(self.out) in self.known, "editions are mixed"

    def kill(self, **moment: float) -> bool:
        """Turn the text, build, kill, and look; return whether the build was killed."""
        self.turn(1 - self.live)
        ended, _ = forked(self.work, **moment)  # type: ignore[arg-type]
        self.look()
        return not ended

    def whole(self) -> None:
        """Build to the end, and compare with the text that the library has."""
        forked(self.work)
        assert outputs(self.out) == self.known[self.live], "the next build went wrong"
        assert not (self.out / ASIDE).exists()


def builds(folder: Path, number: int, seed: int, *, pdf: bool) -> int:
    """Kill builds at random moments; return how many were killed before they ended."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    library = Builds(folder, pdf=pdf)
    begun = time.monotonic()
    library.whole()
    lasting = time.monotonic() - begun
    killed = 0
    for turn in range(number):
        if turn % 2:
            killed += library.kill(seconds=chance.uniform(0.01, lasting * 1.2))
        else:
            killed += library.kill(step=chance.randint(1, library.steps))
        if turn % 8 == 7:
            library.whole()
    library.whole()
    return killed


def swaps(folder: Path) -> int:
    """Kill the swap of two editions before every one of its steps; return their number."""
    from curriculumkit.swap import swap_in  # noqa: PLC0415

    out = folder / "out"
    names = ("facilitator/en", "patient/en")
    sources = {word: folder / word for word in ("old", "new")}
    for word, source in sources.items():
        source.mkdir(parents=True)
        for number in range(3):
            (source / f"{number}.html").write_text(f"{word} {number}")
        (source / f"only-{word}.html").write_text(word)

    def put(word: str) -> None:
        files = {f"a/{file.name}": file for file in sources[word].iterdir()}
        swap_in(out, dict.fromkeys(names, files), word.encode())

    known = []
    total = 0
    for word in ("old", "new"):
        _, total = forked(lambda word=word: put(word))  # type: ignore[misc]
        known.append(outputs(out))
    for step in range(1, total + 1):
        for word in ("old", "new"):
            forked(lambda word=word: put(word), step=step)  # type: ignore[misc]
            assert outputs(out) in known, f"editions are mixed at {step}"
            forked(lambda: recover(out), step=1 + step % 7)
            forked(lambda: recover(out))
            assert outputs(out) in known, f"editions are mixed at {step}"
            forked(lambda word=word: put(word))  # type: ignore[misc]
            assert outputs(out) == known[word == "new"]
    return total


def every_step(
    folder: Path, work: Callable[[Path], object], prepare: Callable[[Path], None]
) -> int:
    """Kill a command before each of its steps; each file is old or new, and the next run works."""
    first = folder / "whole"
    prepare(first)
    old = visible(first)
    _, total = forked(lambda: work(first))
    new = visible(first)
    assert old != new
    for step in range(1, total + 1):
        root = folder / str(step)
        prepare(root)
        forked(lambda root=root: work(root), step=step)  # type: ignore[misc]
        for path, raw in visible(root).items():
            assert raw in (old.get(path), new.get(path)), f"{path} is mixed at step {step}"
        forked(lambda root=root: work(root))  # type: ignore[misc]
        assert visible(root) == new, f"the next run went wrong after step {step}"
    return total


def visible(root: Path) -> dict[str, bytes]:
    """Return the files of a library that are not hidden."""
    if not root.exists():
        return {}
    return {path: raw for path, raw in snapshot(root).items() if "/." not in f"/{path}"}


def untidy(root: Path) -> None:
    """Make a library that `check --fix` mends."""
    small(root)
    for path in (HANDOUT, MODULE):
        file = root / path
        file.write_text(file.read_text().replace(".\n", ".   \n"))


def fix(root: Path) -> None:
    """Run `check --fix`."""
    fix_library(root, Options(date(2026, 11, 23)))


def signed(root: Path) -> None:
    """Sign a handout off."""
    sign(root, Signature("my-small-step", "A. Person", "LCSW", date(2026, 11, 23)))


def twice_signed(root: Path) -> None:
    """Make a library with a ledger."""
    small(root)
    sign(root, Signature("my-small-step", "B. Person", "LPC", date(2026, 11, 22)))


def new(root: Path) -> None:
    """Make a new library, unless an earlier run finished it."""
    if not (root / "curriculum/library.yaml").exists():
        begin(root, new_library("New"))


def main(what: str, folder: str, number: str, seed: str) -> None:
    """Do what the test asks for, and print how often something was killed."""
    place = Path(folder)
    tasks: dict[str, Callable[[], int]] = {
        "pages": lambda: builds(place, int(number), int(seed), pdf=False),
        "prints": lambda: builds(place, int(number), int(seed), pdf=True),
        "swap": lambda: swaps(place),
        "fix": lambda: every_step(place, fix, untidy),
        "sign": lambda: every_step(place, signed, twice_signed),
        "new": lambda: every_step(place, new, lambda _root: None),
    }
    sys.stdout.write(json.dumps({"killed": tasks[what]()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
