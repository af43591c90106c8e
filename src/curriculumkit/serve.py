"""Live preview: pages served on this machine only, rebuilt on save, reloaded by themselves.

What makes a page reload is put in as the page is served; no built file holds it.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from mimetypes import guess_type
from pathlib import Path
from threading import Event, Lock, Thread
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
"""The only address that is served: no other machine can reach it."""

OWN = "/-preview/"
"""Where the preview's own files are: state, script and style."""

_STRICT = "default-src 'none';"
_HOME = re.compile(rb'(class="way" href=")[^"]*index\.html"')
_FOLDERS = ("curriculum", "modules", "handouts")
_TICK = 200
"""How often a preview looks for folders that have come or gone, in milliseconds."""


@dataclass(frozen=True, slots=True)
class State:
    """What the last build came to: its number, whether pages are new, and what it told.

    `version` counts the good builds, `build` all of them.
    """

    version: int = 0
    build: int = 0
    good: bool = True
    told: str = ""


Build = Callable[[], tuple[bool, str]]
"""Builds once; returns whether there are new pages, and what to tell of it."""


class Preview:
    """The state of a preview, shared by the builder and the server."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state = State()

    @property
    def state(self) -> State:
        """Return what the last build came to."""
        with self._lock:
            return self._state

    def build(self, run: Build) -> State:
        """Build once and remember what it came to; the last good pages stay where they are."""
        good, told = run()
        with self._lock:
            old = self._state
            self._state = replace(
                old, version=old.version + good, build=old.build + 1, good=good, told=told
            )
            return self._state


def served(page: bytes) -> bytes:
    """Return a page as it is served: with the script that reloads it, which may ask this server."""
    text = page.decode("utf-8")
    if "</head>" not in text or _STRICT not in text or "script-src 'self'" not in text:
        return page
    text = text.replace(_STRICT, f"{_STRICT} connect-src 'self';", 1)
    parts = (
        f'<link rel="stylesheet" href="{OWN}preview.css">\n'
        f'<script src="{OWN}preview.js" defer></script>\n'
    )
    return text.replace("</head>", f"{parts}</head>", 1).encode()


def found(root: Path, address: str) -> Path | None:
    """Return the file at an address below `root`, or None; hidden files are not found."""
    path = posixpath.normpath(unquote(urlsplit(address).path)).lstrip("/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    file = root.joinpath(*parts)
    try:
        if file.is_dir():
            file /= "index.html"
        return file if file.is_file() and file.resolve().is_relative_to(root.resolve()) else None
    except OSError:  # a name that is too long, or a build is moving new pages into place
        return None


def home(root: Path) -> str | None:
    """Return the address of the first edition's start page: facilitators before patients."""
    pages = (one.relative_to(root).as_posix() for one in root.glob("*/*/index.html"))
    found_ = sorted(one for one in pages if not one.startswith(".") and "/." not in one)
    return f"/{found_[0]}" if found_ else None


