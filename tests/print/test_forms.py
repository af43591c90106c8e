"""The third form of a handout: every place to write is a field that says what it is for."""

import io
from collections.abc import Iterator

import pikepdf
from pressing import Press, staged
from test_complete import EVERYTHING

from curriculumkit.typst.truetype import measures


def fields(raw: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the name and the tooltip of each field, in the order of the form."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for one in pdf.Root.AcroForm.Fields:
            yield str(one.FT), str(one.T), str(one.TU)


def test_every_place_is_a_field(press: Press) -> None:
    press.print_all({"handouts/x": staged(EVERYTHING)})
    found = list(fields(press.pdf("handouts/x-fill.pdf")))
    kinds = [kind for kind, _, _ in found]
    assert kinds.count("/Tx") == 4  # the lines, the blank, two empty cells
    assert kinds.count("/Btn") == 4  # two boxes, two scales
    assert len({name for _, name, _ in found}) == len(found)
    assert all(label.strip() for _, _, label in found)
    assert "Somewhere to write" in [label for _, _, label in found]


def test_a_scale_is_one_choice_and_a_box_keeps_its_tick(press: Press) -> None:
    press.print_all({"handouts/x": staged(EVERYTHING)})
    with pikepdf.open(io.BytesIO(press.pdf("handouts/x-fill.pdf"))) as pdf:
        scales = [one for one in pdf.Root.AcroForm.Fields if "/Kids" in one]
        assert [len(one.Kids) for one in scales] == [11, 5]
        assert str(scales[0].Kids[0].TU) == "How strong is it?: 0 (none)"
        boxes = [one for one in pdf.Root.AcroForm.Fields if one.FT == "/Btn" and "/Kids" not in one]
        assert [str(one.V) for one in boxes] == ["/Off", "/Yes"]


def test_fields_are_tagged_as_fields_in_reading_order(press: Press) -> None:
    press.print_all({"handouts/x": staged(EVERYTHING)})
    with pikepdf.open(io.BytesIO(press.pdf("handouts/x-fill.pdf"))) as pdf:
        tagged = [str(one.Alt) for one in tags(pdf.Root.StructTreeRoot) if one.get("/S") == "/Form"]
        written = [
            str(one.TU)
            for page in pdf.pages
            for one in page.obj.get("/Annots", [])
            if one.Subtype == "/Widget"
        ]
        assert tagged == written
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)
        font = pdf.Root.AcroForm.DR.Font.Body
        assert len(font.Widths) == font.LastChar - font.FirstChar + 1
        assert "/FontFile2" in font.FontDescriptor


def tags(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the tags below one, in reading order."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from tags(kid)


def test_a_blank_is_called_what_leads_to_it(press: Press) -> None:
    text = "I rest. **Your friend:** call {blank}`9`. After hours: {blank}`9`. {blank}`9`"
    press.print_all({"handouts/x": staged(text)})
    told = [label for _, _, label in fields(press.pdf("handouts/x-fill.pdf"))]
    assert told == ["Your friend: call", "After hours", "Write here"]


def test_a_handout_without_places_has_no_form(press: Press) -> None:
    files = press.print_all({"handouts/x": staged("Only text.")})
    assert [one.path for one in files] == ["handouts/x.pdf", "handouts/x-large.pdf"]


def test_widths_are_those_of_the_font() -> None:
    from curriculumkit.typst.forms import _font  # noqa: PLC0415 - only here

    known = measures(_font())
    assert known.widths[ord("i") - 32] < known.widths[ord("m") - 32] < 1000
    assert known.widths[ord("é") - 32] == known.widths[ord("e") - 32]
    assert known.descent < 0 < known.ascent
