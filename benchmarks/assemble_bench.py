"""How long assembling takes: medians in seconds, and in units of what importing the solver takes.

Run by `nox -s bench`. Seconds are the processor's, which others on the machine change little. Every
plan is checked by the independent verifier before it is counted.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from time import perf_counter, process_time
from typing import Any

from made_requests import Request, sizes
from naive import naive

from curriculumkit.assemble.answer import Answer
from curriculumkit.assemble.compile import problem_of
from curriculumkit.assemble.explain import explain, ways_out
from curriculumkit.assemble.lock import placed, planned
from curriculumkit.assemble.problem import Problem
from curriculumkit.assemble.search import solver_library
from curriculumkit.assemble.solve import solve
from curriculumkit.assemble.verify import verify

SEEDS = (1, 2, 3)
NAIVE_LIMIT = 5.0
NETWORK = 200
EDITS = 20


def tell(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return what the work returns, and how many seconds of the processor it took.

    Like `timeit`, garbage of what was done before is not collected meanwhile.
    """
    gc.disable()
    begun = process_time()
    result = work()
    seconds = process_time() - begun
    gc.enable()
    return result, seconds


def import_seconds() -> float:
    """Return how long a fresh Python takes to import the solver: the median of three."""
    code = (
        "from time import process_time as now; a = now(); "
        "import ortools.sat.python.cp_model; print(now() - a)"
    )
    runs = (subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
            for _ in SEEDS)  # fmt: skip
    return median(float(one.stdout) for one in runs)


def problem(request: Request) -> Problem:
    """Return the problem of a request."""
    return problem_of(request.track, request.standards, request.modules.values())


def checked(request: Request, given: Problem, answer: Answer) -> float:
    """Return how long the check of a plan takes, the median of nine; raise if it is refused."""
    sessions = planned(given, answer.placements)
    times = []
    for _ in range(9):
        found, seconds = timed(
            lambda: verify(request.track, request.standards, request.modules, sessions)
        )
        if found:
            raise AssertionError(found[:3])
        times.append(seconds)
    return median(times)


def solved(name: str, make: Callable[[int], Request], unit: float) -> float:
    """Tell how long a size takes, and return the median in seconds."""
    times, checks, said = [], [], set()
    for seed in SEEDS:
        request = make(seed)
        (given, answer), seconds = timed(lambda r=request: _plan(r))  # type: ignore[misc]
        times.append(seconds)
        said.add(answer.status)
        checks.append(checked(request, given, answer))
    middle = median(times)
    tell(
        f"{name:24} {middle:7.2f} s  {middle / unit:6.2f} imports  "
        f"{'/'.join(sorted(said)):10} check 1/{middle / median(checks):.0f} of it"
    )
    return middle


def _plan(request: Request) -> tuple[Problem, Answer]:
    given = problem(request)
    return given, solve(given)


def edits() -> None:
    """Tell how long planning again takes after a module is withdrawn: each that no line names."""
    for name in ("8 weeks", "8 weeks, mixed", "16 weeks of 10"):
        shares, moved, proved = [], [], 0
        for seed in SEEDS:
            request = sizes()[name](seed)
            (given, answer), first = timed(lambda r=request: _plan(r))  # type: ignore[misc]
            old = planned(given, answer.placements)
            named = set()
            for line in request.track.front.requirements:
                named |= set(getattr(line, "modules", None) or (getattr(line, "module", None),))
            for gone in sorted({one.module for one in old} - named)[:EDITS]:
                edited = request.with_lines({"kind": "exclude", "modules": [gone]})
                after = problem(edited)
                again, seconds = timed(lambda a=after, o=old: solve(a, previous=placed(a, o)))  # type: ignore[misc]
                if again.status == "impossible":
                    continue
                checked(edited, after, again)
                shares.append(seconds / first)
                moved.append(again.moved or 0)
                proved += again.status == "best"
        tell(
            f"edit, {name:18} {median(shares):7.2f} of the first solve, {max(shares):.2f} at most; "
            f"{len(shares)} edits, {proved} proved nearest; moved {min(moved)} to {max(moved)}"
        )