class _Handler(BaseHTTPRequestHandler):
    """Answers requests from this machine for the pages of a build."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *given: object, root: Path, preview: Preview) -> None:
        self.root, self.preview = root, preview
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a file, the state of the preview, or the page for lost addresses."""
        if not self._is_meant():
            self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
        elif self.path.startswith(OWN):
            self._own(urlsplit(self.path).path.removeprefix(OWN))
        elif self.path == "/":
            self._home()
        elif (file := found(self.root, self.path)) is not None:
            self._file(file, HTTPStatus.OK)
        else:
            edition = "/".join(self.path.split("/")[1:3])
            lost = found(self.root, f"/{edition}/404.html")
            if lost is None:
                self._send(HTTPStatus.NOT_FOUND, b"Not found.\n", "text/plain")
            else:
                self._lost(lost, edition)

    do_HEAD = do_GET  # noqa: N815 - the name is http.server's

    def log_message(self, *_given: object) -> None:
        """Keep quiet: the terminal is for findings."""

    def _is_meant(self) -> bool:
        """Tell whether the request names this server, not a stranger's name that leads here."""
        name = (self.headers.get("Host") or "").rpartition(":")[0]
        return name in (HOST, "localhost")

    def _home(self) -> None:
        address = home(self.root)
        if address is None:
            waiting = served(_WAITING.encode())
            self._send(HTTPStatus.OK, waiting, "text/html; charset=utf-8")
            return
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _own(self, name: str) -> None:
        if name == "state":
            state = self.preview.state
            told = {
                "version": state.version,
                "build": state.build,
                "good": state.good,
                "told": state.told,
            }
            self._send(HTTPStatus.OK, json.dumps(told).encode(), "application/json")
        elif name in ("preview.js", "preview.css"):
            raw = files("curriculumkit").joinpath(f"preview/{name}").read_bytes()
            self._send(HTTPStatus.OK, raw, guess_type(name)[0] or "text/plain")
        else:
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")

    def _file(self, file: Path, status: HTTPStatus) -> None:
        try:
            raw = file.read_bytes()
        except OSError:  # a build is moving new pages into place
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, b"Building.\n", "text/plain")
            return
        if file.suffix == ".html":
            self._send(status, served(raw), "text/html; charset=utf-8")
        else:
            self._send(status, raw, guess_type(file.name)[0] or "application/octet-stream")

    def _lost(self, file: Path, edition: str) -> None:
        """Answer with an edition's page for lost addresses, led to the start page served here."""
        home = rf'\g<1>/{edition}/index.html"'.encode()
        try:
            raw = _HOME.sub(home, file.read_bytes())
        except OSError:  # a build is moving new pages into place
            raw = b"Not found.\n"
        self._send(HTTPStatus.NOT_FOUND, raw, "text/html; charset=utf-8")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


_WAITING = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'>"
    "<title>Building the pages</title>"
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'self'; "
    "script-src 'self'\"></head><body><main><h1>Building the pages</h1>"
    "<p>This page leads to them as soon as they are built. What keeps them from it is told "
    "below.</p></main></body></html>"
)
"""What is shown before the first good build."""


class _Server(ThreadingHTTPServer):
    """A server that says nothing of browsers that went away: the terminal is for findings."""

    daemon_threads = True

    def handle_error(self, *_given: object) -> None:
        """Let the answer go; a browser that still wants it asks again."""


def open_server(root: Path, preview: Preview, port: int) -> ThreadingHTTPServer:
    """Return a server of the folder's pages that answers already; port 0 takes any free one."""
    server = _Server((HOST, port), partial(_Handler, root=root, preview=preview))
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def changes(root: Path, stop: Event) -> Iterator[frozenset[str]]:
    """Yield the paths of what was saved in the library, each time something was, until `stop`.

    The first time it yields none, at once: from then on nothing that is saved is missed. It does so
    again when a folder of the library has come or gone, or is another one.
    """
    from watchfiles import Change, watch  # noqa: PLC0415 - only a preview needs it

    ended = False
    while not ended:
        ended, begun, folders = True, False, _folders(root)
        for changed in watch(
            *folders,
            debounce=300,
            step=50,
            stop_event=stop,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            if changed or not begun:
                begun = True
                yield frozenset(path for _, path in changed)
            gone = any(kind == Change.deleted and Path(path) in folders for kind, path in changed)
            if gone or _folders(root) != folders:
                ended = False
                break


def _folders(root: Path) -> dict[Path, int]:
    """Return the folders of the library that are there, and which they are."""
    return {folder: folder.stat().st_ino for name in _FOLDERS if (folder := root / name).is_dir()}


def serve(
    root: Path,
    preview: Preview,
    run: Build,
    tell: Callable[[State], None],
    stop: Event,
    *,
    saved: Callable[[frozenset[str]], None] = lambda _: None,
) -> None:
    """Build the library at `root`, and again on each save, until `stop` is set or Ctrl-C.

    What is saved during a build, the first one too, is built next. `saved` is given the paths of
    the files that were saved, `tell` what their build came to.
    """
    for paths in changes(root, stop):
        if paths:
            saved(paths)
        tell(preview.build(run))
