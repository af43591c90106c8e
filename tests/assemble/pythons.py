"""The Pythons of this machine that this package supports: run it to print their paths."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
MINORS = range(11, 15)


def interpreters() -> dict[str, str]:
    """Return the supported Pythons by version, such as ``3.13``: the first found of each.

    Those on the path come first, then the Windows launcher's, then those that pyenv has.
    """
    found: dict[str, str] = {}
    for one in chain(_on_path(), _of_launcher(), _of_pyenv()):
        if version := _answer(one, "import sys; print('%d.%d' % sys.version_info[:2])"):
            found.setdefault(version, one)
    return dict(sorted((v, one) for v, one in found.items() if int(v.split(".")[1]) in MINORS))


def with_the_solver() -> dict[str, str]:
    """Return the Pythons that can assemble: of those found, and of what `nox -s pythons` made."""
    made = {one.name: _python_of(one) for one in sorted(MADE.glob("3.*"))}
    tested = {**interpreters(), **made}
    needs = "import click, markdown_it, ortools, pydantic, yaml; print('yes')"
    return {version: one for version, one in tested.items() if _answer(one, needs) == "yes"}


MADE = ROOT / ".nox" / "of-pythons"
"""Where `nox -s pythons` puts an environment for each version."""


def _python_of(environment: Path) -> str:
    folder = "Scripts" if os.name == "nt" else "bin"
    return str(environment / folder / "python")


def _on_path() -> Iterator[str]:
    names = (f"python3.{minor}" for minor in MINORS)
    yield from filter(None, (shutil.which(name) for name in names))
    yield sys.executable


def _of_launcher() -> Iterator[str]:
    if launcher := shutil.which("py"):
        lines = subprocess.run([launcher, "-0p"], capture_output=True, text=True, check=False)
        yield from (line.split()[-1] for line in lines.stdout.splitlines() if line.split())


def _of_pyenv() -> Iterator[str]:
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from (str(one) for one in sorted(root.glob("versions/3.*/bin/python")))


def _answer(python: str, code: str) -> str:
    """Return what a Python prints when it runs some code; nothing when it cannot."""
    try:
        told = subprocess.run(
            [python, "-c", code], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


if __name__ == "__main__":
    sys.stdout.write("".join(f"{version} {one}\n" for version, one in interpreters().items()))
