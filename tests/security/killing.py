"""Commands killed at chosen moments. Run as a program, so that it can fork without other threads.

Every command runs in a fork of this process, which has imported all that is slow to import. It is
killed, with all processes that it began, just before its n-th step that changes the disk, as told
by Python's audit events, or after some time.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from planned_library import TRACK, planned_library
from strangers import HANDOUT, MODULE, SETTINGS, replaced, small, snapshot

from curriculumkit.app import begin, build
from curriculumkit.app_check import fix_library
from curriculumkit.app_plan import assemble, read_track
from curriculumkit.app_print import binder, pack
from curriculumkit.app_review import Signature, sign
from curriculumkit.checking.options import Options
from curriculumkit.digests import Output
from curriculumkit.scaffold import new_library
from curriculumkit.stage.pack import PackOrder
from curriculumkit.swap import swap_in

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
            os.write(writing, b" ")  # from here on the whole group can be killed
            done = [0]

            def count(event: str, arguments: tuple[object, ...]) -> None:
                if is_step(event, arguments):
                    done[0] += 1
                    if done[0] == step:
                        os.killpg(0, signal.SIGKILL)  # workers count too, and all end together

            sys.addaudithook(count)
            work()
            os.write(writing, str(done[0]).encode())
            status = 0
        except BaseException as error:  # noqa: BLE001 - the parent must hear of anything
            sys.stderr.write(f"{error!r}\n")
        finally:
            os._exit(status)
    os.close(writing)
    os.read(reading, 1)
    if seconds:
        time.sleep(seconds)
        os.killpg(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a command failed by itself")
    return os.WIFEXITED(status), int(told or b"0")


Units = Mapping[str, bytes | Mapping[str, bytes] | None]
"""What a user finds after a command, in parts that are each old or new."""


@dataclass(frozen=True)
class Task:
    """A command: what is there before, what it does, and what a user finds afterwards.

    `prepare` makes the folder as it is before the command, and `change` is what the author has
    done since the command was run for the last time; both run in this process or its forks.
    """

    prepare: Callable[[Path], object]
    change: Callable[[Path], object]
    work: Callable[[Path], object]
    units: Callable[[Path], Units]


def visible(root: Path) -> Units:
    """Return the files below a folder that are not hidden."""
    if not root.exists():
        return {}
    return {path: raw for path, raw in snapshot(root).items() if "/." not in f"/{path}"}


def editions(root: Path) -> Units:
    """Return all editions and their report as one: none may be older than another."""
    return {"editions": snapshot(root / "build/editions")}


def packs(root: Path) -> Units:
    """Return the packs, each by itself."""
    return visible(root / "build/packs")


def lock(root: Path) -> Units:
    """Return the plan."""
    return visible(root / "curriculum/tracks")


class Trial:
    """A task in a folder, where it is killed again and again."""

    def __init__(self, folder: Path, task: Task) -> None:
        self.task, self.root, self.saved = task, folder / "library", folder / "saved"
        task.prepare(self.root)
        task.change(self.root)
        self.old = task.units(self.root)
        if self.root.exists():
            shutil.copytree(self.root, self.saved, symlinks=True)
        forked(self.work)
        self.new = task.units(self.root)
        assert self.old != self.new, "the command changes nothing"
        self.restore()
        begun = time.monotonic()
        _, self.steps = forked(self.work)
        self.lasting = time.monotonic() - begun
        assert self.task.units(self.root) == self.new
        self.restore()

    def work(self) -> None:
        """Do it."""
        self.task.work(self.root)

    def restore(self) -> None:
        """Make everything as it was before the command."""
        shutil.rmtree(self.root)
        if self.saved.exists():
            shutil.copytree(self.saved, self.root, symlinks=True)

    def kill(self, told: str, **moment: float) -> bool:
        """Begin, kill, and compare; return whether the command was killed before it ended."""
        ended, _ = forked(self.work, **moment)  # type: ignore[arg-type]
        for name, found in self.task.units(self.root).items():
            allowed = (self.old.get(name), self.new.get(name))
            assert found in allowed, f"{name} is neither old nor new after {told}"
        if ended:
            self.restore()
        return not ended

    def whole(self, told: str) -> None:
        """Let the command run to its end; what is there then must be what it always makes."""
        forked(self.work)
        assert self.task.units(self.root) == self.new, f"the next run went wrong after {told}"
        self.restore()


AGAIN = 5
"""How often a command is killed, one time after another, before it may run to its end."""

TRIES = 20
"""How many moments may be tried for each kill; a command that always ends first is none to kill."""


def at_random(folder: Path, task: Task, number: int, seed: int) -> int:
    """Kill a command at random moments, so often; return how many moments that took.

    A moment is a point in the time that the command takes, or every third time one of its steps.
    A command that ends before its moment comes takes less time than it was thought to.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    trial = Trial(folder, task)
    killed = 0
    for turn in range(1, number * TRIES):
        if turn % 3:
            seconds = chance.uniform(0.001, trial.lasting)
            told = f"kill {turn} of seed {seed}, {seconds:.3f} s"
            dead = trial.kill(told, seconds=seconds)
            trial.lasting = trial.lasting if dead else max(seconds, 0.002)
        else:
            step = chance.randint(1, trial.steps)
            told = f"kill {turn} of seed {seed}, before step {step}"
            dead = trial.kill(told, step=step)
        killed += dead
        if dead and (killed % AGAIN == 0 or killed == number):
            trial.whole(told)
        if killed == number:
            return turn
    raise SystemExit(f"killed {killed} times only, however early")


