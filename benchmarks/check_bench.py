"""How fast `check` is: cold, unchanged, with one file changed; beside the floor and a rival.

Run as `nox -s bench`, or: python benchmarks/check_bench.py --modules 1000 --modules 10000

The floor is what no checker of this format can avoid, on one core: reading the bytes, libyaml on
the front matter, and markdown-it-py's block parse of the bodies. check-jsonschema checks the same
front matter against the same schemas; where it is not installed it is left out. Times are the least
of a few runs, each in a process of its own; the ratio to the floor is the median of the runs, each
beside a floor measured right before it, so that it comes out the same on a busy machine. How much
faster several cores are is told by the clock, so it depends on what else runs: beside it stands how
much more as many busy processes get done at that moment than one. Nothing is asserted.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml
from generated import write_library
from markdown_it import MarkdownIt

CHECK = "from curriculumkit.cli import main; import sys; main(sys.argv[1:])"
MEASURE = (
    "import resource, subprocess, sys, time; begin = time.perf_counter();"
    "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    "taken = time.perf_counter() - begin;"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(taken, used.ru_utime + used.ru_stime, used.ru_maxrss)"
)

BUSY = (
    "import time\ndone = 0\n"
    "while time.process_time() < 1:\n    done += sum(range(1000)) > 0\n"
    "print(done)"
)
"""Work for one second of a processor; prints how much of it was done."""


@dataclass(frozen=True)
class Cost:
    """What a run cost: seconds on the clock, seconds of processors, and peak memory in MB.

    Processor seconds hardly change when other programs run at the same time; the clock does.
    """

    wall: float
    cpu: float
    memory: float


def documents(root: Path) -> list[Path]:
    """Return the modules and handouts of a library."""
    return sorted((*root.glob("modules/*/*.md"), *root.glob("handouts/*.md")))


def floor(root: Path) -> float:
    """Return the processor seconds of reading, libyaml and the block parse on one core."""
    parser = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])
    begin = time.process_time()
    for path in documents(root):
        _, front, body = path.read_bytes().decode().split("---\n", 2)
        yaml.load(front, Loader=yaml.CSafeLoader)
        parser.parse(body)
    return time.process_time() - begin


def plain_environment() -> dict[str, str]:
    """Return the environment, in which Python may keep what it compiled."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def measured(command: Sequence[str], environment: dict[str, str]) -> Cost:
    """Return what a command costs in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *command],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    wall, cpu, kilobytes = done.stdout.split()
    return Cost(float(wall), float(cpu), int(kilobytes) / 1024)


def given(processes: int) -> float:
    """Return how much more work so many busy processes get done now, by the clock, than one."""

    def rate(number: int) -> float:
        begin = time.perf_counter()
        running = [
            subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE, text=True)
            for _ in range(number)
        ]
        done = sum(int(one.communicate()[0]) for one in running)
        return done / (time.perf_counter() - begin)

    return rate(processes) / rate(1)


def least(runs: int, once: Callable[[], Cost]) -> Cost:
    """Return the least times and the greatest memory of a few runs."""
    return least_of([once() for _ in range(runs)])


def least_of(found: Sequence[Cost]) -> Cost:
    """Return the least times and the greatest memory of what was measured."""
    return Cost(
        min(one.wall for one in found),
        min(one.cpu for one in found),
        max(one.memory for one in found),
    )


def rival(root: Path, scratch: Path, environment: dict[str, str]) -> float | None:
    """Return the seconds that check-jsonschema takes on the front matter alone, or None."""
    program = shutil.which("check-jsonschema")
    if program is None:
        return None
    total = 0.0
    for kind in ("module", "handout"):
        schema = scratch / f"{kind}.json"
        command = [sys.executable, "-c", CHECK, "schema", kind]
        done = subprocess.run(command, check=True, capture_output=True, env=environment)
        schema.write_bytes(done.stdout)
        folder = scratch / kind
        folder.mkdir(exist_ok=True)
        for path in documents(root):
            if path.relative_to(root).parts[0] == f"{kind}s":
                front = path.read_text("utf-8").split("---\n", 2)[1]
                (folder / f"{path.stem}.yaml").write_text(front, "utf-8")
        files = [str(path) for path in sorted(folder.iterdir())]
        command = [program, "--no-cache", "--schemafile", str(schema), *files]
        total += measured(command, environment).cpu
    return total


def bench(modules: int, runs: int, seed: int) -> dict[str, object]:
    """Return the figures for a library of so many modules, and as many handouts."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        root = scratch / "library"
        write_library(root, modules, seed)
        terms = Path(__file__).parents[1] / "curriculum" / "terms"
        shutil.copytree(terms, root / "curriculum" / "terms")
        environment = plain_environment() | {"XDG_CACHE_HOME": str(scratch / "cache")}
        check = [sys.executable, "-c", CHECK, "check", str(root)]

        def cold(jobs: int) -> Cost:
            shutil.rmtree(scratch / "cache", ignore_errors=True)
            return measured([*check, "--jobs", str(jobs)], environment)

        def edited() -> Cost:
            path = documents(root)[0]
            path.write_text(path.read_text("utf-8") + f"\nSeen at {time.time_ns()}.\n", "utf-8")
            return measured([*check, "--jobs", "1"], environment)

        cold(1)  # Python compiles the program once, as after it is installed
        floors = []

        def beside_the_floor() -> Cost:
            floors.append(floor(root))
            return cold(1)

        colds = [beside_the_floor() for _ in range(runs)]
        ratios = [one.cpu / low for one, low in zip(colds, floors, strict=True)]
        least_floor = min(floors)
        alone = least_of(colds)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        gives = []

        def beside_busy_processes() -> Cost:
            gives.append(given(cores))
            return cold(cores)

        together = least(runs, beside_busy_processes)
        unchanged = least(runs, lambda: measured(check, environment))
        changed = least(runs, edited)
        other = rival(root, scratch, environment)
    return {
        "modules": modules,
        "handouts": modules,
        "floor_cpu_s": least_floor,
        "cold_one_core_cpu_s": alone.cpu,
        "cold_one_core_over_floor": median(ratios),
        "cold_one_core_over_floor_least_and_most": [min(ratios), max(ratios)],
        "cold_one_core_wall_s": alone.wall,
        f"cold_{cores}_cores_wall_s": together.wall,
        f"cold_{cores}_cores_cpu_s": together.cpu,
        f"speedup_on_{cores}_cores": alone.wall / together.wall,
        f"speedup_of_{cores}_busy_processes": gives,
        "unchanged_cpu_s": unchanged.cpu,
        "unchanged_percent_of_cold": 100 * unchanged.cpu / alone.cpu,
        "one_changed_cpu_s": changed.cpu,
        "one_changed_percent_of_cold": 100 * changed.cpu / alone.cpu,
        "peak_memory_mb": max(alone.memory, changed.memory),
        "check_jsonschema_cpu_s": other,
        "cold_one_core_over_check_jsonschema": alone.cpu / other if other else None,
    }


def start(runs: int) -> dict[str, float]:
    """Return how long `--version` takes beside a bare click program."""
    bare = "import click\n@click.command()\n@click.version_option('1')\ndef main(): pass\nmain()"
    ours = [sys.executable, "-c", CHECK, "--version"]
    environment = plain_environment()
    alone = [sys.executable, "-c", bare, "--version"]
    version = least(runs * 5, lambda: measured(ours, environment)).cpu
    click = least(runs * 5, lambda: measured(alone, environment)).cpu
    return {"version_cpu_s": version, "click_alone_cpu_s": click, "ratio": version / click}


def main() -> None:
    """Print the figures as JSON, one object for each size, and one for the start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=int, action="append")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(start(given.runs), indent=1))
    for modules in given.modules or [1000, 10000]:
        print(json.dumps(bench(modules, given.runs, given.seed), indent=1), flush=True)


if __name__ == "__main__":
    main()
