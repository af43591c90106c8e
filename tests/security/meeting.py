"""Two commands at the same moment. Run as a program, so that it can fork without other threads.

Each is a fork of this process; both begin at once, one of them after a little while. Whichever is
refused, in words, is run again afterwards, as its user would.
"""

import json
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from killing import bound, built, edited, fixed, packed, signed, untidy, visible, warm
from planned_library import planned_library

from curriculumkit.app_plan import assemble, read_track
from curriculumkit.app_review import Signature, sign
from curriculumkit.disk import DiskError

Command = Callable[[Path], object]


def planned_anew(root: Path) -> None:
    """Assemble the track without regard to the plan that is there."""
    assert assemble(read_track(root, "evening"), fresh=True).plan is not None


COMMANDS: dict[str, Command] = {
    "build": lambda root: built(root, pdf=False),
    "pack": packed,
    "binder": bound,
    "assemble": planned_anew,
    "fix": fixed,
    "sign": signed,
    "sign too": lambda root: sign(root, Signature("my-small-step", "Z", "LPC", date(2026, 11, 23))),
}


def begun(work: Command, root: Path, wait: float) -> tuple[int, int]:
    """Begin a command in a fork after so many seconds; return its number and a pipe of words."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    told = ""
    try:
        time.sleep(wait)
        work(root)
    except DiskError as error:
        told = f"refused: {error}"
    except BaseException as error:  # noqa: BLE001 - the parent must hear of anything
        told = f"failed: {error!r}"
    os.write(writing, told.encode())
    os._exit(0)


def ended(child: int, pipe: int) -> str:
    """Wait for a command and return what it told: nothing if it did its work."""
    with os.fdopen(pipe, "rb") as words:
        told = words.read().decode()
    _, status = os.waitpid(child, 0)
    return told or ("" if status == 0 else f"failed: {status}")


def alone(names: list[str], root: Path) -> None:
    """Run commands one after another; none may fail."""
    for name in names:
        told = ended(*begun(COMMANDS[name], root, 0))
        assert not told, f"{name} alone: {told}"


def begin(root: Path) -> None:
    """Make a library in which every command finds something to do."""
    planned_library(root)
    alone(["build"], root)
    edited(root)
    untidy(root)


def meet(folder: Path, names: list[str], times: int, seed: int) -> int:
    """Let two commands meet so many times; return how often one of them was refused."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    saved, root = folder / "saved", folder / "library"
    begin(root)
    shutil.copytree(root, saved)
    allowed = []
    for order in (names, names[::-1]):
        alone(order, root)
        allowed.append(visible(root))
        shutil.rmtree(root)
        shutil.copytree(saved, root)
    refused = 0
    for turn in range(times):
        waits = (0.0, chance.uniform(0, 0.3))
        running = [
            (name, begun(COMMANDS[name], root, wait))
            for name, wait in zip(names, waits, strict=True)
        ]
        again = []
        for name, one in running:
            if told := ended(*one):
                assert told.startswith("refused: another command is writing"), f"{names}: {told}"
                again.append(name)
        assert len(again) < len(names), "both were refused"
        refused += len(again)
        alone(again, root)
        found = visible(root)
        wrong = [
            path
            for path in {*found, *allowed[0], *allowed[1]}
            if found.get(path) not in [one.get(path) for one in allowed]
        ]
        assert not wrong, f"{names}, turn {turn} of seed {seed}: {wrong}"
        shutil.rmtree(root)
        shutil.copytree(saved, root)
    return refused


def main(folder: str, times: str, seed: str, *pairs: str) -> None:
    """Let pairs of commands meet, and print how often one of each was refused."""
    warm("pages", Path(folder) / "warm")
    refused = {
        pair: meet(Path(folder, str(number)), pair.split("+"), int(times), int(seed))
        for number, pair in enumerate(pairs)
    }
    sys.stdout.write(json.dumps(refused) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
