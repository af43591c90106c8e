"""Live preview: on this machine only, rebuilt on save, reloaded, with its findings."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from pathlib import Path
from socket import SO_LINGER, SOL_SOCKET, create_connection
from struct import pack
from threading import Event, Thread, Timer
from time import sleep

import pytest
from playwright.sync_api import Browser

from curriculumkit.cli.serve import build_once
from curriculumkit.disk import build_lock
from curriculumkit.serve import (
    HOST,
    Preview,
    State,
    changes,
    found,
    home,
    open_server,
    serve,
    served,
)

PAGE = (
    '<html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'self'; style-src 'self'\"><title>One</title></head><body><h1>{title}</h1></body>"
)


@dataclass
class Served:
    """A running preview of a folder."""

    root: Path
    preview: Preview
    server: ThreadingHTTPServer

    def get(self, path: str, host: str = HOST, method: str = "GET") -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        port = self.server.server_port
        with closing(HTTPConnection(HOST, port, timeout=60)) as connection:
            connection.request(method, path, headers={"Host": f"{host}:{port}"})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def write(self, title: str) -> tuple[bool, str]:
        """Write the start page with that title, as a good build would."""
        file = self.root / "facilitator/en/index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(PAGE.format(title=title), encoding="utf-8")
        return True, ""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Served]:
    state = Preview()
    server = open_server(tmp_path, state, 0)
    yield Served(tmp_path, state, server)
    server.shutdown()
    server.server_close()


def test_only_this_machine_is_served(preview: Served) -> None:
    assert preview.server.server_address[0] == "127.0.0.1"
    preview.write("One")
    assert preview.get("/facilitator/en/index.html")[0] == 200
    assert preview.get("/facilitator/en/index.html", host="evil.example")[0] == 403
    assert preview.get("/-preview/state", host="evil.example")[0] == 403


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/.work/x.html", "/a/..%2f..%2fsecret.txt", "/link"],
)
def test_nothing_outside_and_nothing_hidden_is_found(preview: Served, path: str) -> None:
    (preview.root / ".work").mkdir()
    (preview.root / ".work/x.html").write_text("hidden")
    outside = preview.root.parent / "secret.txt"
    outside.write_text("secret")
    (preview.root / "link").symlink_to(outside)
    assert found(preview.root, path) is None
    assert preview.get(path)[0] == 404


def test_the_script_is_in_served_pages_only(preview: Served) -> None:
    preview.write("One")
    _, page = preview.get("/facilitator/en/index.html")
    assert b"-preview/preview.js" in page
    assert b"connect-src 'self'" in page
    assert b"preview" not in (preview.root / "facilitator/en/index.html").read_bytes()


def test_pages_that_allow_no_script_are_served_as_they_are() -> None:
    page = b"<head><meta content=\"default-src 'none'; style-src 'sha256-x'\"></head>"
    assert served(page) == page


def test_the_start_leads_to_the_first_edition(preview: Served) -> None:
    assert b"Building the pages" in preview.get("/")[1]
    preview.write("One")
    assert home(preview.root) == "/facilitator/en/index.html"
    assert preview.get("/")[0] == 302
    assert preview.get("/facilitator/en/index.html", method="HEAD") == (200, b"")


@pytest.mark.parametrize("home_", ["index.html", "https://example.org/en/index.html"])
def test_lost_addresses_lead_to_the_start_page_served_here(preview: Served, home_: str) -> None:
    preview.write("One")
    lost = f'<a class="way" href="{home_}">Home</a><a class="way" href="tel:988">988</a>'
    (preview.root / "facilitator/en/404.html").write_text(lost, encoding="utf-8")
    status, page = preview.get("/facilitator/en/modules/nothing/here.html")
    assert status == 404
    assert b'href="/facilitator/en/index.html"' in page
    assert b'href="tel:988"' in page


def test_the_last_good_build_stays(preview: Served) -> None:
    assert preview.preview.build(lambda: preview.write("One")) == State(1, 1)
    bad = preview.preview.build(lambda: (False, "one error"))
    assert (bad.version, bad.build, bad.good, bad.told) == (1, 2, False, "one error")


def test_a_page_reloads_after_a_good_build_and_shows_findings(
    preview: Served, browser: Browser
) -> None:
    preview.preview.build(lambda: preview.write("One"))
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"http://{HOST}:{preview.server.server_port}/")
        preview.preview.build(lambda: (False, "modules/x.md:3: error <b>here</b>"))
        page.get_by_text("error <b>here</b>").wait_for(timeout=60_000)
        assert page.locator("h1").inner_text() == "One"
        preview.preview.build(lambda: preview.write("Two"))
        page.get_by_role("heading", name="Two").wait_for(timeout=60_000)
        assert page.locator("#preview-findings").count() == 0


def test_before_the_first_good_build_no_page_is_called_the_last_good_one(
    preview: Served, browser: Browser
) -> None:
    preview.preview.build(lambda: (False, "modules/x.md:3: error"))
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.goto(f"http://{HOST}:{preview.server.server_port}/")
        page.get_by_text("Not built: there are no pages yet").wait_for(timeout=60_000)
        preview.preview.build(lambda: preview.write("One"))
        page.get_by_role("heading", name="One").wait_for(timeout=60_000)


def test_an_error_in_the_library_is_told_and_nothing_is_built(tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(Path(__file__).parent / "library", library)
    file = library / "modules/cravings/ride-the-wave.md"
    file.write_text(file.read_text("utf-8").replace("topic: cravings", "topic: no-such"), "utf-8")
    good, told = build_once(library, tmp_path / "out")
    assert not good
    assert "modules/cravings/ride-the-wave.md:3" in told
    assert not (tmp_path / "out/editions").exists()


def test_a_save_is_noticed(tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(Path(__file__).parent / "library", library)
    stop, seen = Event(), Event()

    def follow() -> None:
        for _ in changes(library, stop):
            seen.set()

    follower = Thread(target=follow)
    follower.start()
    for number in range(40):
        (library / "handouts/my-day.md").write_text(f"{number}", encoding="utf-8")
        if seen.wait(0.25):
            break
    stop.set()
    follower.join(10)
    assert seen.is_set()


@dataclass
class Followed:
    """A preview that follows a library; each build notes what a file holds, and takes a while."""

    library: Path
    built: list[str]

    def build(self) -> tuple[bool, str]:
        """Note what the file holds, and take a while."""
        file = self.library / "modules/one.md"
        self.built.append(file.read_text("utf-8") if file.is_file() else "")
        sleep(0.5)
        return True, ""

    def saved(self, path: str, text: str) -> None:
        """Save a file, in a folder that may be new."""
        file = self.library / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def comes_to(self, wanted: str) -> bool:
        """Wait until a build has seen that text; return whether one did."""
        for _ in range(200):
            if self.built and self.built[-1] == wanted:
                return True
            sleep(0.05)
        return False


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Followed]:
    library = tmp_path / "library"
    (library / "curriculum").mkdir(parents=True)
    one, stop = Followed(library, []), Event()
    follower = Thread(
        target=serve, args=(library, Preview(), one.build, lambda _: None, stop), daemon=True
    )
    follower.start()
    assert one.comes_to("")
    yield one
    stop.set()
    follower.join(10)
    assert not follower.is_alive()


def test_what_is_saved_during_the_first_build_is_built_next(followed: Followed) -> None:
    (followed.library / "modules").mkdir()
    followed.saved("modules/one.md", "saved while the first build runs")
    assert followed.comes_to("saved while the first build runs")


def test_a_folder_that_is_put_in_the_place_of_another_is_followed(followed: Followed) -> None:
    followed.saved("modules/one.md", "old")
    assert followed.comes_to("old")
    shutil.rmtree(followed.library / "modules")
    followed.saved("modules/one.md", "another branch")
    assert followed.comes_to("another branch")
    followed.saved("modules/one.md", "mended there")
    assert followed.comes_to("mended there")


@pytest.mark.parametrize("asked", [f"GET /{'a' * 5000} HTTP/1.1", "GET / HTTP/9", "\0", ""])
def test_a_request_that_makes_no_sense_tells_nothing_in_the_terminal(
    preview: Served, capfd: pytest.CaptureFixture[str], asked: str
) -> None:
    preview.write("One")
    for _ in range(3):
        with create_connection((HOST, preview.server.server_port), timeout=60) as connection:
            connection.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))  # ends with a reset
            connection.sendall(f"{asked}\r\nHost: {HOST}:1\r\n\r\n".encode())
    assert preview.get("/facilitator/en/index.html")[0] == 200
    assert preview.get(f"/{'a' * 5000}")[0] == 404
    assert capfd.readouterr() == ("", "")


def test_a_page_for_lost_addresses_that_vanishes_is_no_fault(
    preview: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.write("One")
    lost = preview.root / "facilitator/en/404.html"
    lost.write_text("lost", encoding="utf-8")
    real = Path.read_bytes

    def vanished(path: Path) -> bytes:
        return real(path.with_name("gone") if path == lost else path)

    monkeypatch.setattr(Path, "read_bytes", vanished)
    assert preview.get("/facilitator/en/modules/nothing.html")[0] == 404


def test_a_build_waits_for_the_one_that_holds_the_folder(tmp_path: Path) -> None:
    """Else what is saved while another command builds would be on no page until the next save."""
    library, out = tmp_path / "library", tmp_path / "out"
    shutil.copytree(Path(__file__).parent / "library", library)
    held, go = Event(), Event()

    def hold() -> None:
        with build_lock(out):
            held.set()
            go.wait(60)

    holder = Thread(target=hold)
    holder.start()
    assert held.wait(10)
    Timer(1, go.set).start()
    good, told = build_once(library, out)
    holder.join(10)
    assert (good, told) == (True, "")


def test_each_build_is_told_with_the_files_that_were_saved(tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(Path(__file__).parent / "library", library)
    stop, built, named = Event(), Event(), []

    def tell(state: State) -> None:
        if state.build > 1:
            stop.set()
        built.set()

    server = Thread(
        target=serve,
        args=(library, Preview(), lambda: (True, ""), tell, stop),
        kwargs={"saved": named.append},
    )
    server.start()
    assert built.wait(10)
    for number in range(40):
        (library / "handouts/my-day.md").write_text(f"{number}", encoding="utf-8")
        if stop.wait(0.25):
            break
    server.join(10)
    assert {str(library / "handouts/my-day.md")} == set().union(*named)