def every_step(folder: Path, task: Task) -> int:
    """Kill a command before each of its steps; return how many there are."""
    trial = Trial(folder, task)
    for step in range(1, trial.steps + 1):
        trial.kill(f"a kill before step {step}", step=step)
        trial.whole(f"a kill before step {step}")
    return trial.steps


BOTH = ("facilitator/en", "patient/en")


def put(root: Path, word: str) -> None:
    """Swap two editions in."""
    source = root / word
    source.mkdir(parents=True, exist_ok=True)
    for number in range(3):
        (source / f"{number}.html").write_text(f"{word} {number}")
    (source / "same.html").write_text("same")
    (source / f"only-{word}.html").write_text(word)
    files = {
        f"a/{file.name}": Output(file, sha256(file.read_bytes()).hexdigest())
        for file in source.iterdir()
    }
    swap_in(root / "build", dict.fromkeys(BOTH, files), word.encode())


def unheard(*_: object) -> None:
    """Tell nobody how far a build is; a function with a name, as worker processes need."""


def built(root: Path, *, pdf: bool, jobs: int = 1) -> None:
    """Build a library."""
    made = build(root, root / "build", unheard, pdf=pdf, jobs=jobs)
    assert not made.report.has_errors


def built_before(root: Path, *, pdf: bool) -> None:
    """Make a library that has been built."""
    small(root)
    forked(lambda: built(root, pdf=pdf))


def edited(root: Path) -> None:
    """Change a line of a handout and of a module, so that every edition changes."""
    replaced(root, HANDOUT, "One small step is enough for today.", "Another step is enough.")
    replaced(root, MODULE, "What you do, in plain sentences.", "What you will do, in one word.")


def assembled(root: Path) -> None:
    """Assemble the track."""
    assert assemble(read_track(root, "evening")).plan is not None


def assembled_before(root: Path) -> None:
    """Make a library with a plan."""
    planned_library(root, plan=False)
    forked(lambda: assembled(root))


def longer(root: Path) -> None:
    """Let the track have one more week."""
    replaced(root, TRACK, "weeks: 2", "weeks: 3")


def packed(root: Path) -> None:
    """Make the packs of all weeks."""
    order = PackOrder("", "")
    made = pack(read_track(root, "evening"), root / "build", order, quiet, week=None, day=None)
    assert len(list(made)) == 2


def bound(root: Path) -> None:
    """Make the binder."""
    binder(read_track(root, "evening"), root / "build", "", quiet)


def quiet(_told: str) -> None:
    """Show nothing."""


def printed_before(root: Path, work: Callable[[Path], object]) -> None:
    """Make a library with a plan, of which something was printed."""
    planned_library(root)
    forked(lambda: work(root))


def untidy(root: Path) -> None:
    """Let a library have what `check --fix` mends."""
    for path in (HANDOUT, MODULE):
        file = root / path
        file.write_text(file.read_text().replace(".\n", ".   \n"))


def fixed(root: Path) -> None:
    """Run `check --fix`."""
    fix_library(root, Options(date(2026, 11, 23)))


def signed(root: Path) -> None:
    """Sign a handout off."""
    sign(root, Signature("my-small-step", "A. Person", "LCSW", date(2026, 11, 23)))


def signed_before(root: Path) -> None:
    """Make a library with a ledger."""
    small(root)
    sign(root, Signature("my-small-step", "B. Person", "LPC", date(2026, 11, 22)))


def begun(root: Path) -> None:
    """Make a new library, unless an earlier run finished it."""
    if not (root / SETTINGS).exists():
        begin(root, new_library("New"))


def nothing(_root: Path) -> None:
    """Leave everything as it is."""


TASKS: Mapping[str, Task] = {
    "pages": Task(
        lambda root: built_before(root, pdf=False),
        edited,
        lambda root: built(root, pdf=False),
        editions,
    ),
    "prints": Task(
        lambda root: built_before(root, pdf=True),
        edited,
        lambda root: built(root, pdf=True),
        editions,
    ),
    "processes": Task(
        lambda root: built_before(root, pdf=False),
        edited,
        lambda root: built(root, pdf=False, jobs=2),
        editions,
    ),
    "first": Task(small, nothing, lambda root: built(root, pdf=False), editions),
    "swap": Task(lambda root: put(root, "old"), nothing, lambda root: put(root, "new"), editions),
    "assemble": Task(assembled_before, longer, assembled, lock),
    "pack": Task(lambda root: printed_before(root, packed), edited, packed, packs),
    "binder": Task(lambda root: printed_before(root, bound), edited, bound, packs),
    "fix": Task(small, untidy, fixed, visible),
    "sign": Task(signed_before, nothing, signed, visible),
    "new": Task(nothing, nothing, begun, visible),
}
"""Every command that writes."""


def warm(what: str, folder: Path) -> None:
    """Import and load, before any fork, what commands load; but for Typst, which has threads."""
    if what in ("pages", "prints", "processes", "first", "pack", "binder"):
        built(small(folder), pdf=False)
    elif what == "assemble":
        assembled(planned_library(folder))


def main(how: str, what: str, folder: str, number: str, seed: str) -> None:
    """Do what the test asks for, and print how many moments were tried."""
    warm(what, Path(folder) / "warm")
    if how == "random":
        moments = at_random(Path(folder), TASKS[what], int(number), int(seed))
    else:
        moments = every_step(Path(folder), TASKS[what])
    sys.stdout.write(json.dumps({"moments": moments}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