def conflicts(first: dict[str, float]) -> None:
    """Tell how long it takes to find and verify why there is no plan."""
    base = sizes()["8 weeks"](1)
    pairs = [
        (need.module, one.id)
        for one in base.modules.values()
        for need in one.front.prerequisites
        if {need.module, one.id} <= set(base.planted)
    ]
    before, after = pairs[0]
    front = base.track.front
    topics = sorted({one.front.topic for one in base.modules.values()})
    kept = [o.model_dump() for o in front.requirements if getattr(o, "per", "") != "plan"]
    asked = {
        "by counting": base.changed(requirements=[
            *kept, *({"kind": "topic", "topic": t, "least": 5, "per": "plan"} for t in topics)
        ]),
        "excluded prerequisite": base.with_lines(
            {"kind": "include", "modules": [after]}, {"kind": "exclude", "modules": [before]}
        ),
        "pins against an order": base.with_lines(
            {"kind": "pin", "module": after, "week": 2, "day": "wed"},
            {"kind": "pin", "module": before, "week": 5, "day": "wed"},
        ),
        "holiday without make-up": base.changed(
            closed=[{"date": "2027-01-25", "reason": "Closed", "then": "skip"}]
        ),
    }  # fmt: skip
    for name, request in asked.items():
        given = problem(request)
        answer, no = timed(lambda g=given: solve(g))  # type: ignore[misc]
        told, seconds = timed(lambda g=given: explain(g))  # type: ignore[misc]
        _, more = timed(lambda g=given: ways_out(g))  # type: ignore[misc]
        lines = [given.constraints[one].text for one in told.members] if told else []
        tell(
            f"{name:24} {answer.status}, known in {no:.2f} s; why in {seconds:.2f} s = "
            f"{seconds / first['8 weeks']:.1f} solves of the size; ways out {more:.2f} s; minimal: "
            f"{told.minimal if told else None}; {len(lines)} lines: {' | '.join(lines)[:150]}"
        )
        tell(f"{'':24} {told.reason if told else ''}")


def one_of_network(seed: int) -> str:
    """Plan one track of a network of clinics, and return how it went."""
    request = sizes()["8 weeks"](seed)
    given, answer = _plan(request)
    checked(request, given, answer)
    return answer.status


def network() -> None:
    """Tell how long a network of clinics takes over all cores."""
    cores = os.cpu_count() or 1
    begun = perf_counter()
    with ProcessPoolExecutor(cores) as pool:
        said = list(pool.map(one_of_network, range(1, NETWORK + 1)))
    seconds = perf_counter() - begun
    good = sum(one == "best" for one in said)
    tell(
        f"{NETWORK} tracks of a network   {seconds:7.2f} s by the clock over {cores} cores, "
        f"{good} proved best"
    )


def against_naive(first: dict[str, float]) -> None:
    """Tell how the model that comes to mind first does within its limit."""
    for name in ("8 weeks", "12 weeks, all once"):
        given = problem(sizes()[name](1))
        best = solve(given).price
        status, price, seconds = naive(given, NAIVE_LIMIT)
        tell(
            f"naive, {name:17} {seconds:7.2f} s  {status}, price {price} (best {best}); "
            f"ours took 1/{seconds / first[name]:.0f}"
        )


def main(arguments: Sequence[str]) -> None:
    """Run all, or the sizes whose names contain an argument."""
    unit = import_seconds()
    solver_library()
    tell(f"importing the solver     {unit:7.2f} s: the unit. Medians of {len(SEEDS)} seeds.")
    chosen = [n for n in sizes() if not arguments or any(a in n for a in arguments)]
    first = {name: solved(name, sizes()[name], unit) for name in chosen}
    if arguments:
        return
    edits()
    conflicts(first)
    against_naive(first)
    network()


if __name__ == "__main__":
    main(sys.argv[1:])
