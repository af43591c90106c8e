"""What a reader with poor sight, a photocopier and a pair of scissors ask of a print."""

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2 as pdfium
import pytest
from planned import packed, plan_it, run, texts
from pressing import Press, staged
from test_complete import EVERYTHING

from curriculumkit.app import begin
from curriculumkit.scaffold import new_library

ADVICE = " ".join(f"This is sentence {n} of what everyone should know." for n in range(14))
SAFETY = f":::{{safety}}\n{ADVICE}\n:::"


def strokes(pdf: bytes) -> Iterator[float]:
    """Yield the width in points of every line that is drawn."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            width, scales, scale = 1.0, [], 1.0
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "q":
                        scales.append(scale)
                    case "Q":
                        scale = scales.pop()
                    case "cm":
                        scale *= abs(float(operands[0])) or 1
                    case "w":
                        width = float(operands[0])
                    case "S" | "s" | "B":
                        yield width * scale


@pytest.mark.parametrize("path", ["handouts/x.pdf", "handouts/x-large.pdf", "handouts/x-fill.pdf"])
def test_no_line_is_so_thin_that_a_photocopier_loses_it(press: Press, path: str) -> None:
    press.print_all({"handouts/x": staged(EVERYTHING)})
    drawn = [round(one, 2) for one in strokes(press.pdf(path))]
    assert len(drawn) > 20
    assert min(drawn) >= 0.9


def test_advice_leaves_no_page_of_large_print_half_empty(press: Press) -> None:
    pages = {f"handouts/x{n}": staged("Line.\n\n" * n + SAFETY) for n in range(4, 16, 3)}
    press.print_all(pages)
    for name in pages:
        document = pdfium.PdfDocument(press.pdf(f"{name}-large.pdf"))
        assert len(document) > 1
        for page in list(document)[:-1]:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            foot = 72 * 1.85
            lowest = min(bottom for _, bottom, _, _ in boxes if bottom > foot - 4)
            assert lowest < foot + 72


def test_bold_words_stay_with_what_they_lead_to(press: Press) -> None:
    teach = "## Teach: lines (5–10 min)\n\n"
    told = "**Before you go on**\n\n:::{say}\nWelcome back to all of you.\n:::"
    pages = {
        f"modules/m{n}": staged(
            teach + "Line.\n\n" * n + told + "\n\nLine." * 30, ck_kind="guide", ck_form=""
        )
        for n in range(18, 44)
    }
    press.print_all(pages)
    for name in pages:
        (page,) = (one for one in press.read(f"{name}.pdf").pages if "Before you go on" in one)
        assert "Welcome back" in page


def test_a_card_is_cut_out_with_its_code(press: Press) -> None:
    address = "https://example.org/en/handouts/x.html"
    press.print_all({"handouts/x": staged("Short.", ck_form="card", ck_address=address)})
    (page,) = pdfium.PdfDocument(press.pdf("handouts/x.pdf"))
    seen = page.render(grayscale=True).to_pil()  # a point is a pixel
    right = seen.crop((seen.width - 110, 0, seen.width - 80, seen.height))
    dark = [min(right.crop((0, y, 30, y + 1)).tobytes()) < 128 for y in range(right.height)]
    line = dark.index(True)
    assert not any(dark[line + 3 : line + 9])  # nothing but the line that the card is cut along
    assert sum(dark[line + 9 : line + 80]) > 40  # the code


def test_the_sign_in_sheet_speaks_the_language_of_the_handouts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    root = tmp_path_factory.mktemp("signing") / "library"
    begin(root, new_library("Test Library"))
    plan_it(root)
    settings = root / "curriculum/library.yaml"
    text = settings.read_text(encoding="utf-8").replace("languages: [en]", "languages: [en, es]")
    settings.write_text(text, encoding="utf-8")
    order = ("--week", "2", "--day", "mon", "--lang", "es")
    assert run(root, "pack", "evening", *order, "--only", "sign-in") in (0, 1)
    (sheet,) = texts(packed(root, "week-02-mon-sign-in-es"))
    assert "Hoja de asistencia Lunes, 23 de noviembre de 2026 · Semana 2" in sheet
    assert "Firma" in sheet
    assert "Página 1 de 1" in sheet
    assert "Initials" not in sheet


def test_the_clock_stands_on_one_line_beside_its_heading(press: Press) -> None:
    body = "## 12:45 p. m. Ronda de entrada (10 min)\n\nCada persona dice algo."
    press.print_all({"modules/m": staged(body, ck_kind="guide", ck_form="", ck_language="es")})
    text = pdfium.PdfDocument(press.pdf("modules/m.pdf"))[0].get_textpage()
    every = text.get_text_range()
    clock, heading = every.index("12:45"), every.index("Ronda")
    bottoms = [text.get_charbox(at)[1] for at in (clock, clock + len("12:45 p. "), heading)]
    assert max(bottoms) - min(bottoms) < 1
    assert text.get_charbox(clock + len("12:45 p. m"))[2] < text.get_charbox(heading)[0]
