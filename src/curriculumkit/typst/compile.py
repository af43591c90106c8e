"""Typst sources to PDF bytes: the fonts of the package, and errors led back to the author's line.

Nothing is fetched: sources import no package, fonts come from the package and from the compiler,
and the fonts of the machine are ignored, so that the same sources give the same bytes anywhere.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import local
from typing import Final

import typst

from curriculumkit.typst.code import ANYWHERE
from curriculumkit.typst.writing import SHARED, included, included_files

FAMILY = "Atkinson Hyperlegible Next"
"""The font of every print; SIL Open Font License, see `fonts/OFL.txt`."""

STYLES = (("normal", 400), ("italic", 400), ("normal", 700), ("italic", 700))
"""The style and weight of each font file that the package holds."""

STANDARD: Final = "ua-1"
"""What the compiler holds every PDF to; it refuses one that breaks a rule that it knows."""

_DEFAULT = b"/Suspects false"
"""What says nothing, as it is the default, but is an error to the `pdfinfo` of Poppler 22.12."""

_PLACE = re.compile(r"┌─ (?P<file>.+):(?P<row>\d+):(?P<column>\d+)$", re.MULTILINE)
_MARK = re.compile(r"/\*@(\d+)\*/")
_LOOSE = re.compile(rf"\\\\[nt]|[\\s\\\\{ANYWHERE}]")
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_NO_GLYPH = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")


class FontError(Exception):
    """The fonts of the package are missing or damaged; the message says what to do."""


class CompileError(Exception):
    """A print that cannot be made: of which page, its staged line (0: unknown), and why."""

    def __init__(self, page: str, line: int, reason: str) -> None:
        super().__init__(reason)
        self.page = page
        self.line = line
        self.reason = reason


@cache
def fonts() -> typst.Fonts:
    """Return the fonts of the package and of the compiler; `FontError` when one is missing."""
    folder = Path(str(files("curriculumkit").joinpath("fonts")))
    found = typst.Fonts(include_system_fonts=False, font_paths=[folder] if folder.is_dir() else [])
    present = {(one.style, one.weight) for one in found.fonts() if one.family == FAMILY}
    missing = [f"{style} {weight}" for style, weight in STYLES if (style, weight) not in present]
    if missing:
        raise FontError(
            f"the font {FAMILY} ({', '.join(missing)}) is missing from {folder}. "
            "Install curriculumkit again."
        )
    return found


def templates() -> Mapping[str, bytes]:
    """Return the templates by file name."""
    folder = files("curriculumkit.typst").joinpath("templates")
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(".typ")}


@cache
def design_digest() -> str:
    """Return a digest of all that prints have in common: design, fonts, code, compiler."""
    digest = sha256(version("typst").encode())
    shared = dict(templates())
    for folder in ("fonts", "typst"):
        for one in files("curriculumkit").joinpath(folder).iterdir():
            if one.name.endswith((".ttf", ".py")):
                shared[one.name] = one.read_bytes()
    for name, content in sorted(shared.items()):
        digest.update(name.encode() + b"\0" + sha256(content).digest())
    return digest.hexdigest()


KEPT = 10
"""In how many compilations the compiler must not have needed something to forget it."""

LASTING = 32
"""After how many documents a compiler is given up; it keeps the parsed text of all that it read."""

_OWN = local()
"""The compilers of a thread, as no two threads may use the same."""


def _compiler(root: Path, *, fill: bool) -> typst.Compiler:
    """Return the compiler of this thread for sources below `root`, which knows what it read.

    It looks anew at every file for each print, but parses none twice that did not change.
    """
    if getattr(_OWN, "root", None) != root:
        _OWN.root, _OWN.compilers, _OWN.documents = root, {}, 0
    known: dict[bool, typst.Compiler] = _OWN.compilers
    if fill not in known:
        known[fill] = typst.Compiler(
            root=root,
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"fill": "yes"} if fill else {},
        )
    return known[fill]


def forget(root: Path) -> None:
    """Let the compiler of this thread forget what it has worked out, once a document is done.

    It keeps whatever it needed in one of its last compilations (`KEPT`), which is of use for what
    includes the same files in the same setting, as a guide and its sessions do, and otherwise as
    large as ten documents. So nothing is compiled that often, which takes no time to speak of.
    """
    compiler = _compiler(root, fill=False)
    for _ in range(KEPT):
        compiler.compile(input=b"", format="svg")
    _OWN.documents += 1
    if _OWN.documents % LASTING == 0:
        _OWN.compilers = {}


def compile_pdf(root: Path, main: str, page: str, *, fill: bool = False) -> bytes:
    """Return the PDF of the source text `main`, whose paths begin at `root`.

    The same text and files give the same bytes. A print that the compiler refuses, or warns of,
    raises `CompileError`; `page` is the page that is named when the error has no place. With `fill`
    its places to write are links that `with_fields` makes fields.
    """
    try:
        pdf, warnings = _compiler(root, fill=fill).compile_with_warnings(
            input=main.encode(), format="pdf", pdf_standards=[STANDARD], timestamp=0
        )
    except typst.TypstError as error:
        raise _led_back(root, error.message, error.diagnostic, page) from error
    if warnings:
        raise _led_back(root, warnings[0].message, warnings[0].diagnostic, page)
    if not isinstance(pdf, bytes):
        raise TypeError("the compiler returned pages in place of one PDF")
    return pdf.replace(_DEFAULT, b" " * len(_DEFAULT), 1)


def _led_back(root: Path, message: str, diagnostic: str, page: str) -> CompileError:
    """Return an error of the compiler at the staged line whose code it came from."""
    if found := _NO_GLYPH.search(message):
        text = _ESCAPED.sub(lambda one: chr(int(one[1], 16)), found["text"])
        reason = (
            f"the fonts of the prints have no '{text}' (U+{ord(text[0]):04X}); write it another way"
        )
        return CompileError(page, line_with(root, page, text), reason)
    reason = message.removeprefix("PDF/UA-1 error: ")
    for place in _PLACE.finditer(diagnostic):
        file = place["file"].replace("\\", "/")
        if name := _under(root, "images", file):
            return CompileError(page, line_with(root, page, f'"/images/{name}"'), reason)
        before = (int(place["row"]), int(place["column"]))
        if name := _under(root, "body", file):
            line = _last_mark(_read_until(root / "body" / name, *before))
            return CompileError(name.removesuffix(".typ"), line, reason)
        if name := _under(root, SHARED, file):
            line = _last_mark(_read_until(root / SHARED / name, *before))
            return CompileError(_sharing(root, page, name), line, reason)
    return CompileError(page, 0, reason)


def _under(root: Path, folder: str, file: str) -> str:
    """Return the path of a file below a folder of the sources, or nothing if it lies elsewhere.

    The compiler names files from the folder that it was started in, so only their end is known.
    """
    parts = file.split("/")
    for index, part in enumerate(parts[:-1]):
        name = "/".join(parts[index + 1 :])
        if part == folder and (root / folder / name).is_file():
            return name
    return ""


def line_with(root: Path, page: str, text: str) -> int:
    """Return the staged line of the first text in a page's body that holds `text`, or 0."""
    body = _body(root, page)
    at = body.find(text)
    return _last_mark(body[:at]) if at >= 0 else 0


