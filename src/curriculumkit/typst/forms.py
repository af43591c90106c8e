"""Forms: the places to write of a PDF made into fields.

The templates set each place to write as a link to ``ckfield:KIND|VALUE|NAME|LABEL``, so that the
compiler has placed and tagged it in reading order. Here the link becomes a field, and its tag the
tag of a field. KIND is `text`, `lines`, `tick` or `choice`; VALUE is what a choice stands for, or
`on` where a box is ticked already.
"""

import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from curriculumkit.typst.truetype import FIRST, LAST, measures

SCHEME = "ckfield:"
"""What the address of a place to write begins with."""

SIZE = 12
"""The size of what is typed into a field, in points."""

_PRINTED = 4
_MULTILINE = 1 << 12
_RADIO = 1 << 15
_ARC = 0.5523
"""How far the handles of a quarter of a circle stand from its ends, as a part of its radius."""


def with_fields(raw: bytes) -> bytes:
    """Return a PDF whose links to `ckfield:` are fields; the same bytes for the same PDF."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        form = _Form(pdf)
        tags = dict(_tags(pdf))
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                address = _address(annotation)
                if address.startswith(SCHEME):
                    form.add(page.obj, annotation, address.removeprefix(SCHEME), tags)
        form.finish()
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _address(annotation: Any) -> str:
    action = annotation.get("/A", {})
    if annotation.get("/Subtype") != Name.Link or "/URI" not in action:
        return ""
    return unquote(bytes(action.URI).decode("utf-8", "replace"))


def _tags(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Yield the tags that annotations belong to, by the numbers of the tree of parents."""
    waiting = [pdf.Root.StructTreeRoot.ParentTree] if "/StructTreeRoot" in pdf.Root else []
    while waiting:
        node: Any = waiting.pop()
        numbers = node.get("/Nums", [])
        for at in range(0, len(numbers), 2):
            yield int(numbers[at]), numbers[at + 1]
        waiting += list(node.get("/Kids", []))


class _Form:
    """The form of a PDF while it is made."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.fields: dict[str, Any] = {}

    def add(self, page: Any, annotation: Any, address: str, tags: dict[int, Any]) -> None:
        """Make a link a field."""
        kind, value, name, label = address.split("|", 3)
        left, bottom, right, top = map(float, annotation.Rect)
        width, height = right - left, top - bottom
        for key in ("/A", "/Border", "/QuadPoints", "/BS", "/Contents", "/H"):
            if key in annotation:
                del annotation[key]
        annotation.Subtype, annotation.F, annotation.P = Name.Widget, _PRINTED, page
        annotation.TU = String(label)
        if kind == "choice":
            self._choice(annotation, name, value, width, height)
        else:
            annotation.T = String(self._unique(name))
            self.fields[str(annotation.T)] = annotation
            if kind == "tick":
                self._tick(annotation, width, height, on=value == "on")
            else:
                self._text(annotation, width, height, lines=kind == "lines")
        page.Tabs = Name.S
        tag = tags.get(int(annotation.get("/StructParent", -1)))
        if tag is not None:
            tag.S, tag.Alt = Name.Form, String(label)

    def _unique(self, name: str) -> str:
        number, found = 1, name
        while found in self.fields:
            number += 1
            found = f"{name}-{number}"
        return found

    def _text(self, widget: Any, width: float, height: float, *, lines: bool) -> None:
        widget.FT, widget.V, widget.DA = Name.Tx, String(""), String(f"/Body {SIZE} Tf 0 g")
        if lines:
            widget.Ff = _MULTILINE
        widget.AP = Dictionary(N=self._drawn("/Tx BMC EMC", width, height))

    def _tick(self, widget: Any, width: float, height: float, *, on: bool) -> None:
        box = f"q 1 w 0 G .5 .5 {width - 1:.2f} {height - 1:.2f} re S Q"
        right, top = width - 3, height - 3
        cross = f" q 1.6 w 0 G 3 3 m {right:.2f} {top:.2f} l 3 {top:.2f} m {right:.2f} 3 l S Q"
        states = Dictionary(
            Yes=self._drawn(box + cross, width, height), Off=self._drawn(box, width, height)
        )
        widget.FT, widget.AP = Name.Btn, Dictionary(N=states)
        widget.V = widget.AS = Name.Yes if on else Name.Off

    def _choice(self, widget: Any, name: str, value: str, width: float, height: float) -> None:
        if name not in self.fields:
            label = str(widget.TU).rpartition(": ")[0] or str(widget.TU)
            self.fields[name] = self.pdf.make_indirect(
                Dictionary(FT=Name.Btn, Ff=_RADIO, T=String(name), TU=String(label), Kids=Array())
            )
            self.fields[name].V = Name.Off
        parent = self.fields[name]
        radius = min(width, height) / 2
        ring = _circle(width / 2, height / 2, radius - 0.6)
        dot = _circle(width / 2, height / 2, radius * 0.5)
        off, on = f"q 1 w 0 G {ring} S Q", f"q 1 w 0 G {ring} S Q q 0 g {dot} f Q"
        states = {
            f"/n{value}": self._drawn(on, width, height),
            "/Off": self._drawn(off, width, height),
        }
        widget.AP, widget.AS, widget.Parent = Dictionary(N=Dictionary(states)), Name.Off, parent
        parent.Kids.append(widget)

    def _drawn(self, code: str, width: float, height: float) -> Any:
        """Return what a field looks like, as code that draws within a box of that size."""
        stream = self.pdf.make_stream(code.encode())
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox = Array([0, 0, round(width, 3), round(height, 3)])
        return stream

    def finish(self) -> None:
        """Enter the fields into the PDF, and the font that they are typed in."""
        if not self.fields:
            return
        self.pdf.Root.AcroForm = Dictionary(
            Fields=Array(list(self.fields.values())),
            DR=Dictionary(Font=Dictionary(Body=_embedded(self.pdf))),
            DA=String(f"/Body {SIZE} Tf 0 g"),
        )


def _circle(x: float, y: float, radius: float) -> str:
    """Return a circle as a path of PDF."""
    far = radius * _ARC
    ends = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 0)]
    path = [f"{x + radius:.2f} {y:.2f} m"]
    for (a, b), (c, d) in pairwise(ends):
        points = (
            (x + a * radius + c * far, y + b * radius + d * far),
            (x + c * radius + a * far, y + d * radius + b * far),
            (x + c * radius, y + d * radius),
        )
        path.append(" ".join(f"{px:.2f} {py:.2f}" for px, py in points) + " c")
    return " ".join(path)


@cache
def _font() -> bytes:
    name = "AtkinsonHyperlegibleNext-Regular.ttf"
    return files("curriculumkit").joinpath("fonts", name).read_bytes()


def _embedded(pdf: pikepdf.Pdf) -> Any:
    """Return the font of the prints with all its Latin letters, put into a PDF."""
    font = _font()
    known = measures(font)
    stream = pdf.make_stream(font)
    stream.Length1 = len(font)
    name = Name("/AtkinsonHyperlegibleNext-Regular")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=Array(list(known.box)),
        ItalicAngle=0,
        Ascent=known.ascent,
        Descent=known.descent,
        CapHeight=known.ascent,
        StemV=80,
        FontFile2=stream,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=Array(list(known.widths)),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
