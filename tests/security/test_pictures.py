"""Pictures from strangers are what their names say and only show something, or are refused."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from strangers import HANDOUT, built, replaced, small

from curriculumkit.parse.pictures import picture_faults

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
PICTURES = Path(__file__).parents[2] / "handouts" / "images"


def svg(inside: str, attributes: str = "") -> bytes:
    return f"{HEAD}{attributes}>{inside}</svg>".encode()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * (width + 1) * min(height, 10))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (16, 16), "white").save(made, "jpeg")
    return made.getvalue()


JPEG = jpeg()


def chained(part: str, last: str) -> bytes:
    """Return a picture of parts that each use the one before, whose number is in braces."""
    parts = "".join(part.format(this=at, before=at - 1) for at in range(1, 12))
    return svg(f"<g id='a0'><rect/></g>{parts}{last}")


GOOD = {
    "used.svg": svg(
        "<defs><g id='a'><path d='M0 0h9'/></g><marker id='m'><rect/></marker></defs>"
        + "<use href='#a'/>" * 900
        + "<path marker-end='url(#m)' d='M0 0L1 1'/>",
        ' width="100%" height="12.5mm" viewBox="-5,-5 10 10"',
    ),
    "shape.svg": svg('<title>A</title><g fill="url(#a)"><path d="M0 0h9"/></g><use href="#b"/>'),
    "prolog.svg": b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n' + svg("<text>a</text>"),
    "bom.svg": b"\xef\xbb\xbf" + svg(""),
    "one.png": png(2, 2),
    "one.jpg": JPEG,
}

BAD = {
    "script": svg("<script>alert(1)</script>"),
    "handler": svg('<rect onload="alert(1)"/>'),
    "handler in capitals": svg('<rect ONLOAD="alert(1)"/>'),
    "foreign": svg("<foreignObject><p/></foreignObject>"),
    "html": svg('<p xmlns="http://www.w3.org/1999/xhtml">a</p>'),
    "link": svg('<a href="https://example.org"><text>a</text></a>'),
    "javascript": svg('<use xlink:href="javascript:alert(1)"/>'),
    "remote use": svg('<use href="https://example.org/a.svg#a"/>'),
    "file": svg('<use href="../../etc/passwd#a"/>'),
    "picture inside": svg('<image href="data:image/png;base64,AA"/>'),
    "style": svg("<style>@import 'https://example.org/a.css'</style>"),
    "style attribute": svg('<rect style="fill:url(https://example.org)"/>'),
    "fill": svg('<rect fill="url(https://example.org/a)"/>'),
    "fill in disguise": svg(r'<rect fill="u\72l(https://example.org/a)"/>'),
    "two fills": svg('<rect fill="url(#a) url(//example.org)"/>'),
    "animation": svg('<set attributeName="href" to="javascript:alert(1)"/>'),
    "entity": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
    "outer entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"),
    "bomb": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("&b;"),
    "style sheet": b'<?xml-stylesheet href="https://example.org/a.css"?>' + svg(""),
    "base": svg("", ' xml:base="https://example.org/"'),
    "deep": svg("<g>" * 5000 + "</g>" * 5000),
    "many": svg("<g/>" * 50000),
    "used again and again": chained(
        "<g id='a{this}'>" + "<use href='#a{before}'/>" * 10 + "</g>", "<use href='#a11'/>"
    ),
    "masks of masks": chained(
        "<mask id='a{this}'>" + "<rect mask='url(#a{before})'/>" * 4 + "</mask>",
        "<rect mask='url(#a11)'/>",
    ),
    "patterns in disguise": chained(
        "<pattern id='a{this}'>" + "<rect fill=\"url( '#a{before}' )\"/>" * 4 + "</pattern>",
        "<rect fill='url(#a11)'/>",
    ),
    "markers": svg(
        "<marker id='m'>" + "<rect/>" * 99 + "</marker>"
        "<path marker-mid='url(#m)' d='M0 0" + "L1 1" * 999 + "'/>"
    ),
    "a use of itself": svg("<g id='a'><use href='#a'/></g>"),
    "long lines": svg("<path d='M0 0" + "L1 1" * 200000 + "'/>"),
    "size without end": svg("", ' width="1e308" height="1e308"'),
    "no size": svg("", ' viewBox="0 0 10 1e-308"'),
    "size of two numbers": svg("", ' viewBox="10 10"'),
    "cut off": svg("")[:-4],
    "other encoding": b'<?xml version="1.0" encoding="UTF-7"?>' + svg(""),
    "sixteen bits": svg("<script/>").decode().encode("utf-16"),
    "page": b"<!DOCTYPE html><html><svg></svg><script>1</script></html>",
    "text": b"hello",
    "nothing": b"",
    "png by another name": png(2, 2),
}

BAD_PIXELS = {
    "huge.png": png(20000, 20000),
    "wide.png": png(10001, 1),
    "none.png": png(0, 0),
    "cut.png": png(2, 2)[:-26],
    "cut.jpg": JPEG[: len(JPEG) // 2],
    "begun.jpg": b"\xff\xd8\xff\xe0\0\x04ab",
    "pixels.png": png(2, 2).replace(zlib.compress(b"\0" * 6), b"x" * len(zlib.compress(b"\0" * 6))),
    "bits.png": png(2, 2).replace(b"\x08\0\0\0\0", b"\x09\0\0\0\0"),
    "page.png": b"<html></html>",
    "shape.png": svg(""),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_harmless_picture_is_taken(name: str) -> None:
    assert picture_faults(name, GOOD[name]) == ()


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_could_do_something_is_refused(name: str) -> None:
    assert picture_faults("picture.svg", BAD[name])


@pytest.mark.parametrize("name", BAD_PIXELS)
def test_a_picture_that_is_damaged_or_too_large_is_refused(name: str) -> None:
    assert picture_faults(name, BAD_PIXELS[name])


def test_our_own_pictures_are_taken() -> None:
    found = [picture_faults(one.name, one.read_bytes()) for one in PICTURES.iterdir()]
    assert found
    assert not any(found)


def test_the_line_of_what_is_refused_is_told() -> None:
    (fault,) = picture_faults("a.svg", svg("\n\n<script/>"))
    assert (fault.line, "script" in fault.message) == (3, True)


def test_a_refused_picture_keeps_a_library_from_being_built(tmp_path: Path) -> None:
    root = small(tmp_path / "library")
    (root / "handouts/images").mkdir()
    (root / "handouts/images/a.svg").write_bytes(BAD["script"])
    replaced(root, HANDOUT, "## My plan", "![A line.](images/a.svg)\n\n## My plan")
    assert built(root) == ["the element 'script' is not allowed in a picture"]
    (root / "handouts/images/a.svg").write_bytes(GOOD["shape.svg"])
    assert built(root) == []
