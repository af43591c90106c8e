"""The same library gives the same bytes anywhere and at any time, and needs no network for it."""

import json
import os
import re
import subprocess
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
from planned_library import LOCK, planned_library
from strangers import SOURCE, snapshot

ALONE = """
import mimetypes, os, socket, sys, tempfile

OWN = (os.getcwd(), sys.prefix, sys.base_prefix, os.environ["PYTHONPATH"],
       os.environ["XDG_CACHE_HOME"], tempfile.gettempdir(), "/usr/share/zoneinfo", "/proc/self")
INSIDE = tuple(os.path.realpath(one) + "/" for one in OWN)
KNOWN = {"/dev/null", "/etc/localtime", *mimetypes.knownfiles}

def refused(*_arguments, **_named):
    raise AssertionError("something wants a connection")

def opens(path, flags):
    whole = os.path.realpath(os.fsdecode(path))
    written = flags & (os.O_WRONLY | os.O_RDWR)
    inside = f"{whole}/".startswith(INSIDE) or path in KNOWN
    if (written or os.path.isfile(whole)) and not inside:
        raise AssertionError(f"something wants a file from elsewhere: {whole}")

def look(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        print(event, arguments, file=sys.stderr)
        raise AssertionError("something wants a connection")
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        print(event, arguments, file=sys.stderr)
        raise AssertionError("something wants another program")
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        opens(arguments[0], arguments[2])

sys.addaudithook(look)
socket.create_connection = socket.getaddrinfo = socket.socket.connect = refused
from curriculumkit.cli import main
main(sys.argv[1:])
"""


EVERYTHING = (
    ("assemble", "evening"),
    ("check", "--no-cache"),
    ("build",),
    ("plan", "show", "evening", "--ics", "build/a.ics", "--xlsx", "build/a.xlsx"),
    ("plan", "coverage", "evening"),
    ("pack", "evening", "--all"),
    ("binder", "evening"),
)
"""Every command that makes something of a library."""


def made(
    root: Path,
    *,
    seed: str,
    zone: str,
    language: str,
    umask: int = 0o022,
    jobs: str = "1",
    only: str = "",
) -> dict[str, bytes]:
    """Run commands, each in a process of its own without a network; return all that they made.

    Each may open files of the library, of Python, and of a home and a folder for passing files
    that are made for it, and no others.
    """
    home = root.parent / f"home of {seed}"
    home.mkdir(exist_ok=True)
    told = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed, "TZ": zone}
    told |= {"LC_ALL": language, "LANG": language, "SOURCE_DATE_EPOCH": seed * 6, "USER": zone}
    told |= dict.fromkeys(("HOME", "XDG_CACHE_HOME", "TMPDIR"), str(home))
    for arguments in (one for one in EVERYTHING if only in ("", one[0])):
        more = ("--jobs", jobs) if arguments[0] == "build" else ()
        ended = subprocess.run(
            [sys.executable, "-P", "-c", ALONE, *arguments, *more],
            cwd=root,
            env=told,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            umask=umask,
        )
        assert ended.returncode == 0, ended.stderr
    return {path: raw for path, raw in snapshot(root).items() if "/." not in f"/{path}"}


def test_the_same_library_gives_the_same_bytes_without_a_network(tmp_path: Path) -> None:
    one = planned_library(tmp_path / "one", plan=False)
    other = tmp_path / "a much longer path" / "ünïcode" / "two"
    for path, raw in reversed(snapshot(one).items()):  # folders list their files in another order
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        (other / path).write_bytes(raw)
        os.utime(other / path, (1_000_000_000, 1_000_000_000))
    first = made(one, seed="1", zone="America/Denver", language="C", umask=0o077)
    second = made(other, seed="7", zone="Asia/Tokyo", language="C.UTF-8", jobs="2")
    assert sum(path.endswith(".pdf") for path in first) >= 8
    assert {LOCK, "build/a.ics", "build/a.xlsx", "build/packs/evening/binder.pdf"} <= first.keys()
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
    assert made(one, seed="3", zone="UTC", language="C", only="build") == first
    names = b" ".join(first.values())
    for path in (one, other, Path.home()):
        assert str(path).encode() not in names
    out = {path: raw for path, raw in first.items() if path.startswith("build/editions/")}
    report = json.loads(out.pop("build/editions/report.json"))["outputs"]
    digests = {path: sha256(raw).hexdigest() for path, raw in sorted(out.items())}
    assert {f"build/editions/{path}": digest for path, digest in report.items()} == digests


NO_NETWORK = ("unshare", "--map-root-user", "--net")
"""What begins a program in a network namespace of its own, in which there is no network."""


def test_everything_is_made_where_there_is_no_network_at_all(tmp_path: Path) -> None:
    if subprocess.run([*NO_NETWORK, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody make a network namespace")
    root = planned_library(tmp_path / "library", plan=False)
    line = (
        f"set -e; test -z \"$(grep : /proc/net/dev | grep -v lo:)\"; cd '{root}'; "
        "for order in 'assemble evening' 'build' 'pack evening --week 1' 'check'; do "
        f"'{sys.executable}' -P -m curriculumkit $order; done"
    )
    ended = subprocess.run(
        [*NO_NETWORK, "/bin/sh", "-c", line],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert (root / LOCK).exists()
    assert (root / "build/packs/evening/week-01.pdf").exists()


def test_nothing_of_the_program_names_a_way_to_fetch() -> None:
    package = SOURCE / "curriculumkit"
    named = ("urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib")
    for file in package.rglob("*.py"):
        lines = [one.split() for one in file.read_text(encoding="utf-8").splitlines()]
        imported = {one[1] for one in lines if len(one) > 1 and one[0] in ("import", "from")}
        assert not imported & set(named), file


def test_every_dependency_is_reasoned_and_locked_with_hashes() -> None:
    repository = SOURCE.parent
    told = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [one for names in told["optional-dependencies"].values() for one in names]
    needed = {_name(one) for one in (*told["dependencies"], *optional)}
    rows = (repository / "docs/dependencies.md").read_text(encoding="utf-8").splitlines()
    cells = [one.split("|")[1:4] for one in rows if one.startswith("| ") and "Package" not in one]
    named = {
        _name(name) for first, _, _ in cells for name in re.sub(r"\(.*?\)", "", first).split(",")
    }
    assert named == needed
    assert all(cell.strip() for row in cells for cell in row)
    locks = [*(repository / "requirements").glob("*.txt")]
    assert locks
    for lock in locks:
        pinned = re.split(r"\n(?=[\w.-]+(?:\[.*?\])?==)", "\n" + lock.read_text(encoding="utf-8"))
        names = {_name(one) for one in pinned if "==" in one.split("\n")[0]}
        assert all("--hash=sha256:" in one for one in pinned[1:]), lock
        assert lock.name != "dev.txt" or needed <= names


def _name(told: str) -> str:
    """Return the name of a package, as registries compare it."""
    found = re.match(r"\s*([\w.-]+)", told)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""
