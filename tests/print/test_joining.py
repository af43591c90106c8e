"""PDFs joined into one keep their tags, names, bookmarks and links."""

import io
import zlib
from typing import Any

import pdfua
import pikepdf
import pytest
from page import ValidationProfile, validate_pdf_bytes
from pressing import Press, staged

from curriculumkit.typst.compile import compile_pdf
from curriculumkit.typst.joining import joined

TABLE = "| Left | Right |\n|---|---|\n| a | b |\n\nA note.[^n]\n\n[^n]: The note.\n"


@pytest.fixture
def parts(press: Press) -> list[bytes]:
    pages = {f"handouts/{name}": staged(TABLE, f"Page {name}") for name in "abc"}
    press.print_all(pages)
    return [press.pdf(f"handouts/{name}.pdf") for name in "abc"]


def tags(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name(kind)
    ]


def test_no_stream_is_cut_off(parts: list[bytes]) -> None:
    with pikepdf.open(io.BytesIO(joined(parts))) as book:
        packed = [
            one.read_raw_bytes()
            for one in book.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") == "/FlateDecode"
        ]
    assert len(packed) > 5
    for raw in packed:
        unpacking = zlib.decompressobj()
        unpacking.decompress(raw)
        assert unpacking.eof


def test_everything_of_every_part_is_there_once(parts: list[bytes]) -> None:
    alone = pikepdf.open(io.BytesIO(parts[0]))
    book = pikepdf.open(io.BytesIO(joined(parts)))
    assert len(book.pages) == 5  # each part begins on a right-hand page
    for kind in ("/P", "/Table", "/TH", "/TD", "/Note", "/H1"):
        assert len(tags(book, kind)) == 3 * len(tags(alone, kind))
    with book.open_outline() as outline:
        assert [one.title for one in outline.root] == ["Page a", "Page b", "Page c"]


def test_tags_lead_to_pages_of_the_book_and_back(parts: list[bytes]) -> None:
    book = pikepdf.open(io.BytesIO(joined(parts)))
    pages = {page.obj.objgen for page in book.pages}
    every = [one for one in book.objects if isinstance(one, pikepdf.Dictionary) and "/Pg" in one]
    assert every
    assert {one.Pg.objgen for one in every} <= pages
    numbers = book.Root.StructTreeRoot.ParentTree.Nums
    keys = [int(numbers[at]) for at in range(0, len(numbers), 2)]
    assert keys == sorted(set(keys))
    assert {int(one.obj.StructParents) for one in book.pages if "/StructParents" in one.obj} <= {
        *keys
    }


def test_names_of_table_headers_and_notes_stay_unique(parts: list[bytes]) -> None:
    book = pikepdf.open(io.BytesIO(joined(parts)))
    names = [bytes(one.ID) for kind in ("/TH", "/Note") for one in tags(book, kind)]
    assert len(names) == len(set(names)) == 9
    listed = book.Root.StructTreeRoot.IDTree.Names
    assert [bytes(listed[at]) for at in range(0, len(listed), 2)] == sorted(names)


def test_links_to_pages_of_the_book_lead_there(press: Press, parts: list[bytes]) -> None:
    main = '#set document(title: "T", date: none)\n#set text(lang: "en")\n= T\n#link("ckpage:3")[3]'
    first = compile_pdf(press.place.typst, main, "")
    book = pikepdf.open(io.BytesIO(joined([first, *parts])))
    (link,) = book.pages[0].obj.Annots
    assert link.Dest[0].objgen == book.pages[2].obj.objgen
    assert str(link.Contents) == "3"
    assert "/A" not in link


def test_checkers_find_nothing_and_the_bytes_are_the_same(parts: list[bytes], press: Press) -> None:
    book = joined(parts)
    assert joined(parts) == book
    profile = ValidationProfile.PDF_UA_1
    assert [str(one) for one in validate_pdf_bytes(book, profile=profile).failures] == []
    file = press.root / "book.pdf"
    file.write_bytes(book)
    assert [str(one) for one in pdfua.validate(str(file)).findings] == []
