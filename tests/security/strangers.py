"""Libraries as strangers might send them, and ways to look at what became of them."""

import ctypes
import json
import os
import resource
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

from curriculumkit.app import begin, build
from curriculumkit.scaffold import new_library
from curriculumkit.stage.staged import Audience

SOURCE = Path(__file__).parents[2] / "src"
RUN = [sys.executable, "-P", "-m", "curriculumkit"]
PLACE = {**os.environ, "PYTHONPATH": str(SOURCE)}
HANDOUT = "handouts/my-small-step.md"
MODULE = "modules/coping/one-small-step.md"
SETTINGS = "curriculum/library.yaml"

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2  # of Linux

REMOTE = ("//", "http:", "https:", "data:", "ftp:", "ws:", "wss:", "blob:", "file:", "javascript:")
LOADING = {"src", "srcset", "data", "poster", "background", "manifest", "ping", "action"}
FOREIGN = {"iframe", "object", "embed", "applet", "base", "foreignobject", "form", "frame", "audio"}


def small(root: Path) -> Path:
    """Make a new small library and return its folder."""
    begin(root, new_library("Test Library"))
    return root


def built(root: Path, *, pdf: bool = False, audience: Audience | None = None) -> list[str]:
    """Build a library in this process; return the messages of errors that kept it from that."""
    made = build(root, root / "build", lambda *_: None, pdf=pdf, audience=audience)
    return [one.message for one in made.report.diagnostics if one.severity == "error"]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def replaced(root: Path, path: str, old: str, new: str) -> None:
    """Replace text in a file of a library."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def command(
    *arguments: object,
    cwd: Path,
    memory: int = 0,
    seconds: int = 0,
    environment: Mapping[str, str] | None = None,
    powerless: bool = False,
) -> Ended:
    """Run curriculumkit in a process of its own, held to so many bytes and processor seconds.

    `powerless` takes from root the power to write and read whatever it likes, as in containers of
    CI; everybody else has not got it anyway.
    """

    def limit() -> None:
        if powerless and os.geteuid() == 0:
            for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
                assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, power, 0, 0, 0) == 0
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    told = {**PLACE, **(environment or {})}
    ended = subprocess.run(
        [*RUN, *map(str, arguments)],
        cwd=cwd,
        env=told,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=limit,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def told_by(program: str, *arguments: object) -> dict[str, int]:
    """Run a program of this folder in a process of its own; return the counts that it prints last.

    It can fork, which a process with threads, as that of the tests, had better not.
    """
    ended = subprocess.run(
        [sys.executable, str(Path(__file__).with_name(program)), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        timeout=36_000,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    counts: dict[str, int] = json.loads(ended.stdout.splitlines()[-1])
    return counts


@dataclass
class Page(HTMLParser):
    """What a page could do, and what it shows."""

    dangers: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    policy: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        told = {name: value or "" for name, value in attrs}
        if tag in FOREIGN:
            self.dangers.append(f"<{tag}>")
        if tag == "script":
            self.inside.append(tag)
            local = told.get("src", "").removeprefix("../" * told.get("src", "").count("../"))
            data = told.get("type", "") in ("application/json", "application/ld+json")
            if not told:
                self.inside.append("inline")
            elif not data and not local.startswith("_static/"):
                self.dangers.append(f"<script {told}>")
        if tag == "meta" and told.get("http-equiv") == "Content-Security-Policy":
            self.policy = told["content"]
        if tag == "meta" and told.get("http-equiv", "").lower() == "refresh":
            self.dangers.append("<meta refresh>")
        for name, value in told.items():
            self.dangers += self._attribute(tag, name, value)
        for name in ("alt", "aria-label", "title", "content", "href", "src"):
            self.words.append(told.get(name, ""))

    def _attribute(self, tag: str, name: str, value: str) -> Iterator[str]:
        plain = "".join(value.split()).lower()
        if name.startswith("on") or (name == "style" and ("url(" in plain or "@" in plain)):
            yield f"<{tag} {name}={value}>"
        if name in LOADING and plain.startswith(REMOTE):
            yield f"<{tag} {name}={value}>"
        if tag in ("link", "use", "image") and "href" in name and plain.startswith(REMOTE):
            yield f"<{tag} {name}={value}>"
        safe = ("http:", "https:", "mailto:", "tel:", "sms:")
        if (
            "href" in name
            and ":" in plain.split("/")[0].split("#")[0]
            and not plain.startswith(safe)
        ):
            yield f"<{tag} {name}={value}>"

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a script."""
        if tag == "script":
            self.inside.clear()

    def handle_data(self, data: str) -> None:
        """Take the words that are shown; a script among them must be one that the policy names."""
        if "inline" in self.inside:
            known = f"sha256-{b64encode(sha256(data.encode()).digest()).decode()}"
            if f"script-src '{known}'" not in self.policy:
                self.dangers.append(f"<script>{data}")
        elif not self.inside:
            self.words.append(data)


def page_of(text: str) -> Page:
    """Return what a page could do, and what it shows."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def dangers_in(out: Path) -> dict[str, list[str]]:
    """Return what any page of a build folder could do that it must not, by path."""
    pages = {path: page_of(raw.decode()) for path, raw in snapshot(out).items() if is_page(path)}
    assert pages, f"there is no page in {out}"
    return {path: page.dangers for path, page in pages.items() if page.dangers}


def is_page(path: str) -> bool:
    """Tell whether a path in a build folder is a page that is shown."""
    return path.endswith(".html") and not path.startswith(".")
