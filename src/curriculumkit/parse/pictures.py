"""Pictures from strangers: of a kind that is known by its content, and able to do nothing.

A picture is refused, never mended: what an author sees in the file is what readers see.
"""

import re
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from math import prod
from typing import Any
from warnings import catch_warnings, simplefilter
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from PIL import Image

from curriculumkit.model.picture import PictureFault

MAX_SIDE = 10_000
"""The most pixels that a side of a PNG or JPEG may have."""

MAX_PIXELS = 25_000_000
"""The most pixels that a PNG or JPEG may have."""

MAX_ELEMENTS = 20_000
"""The most elements that an SVG may have."""

MAX_SVG_DEPTH = 30
"""How deep the elements of an SVG may nest, and how long a chain of uses may be."""

MAX_NUMBERS = 200_000
"""The most numbers that all lines of an SVG may be made of."""

MAX_SIZE = 1_000_000
"""The largest width and height of an SVG, in its own units."""

_SVG = "http://www.w3.org/2000/svg"

ELEMENTS = frozenset(
    (  # noqa: SIM905 - words read best as words
        "svg g defs title desc path rect circle ellipse line polyline polygon text tspan "
        "linearGradient radialGradient stop clipPath mask marker pattern symbol use"
    ).split()
)
"""The elements that an SVG may have; none of them runs, loads or leads anywhere."""

ATTRIBUTES = frozenset(
    (  # noqa: SIM905 - words read best as words
        "version viewBox width height preserveAspectRatio role id class x y x1 y1 x2 y2 cx cy "
        "r rx ry fx fy fr dx dy d points pathLength transform rotate textLength lengthAdjust "
        "offset href fill fill-rule fill-opacity stroke stroke-width stroke-linecap "
        "stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity "
        "opacity color stop-color stop-opacity clip-path clip-rule clipPathUnits mask "
        "maskUnits maskContentUnits marker-start marker-mid marker-end markerWidth "
        "markerHeight markerUnits refX refY orient gradientUnits gradientTransform "
        "spreadMethod patternUnits patternContentUnits patternTransform font-family font-size "
        "font-weight font-style font-variant font-stretch text-anchor text-decoration "
        "dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing "
        "writing-mode direction unicode-bidi visibility display overflow vector-effect "
        "shape-rendering text-rendering paint-order aria-hidden aria-label aria-labelledby "
        "aria-describedby lang focusable"
    ).split()
)
"""The attributes that an SVG may have; `style` and every ``on…`` are not among them."""

