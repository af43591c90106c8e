"""How prints look, as far as it can be measured: sizes, margins, feet, tags, pages."""

import io
from collections.abc import Iterator

import page as page_validation
import pdfua
import pikepdf
import pypdfium2 as pdfium
import pytest
from pressing import Press, staged
from test_complete import EVERYTHING

from curriculumkit.model.library import LibrarySettings

INCH = 72
GUIDE = """\
## Check-in: one word (5–10 min)

:::{say}
Welcome.
:::

- [ ] Done
"""
PAGES = {
    "handouts/x": staged(EVERYTHING),
    "handouts/card": staged("Short.", ck_form="card"),
    "handouts/es": staged("## Mi plan\n\nHoy salgo a caminar.", ck_language="es", ck_draft=False),
    "modules/m": staged(GUIDE, "A Guide", ck_kind="guide", ck_form=""),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Press:
    from curriculumkit.app import begin, check  # noqa: PLC0415
    from curriculumkit.scaffold import new_library  # noqa: PLC0415

    root = tmp_path_factory.mktemp("paper")
    begin(root / "library", new_library("Test Library"))
    settings = check(root / "library")[0].settings
    assert settings is not None
    press = Press(root, settings)
    press.print_all(PAGES)
    return press


EVERY = [
    "handouts/card-large.pdf",
    "handouts/card.pdf",
    "handouts/es-large.pdf",
    "handouts/es.pdf",
    "handouts/x-large.pdf",
    "handouts/x.pdf",
    "modules/m.pdf",
]


def letters(pdf: bytes) -> Iterator[tuple[str, float, tuple[float, float, float, float]]]:
    """Yield each printed letter, its size in points, and its box from the left and the bottom."""
    document = pdfium.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            letter = text.get_text_range(index, 1)
            if letter.strip():
                size = pdfium.raw.FPDFText_GetFontSize(text, index)
                yield letter, round(size, 2), text.get_charbox(index)


@pytest.mark.parametrize(
    ("path", "least"),
    [("handouts/x-large.pdf", 18), ("handouts/es-large.pdf", 18), ("handouts/es.pdf", 12)],
)
def test_no_letter_is_smaller_than_promised(printed: Press, path: str, least: float) -> None:
    sizes = [size for letter, size, _ in letters(printed.pdf(path)) if not letter.isdigit()]
    assert min(sizes) >= least  # the raised numbers of notes and sources are smaller


def test_large_print_keeps_margins_of_one_inch(printed: Press) -> None:
    for letter, _, (left, bottom, right, top) in letters(printed.pdf("handouts/x-large.pdf")):
        assert left >= INCH - 1, letter
        assert right <= 8.5 * INCH - INCH + 1, letter
        assert top <= 11 * INCH - INCH + 1, letter
        assert bottom >= INCH - 8, letter


@pytest.mark.parametrize("path", EVERY)
def test_every_page_has_a_foot(printed: Press, path: str) -> None:
    pages = printed.read(path).pages
    spanish = "/es" in path
    title = "A Guide" if "modules" in path else "My Page"
    for number, page in enumerate(pages, 1):
        foot = " ".join(page.split())
        assert title in foot
        assert "01234567" in foot
        assert "CC BY 4.0" in foot
        assert spanish or f"Page {number} of {len(pages)}" in foot
        assert ("Draft" in foot) is not spanish


@pytest.mark.parametrize("path", EVERY)
def test_prints_are_tagged_and_embed_their_fonts(printed: Press, path: str) -> None:
    pdf = pikepdf.open(io.BytesIO(printed.pdf(path)))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("es" if "/es" in path else "en")
    assert "/Outlines" in pdf.Root
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one
    ]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font or "/FontFile3" in font
        assert any(name in str(font.FontName) for name in ("AtkinsonHyperlegible", "DejaVu"))


@pytest.mark.parametrize("path", EVERY)
def test_an_independent_checker_finds_nothing(printed: Press, path: str) -> None:
    profile = page_validation.ValidationProfile.PDF_UA_1
    report = page_validation.validate_pdf_bytes(printed.pdf(path), profile=profile)
    assert [str(one) for one in report.failures] == []


@pytest.mark.parametrize("path", EVERY)
def test_another_checker_finds_nothing(printed: Press, path: str) -> None:
    file = printed.place.pdf / path
    assert [one.rule_id for one in pdfua.validate(file).findings] == []


def test_a4_paper(press: Press) -> None:
    values = press.settings.model_dump() | {"paper": "a4"}
    press.settings = LibrarySettings.model_validate(values)
    press.print_all({"handouts/x": staged("Text.")})
    (page,) = pdfium.PdfDocument(press.pdf("handouts/x.pdf"))
    width, height = page.get_size()
    assert (round(width), round(height)) == (595, 842)


def test_a_handout_that_runs_over_by_little_is_set_tighter(press: Press) -> None:
    lines = "\n\n".join(f"This is line {n} of a handout for the test." for n in range(31))
    (regular, large) = press.print_all({"handouts/x": staged(lines)})
    assert regular.path == "handouts/x.pdf"
    assert regular.pages == 1
    assert large.pages > 1


def test_a_heading_is_never_alone_at_the_foot(press: Press) -> None:
    for count in range(20, 30):
        filler = "\n\n".join(f"Line {n}." for n in range(count))
        press.print_all(
            {
                "handouts/x": staged(
                    f"{filler}\n\n## A Heading\n\n:::{{write}} Below\n:lines: 3\n:::"
                )
            }
        )
        pages = press.read("handouts/x-large.pdf").pages
        (page,) = (one for one in pages if "A Heading" in one)
        assert "Below" in page


LISTED = {
    "bullets": "\n".join(f"- Entry {n}" for n in range(9)),
    "numbers": "\n".join(f"{n}. Entry" for n in range(1, 10)),
    "boxes in lines of their own": "\n".join(f"- [ ] Entry {n}, {'words ' * 12}" for n in range(9)),
    "rows": "| A | B |\n|---|---|\n" + "\n".join(f"| Entry {n} | x |" for n in range(20)),
}


@pytest.mark.parametrize("kind", LISTED)
def test_no_item_or_row_stands_alone_on_a_page(press: Press, kind: str) -> None:
    press.print_all(
        {f"handouts/x{n}": staged("Line.\n\n" * n + LISTED[kind]) for n in range(8, 26, 3)}
    )
    counts = [
        [page.count("Entry") for page in press.read(path).pages if "Entry" in page]
        for path in press.made
    ]
    assert not [one for one in counts if 1 in one]
    assert len([one for one in counts if len(one) > 1]) > 0