def line_saying(root: Path, page: str, texts: Iterable[str]) -> int:
    """Return the staged line of the part of a page's body that says most of some texts, or 0.

    Of parts that say as much it is the first; blanks and ends of lines make no difference.
    """
    _, *parts = _MARK.split(_body(root, page))
    wanted = [solid for text in texts if (solid := _solid(text))]
    best, line = 0, 0
    for mark, code in zip(parts[::2], parts[1::2], strict=True):
        said = _solid(code)
        score = sum(len(one) for one in wanted if one in said)
        if score > best and mark != "0":
            best, line = score, int(mark)
    return line


def _solid(text: str) -> str:
    """Return a text without blanks, escapes and places where lines may end."""
    return _LOOSE.sub("", text)


def _read_until(file: Path, row: int, column: int) -> str:
    """Return a file's text up to a place in it."""
    rows = file.read_text(encoding="utf-8").split("\n")[:row]
    rows[-1:] = [one[:column] for one in rows[-1:]]
    return "\n".join(rows)


def _sharing(root: Path, page: str, name: str) -> str:
    """Return the page of a shared file: `page` if it includes it, or else the first that does."""
    files = (root / "body").rglob("*.typ")
    sharing = [
        file.relative_to(root / "body").with_suffix("").as_posix()
        for file in sorted(files)
        if name in included_files(file.read_text(encoding="utf-8"))
    ]
    return page if page in sharing or not sharing else sharing[0]


def _last_mark(code: str) -> int:
    marks = [int(one) for one in _MARK.findall(code) if one != "0"]
    return marks[-1] if marks else 0


def _body(root: Path, page: str) -> str:
    """Return the body of a page, with what it includes in its place."""
    file = root / "body" / f"{page}.typ"
    body = file.read_text(encoding="utf-8") if file.is_file() else ""
    for name in included_files(body):
        shared = (root / SHARED / name).read_text(encoding="utf-8")
        body = body.replace(included(name), shared)
    return body