_OWN = re.compile(r"#[\w.:-]+\Z")
_URL = re.compile(r"url\(\s*(['\"]?)#(?P<name>[\w.:-]+)\1\s*\)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_HINT = "Save it again as a plain SVG: shapes and text, without scripts, styles, links or pictures."
_SMALLER = "Make it smaller; 2,000 pixels fill a page."
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises at a file that is not what it says."""

_KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "png": ("a PNG", (".png",)),
    "jpeg": ("a JPEG", (".jpg", ".jpeg")),
    "svg": ("an SVG", (".svg",)),
}


def picture_faults(path: str, raw: bytes) -> tuple[PictureFault, ...]:
    """Return why a picture is refused; nothing when it is what its name says, and harmless."""
    return tuple(_faults(path, raw))


def _faults(path: str, raw: bytes) -> Iterator[PictureFault]:
    kind = kind_of(raw)
    if kind is None:
        yield _fault(path, "the file is no SVG, PNG or JPEG picture", "Save it again as one.")
    elif not path.lower().endswith(_KINDS[kind][1]):
        message = f"the file is {_KINDS[kind][0]}, which its name does not say"
        yield _fault(path, message, f"Let its name end with {_KINDS[kind][1][0]}.")
    elif kind == "svg":
        yield from _svg_faults(path, raw)
    else:
        yield from _pixel_faults(path, kind, raw)


def kind_of(raw: bytes) -> str | None:
    """Return `png`, `jpeg` or `svg` by the content of a file, or None when it is none of them."""
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if raw.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    head = raw[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "svg" if head.startswith(b"<") and re.search(rb"<([\w-]+:)?svg[\s>/]", head) else None


def _fault(path: str, message: str, hint: str, line: int = 1) -> PictureFault:
    return PictureFault(path, line, message, hint)


def _pixel_faults(path: str, kind: str, raw: bytes) -> Iterator[PictureFault]:
    """Yield what is wrong with a picture of pixels; all of them are read, unless too many."""
    try:
        with catch_warnings():
            simplefilter("ignore", Image.DecompressionBombWarning)  # its size is told below
            with Image.open(BytesIO(raw), formats=[kind]) as picture:
                if max(picture.size) > MAX_SIDE or prod(picture.size) > MAX_PIXELS:
                    message = f"the picture has {picture.width} × {picture.height} pixels"
                    yield _fault(path, message, _SMALLER)
                else:
                    picture.load()
    except Image.DecompressionBombError:
        yield _fault(path, "the picture has far too many pixels", _SMALLER)
    except _DAMAGED:
        yield _fault(path, "the picture is damaged", "Save it again.")


class _TooMuchError(Exception):
    """An SVG has more elements than it may have, or nests deeper."""


class _Uses:
    """Counts how many elements an SVG shows: a few that use each other many times are a bomb."""

    def __init__(self) -> None:
        self.elements: Counter[str] = Counter()
        self.used: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, inside: Collection[str], attributes: Mapping[str, str], numbers: int) -> None:
        """Count an element, and what it uses, for the picture and each named element around it.

        A marker is shown at each point of a line, of which there are not more than `numbers`.
        """
        used: Counter[str] = Counter()
        for key, value in attributes.items():
            times = max(1, numbers) if key.startswith("marker-") else 1
            names = [value[1:]] if value.startswith("#") else []
            for name in [*names, *(one["name"] for one in _URL.finditer(value))]:
                used[name] += times
        for name in {"", *inside}:
            self.elements[name] += 1
            self.used[name].update(used)

    def shown(self) -> int:
        """Return how many elements are shown; raise `_TooMuchError` where uses nest too deeply."""
        known: dict[str, int] = {}

        def count(name: str, depth: int) -> int:
            if depth > MAX_SVG_DEPTH:
                raise _TooMuchError("the SVG uses parts of itself within themselves")
            if name not in known:
                uses = self.used[name].items() if name in self.used else ()
                deeper = sum(times * count(one, depth + 1) for one, times in uses)
                known[name] = self.elements[name] + deeper
            return known[name]

        return count("", 0)


class _Target:
    """Looks at an SVG while it is parsed, so that nothing large is ever built of it."""

    def __init__(self, parser_line: Any) -> None:
        self.line = parser_line
        self.found: dict[str, int] = {}
        self.depth = 0
        self.elements = 0
        self.numbers = 0
        self.inside: list[str] = []
        self.uses = _Uses()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _TooMuchError(f"the SVG has more than {MAX_ELEMENTS:,} elements")
        if self.depth > MAX_SVG_DEPTH:
            raise _TooMuchError(f"the SVG nests deeper than {MAX_SVG_DEPTH} elements")
        space, _, name = tag.rpartition("}")
        if space != f"{{{_SVG}" or name not in ELEMENTS:
            self.complain(f"the element '{name}' is not allowed in a picture")
        elif self.depth == 1 and name != "svg":
            self.complain("the picture does not begin with 'svg'")
        elif self.depth == 1 and not _has_a_size(attributes):
            self.complain("the picture is of no size, or of a size without end")
        for key, value in attributes.items():
            if message := _attribute_fault(key, value):
                self.complain(message)
        self.count(attributes)

    def count(self, attributes: Mapping[str, str]) -> None:
        """Count what is shown by an element, and the numbers that its lines are made of."""
        lines = f"{attributes.get('d', '')} {attributes.get('points', '')}"
        numbers = sum(1 for _ in _NUMBER.finditer(lines))
        self.numbers += numbers
        if self.numbers > MAX_NUMBERS:
            raise _TooMuchError(f"the lines of the SVG have more than {MAX_NUMBERS:,} numbers")
        self.inside.append(attributes.get("id", ""))
        self.uses.add(self.inside, attributes, numbers)

    def complain(self, message: str) -> None:
        if message not in self.found and len(self.found) < 10:  # noqa: PLR2004 - enough to mend it
            self.found[message] = self.line()

    def end(self, _tag: str) -> None:
        self.depth -= 1
        self.inside.pop()

    def pi(self, target: str, _data: str | None = None) -> None:
        self.complain(f"the instruction '{target}' is not allowed in a picture")

    def data(self, _text: str) -> None:
        """Text runs nothing."""

    def close(self) -> None:
        """Look at the whole."""
        if self.uses.shown() > MAX_ELEMENTS:
            raise _TooMuchError(f"the SVG shows more than {MAX_ELEMENTS:,} elements, used again")


def _has_a_size(attributes: Mapping[str, str]) -> bool:
    """Tell whether the sides of a picture, where they are given, are numbers to draw with."""
    sides = [attributes[name] for name in ("width", "height") if name in attributes]
    box = attributes.get("viewBox", "0 0 1 1").replace(",", " ").split()
    numbers = [_NUMBER.match(one.strip()) for one in (*sides, *box)]
    if len(box) != 4 or not all(numbers):  # noqa: PLR2004 - two corners and two sides
        return False
    values = [float(one[0]) for one in numbers if one]
    return all(abs(one) <= MAX_SIZE for one in values) and all(
        one >= 1 / MAX_SIZE for one in (*values[: len(sides)], *values[-2:])
    )


def _attribute_fault(key: str, value: str) -> str:
    """Return what is wrong with an attribute, or nothing."""
    if key in (f"{_XML_LANG}space", f"{_XML_LANG}lang"):
        return ""
    name = "href" if key == _XLINK_HREF else key
    if name not in ATTRIBUTES and not name.startswith("{"):
        return f"the attribute '{name}' is not allowed in a picture"
    if name.startswith("{"):
        return f"the attribute '{name.rpartition('}')[2]}' is not allowed in a picture"
    if name == "href":
        return "" if _OWN.match(value) else "a link that leads out of the picture"
    rest = _URL.sub("", value).lower()
    if "url" in rest or "\\" in rest or "javascript:" in rest or "@import" in rest:
        return f"the attribute '{name}' leads out of the picture"
    return ""


def _svg_faults(path: str, raw: bytes) -> Iterator[PictureFault]:
    parser: Any = None
    target = _Target(lambda: parser.parser.CurrentLineNumber)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        parser.feed(raw)
        parser.close()
    except DefusedXmlException:
        yield _fault(path, "a DOCTYPE is not allowed in a picture", _HINT)
    except _TooMuchError as error:
        yield _fault(path, str(error), _HINT)
    except ParseError as error:
        line = error.position[0]
        yield _fault(path, "the SVG does not parse", "Save it again from your editor.", line)
    except (ValueError, LookupError):
        yield _fault(path, "the SVG is of an encoding that is not known", "Save it as UTF-8.")
    for message, line in target.found.items():
        yield _fault(path, message, _HINT, line)
