"""The same library gives the same bytes anywhere and at any time, and needs no network for it."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from strangers import SOURCE, small, snapshot

ALONE = """
import socket, sys

def refused(*_arguments, **_named):
    raise AssertionError("something wants a connection")

def look(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        print(event, arguments, file=sys.stderr)
        raise AssertionError("something wants a connection")
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        print(event, arguments, file=sys.stderr)
        raise AssertionError("something wants another program")

sys.addaudithook(look)
socket.create_connection = socket.getaddrinfo = socket.socket.connect = refused
from curriculumkit.cli import main
main(sys.argv[1:])
"""


def build(root: Path, *, seed: str, zone: str, language: str) -> dict[str, bytes]:
    """Build a library in a process of its own, without a network; return all outputs."""
    told = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": seed, "TZ": zone}
    told |= {"LC_ALL": language, "LANG": language, "SOURCE_DATE_EPOCH": seed * 6}
    ended = subprocess.run(
        [sys.executable, "-P", "-c", ALONE, "build", "--jobs", "1"],
        cwd=root,
        env=told,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return snapshot(root / "build/editions")


def test_two_builds_give_the_same_bytes_without_a_network(tmp_path: Path) -> None:
    one = small(tmp_path / "one")
    other = tmp_path / "a much longer path" / "ünïcode" / "two"
    shutil.copytree(one, other)
    for file in other.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    first = build(one, seed="1", zone="America/Denver", language="C")
    second = build(other, seed="7", zone="Asia/Tokyo", language="C.UTF-8")
    assert sum(path.endswith(".pdf") for path in first) >= 4
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
    assert build(one, seed="3", zone="UTC", language="C") == first
    names = b" ".join(first.values())
    for path in (one, other, Path.home()):
        assert str(path).encode() not in names


def test_the_report_tells_the_digest_of_every_output(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    out = build(root, seed="1", zone="UTC", language="C")
    told = json.loads(out.pop("report.json"))["outputs"]
    assert told == {path: sha256(raw).hexdigest() for path, raw in sorted(out.items())}


def test_nothing_of_the_program_names_a_way_to_fetch() -> None:
    package = SOURCE / "curriculumkit"
    named = ("urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib")
    for file in package.rglob("*.py"):
        lines = [one.split() for one in file.read_text(encoding="utf-8").splitlines()]
        imported = {one[1] for one in lines if len(one) > 1 and one[0] in ("import", "from")}
        assert not imported & set(named), file
