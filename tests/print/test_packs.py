"""A pack holds all that a session needs, in order, each part on a right-hand page."""

from pathlib import Path

import pytest
from planned import bookmarks, packed, plan_it, run, texts

from curriculumkit import packs as packing
from curriculumkit.typst.compile import CompileError

WEEK = ("pack", "evening", "--week", "2", "--day", "mon")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from curriculumkit.app import begin  # noqa: PLC0415
    from curriculumkit.scaffold import new_library  # noqa: PLC0415

    root = tmp_path_factory.mktemp("packs") / "library"
    begin(root, new_library("Test Library"))
    plan_it(root)
    return root


@pytest.fixture(scope="module")
def pages(root: Path) -> list[str]:
    assert run(root, *WEEK, "--people", "9") == 0
    return texts(packed(root, "week-02-mon"))


def first_of(pages: list[str], words: str) -> int:
    """Return the number, from 1, of the first page with these words."""
    return next(number for number, page in enumerate(pages, 1) if words in page)


def test_the_cover_tells_when_where_what_and_how_many(pages: list[str]) -> None:
    cover = pages[0]
    for words in (
        "One Small Step",
        "Monday, November 23, 2026",
        "Week 2, Monday",
        "Room: Room 2",
        "Bring: ☐ whiteboard",
        "My Small Step 11",
        "Check-in: one thing from today",
        "If someone is in danger",
        "Emergency: call 911",
        "Lifeline: call 988 or text 988",
        "After hours:",
    ):
        assert words in cover.replace("\u00a0", " ")


def test_the_cover_names_the_risks_of_the_session_with_their_time(root: Path) -> None:
    guide = root / "modules/coping/one-small-step.md"
    old = guide.read_text(encoding="utf-8")
    block = ":::{watch} Someone is very low\nAsk, and stay.\n:::"
    line = "What you do, in plain sentences."
    new = old.replace(line, f"{line}\n\n{block}", 1)
    guide.write_text(new, encoding="utf-8")
    assert run(root, *WEEK, "--only", "cover") == 0
    guide.write_text(old, encoding="utf-8")
    cover = texts(packed(root, "week-02-mon-cover"))[0].replace("\u00a0", " ")
    assert "Watch for 6:00 pm Someone is very low" in cover


def test_every_part_begins_on_a_right_hand_page(pages: list[str]) -> None:
    starts = [number for number, page in enumerate(pages, 1) if "Page 1 of" in page]
    assert len(starts) == 6
    assert all(number % 2 for number in starts)
    for words in ("step is enough for today", "Sign-in sheet", "Session record:", "Cofacilitator"):
        assert first_of(pages, words) in starts


def test_pages_left_empty_are_empty_and_all_others_have_a_foot(pages: list[str]) -> None:
    for page in filter(None, pages):
        assert "Page " in page
        assert "Version " in page
        assert "Draft" in page


def test_the_record_is_there_once_and_on_a_sheet_of_its_own(pages: list[str]) -> None:
    everything = " ".join(pages)
    assert everything.count("Fidelity checklist") == 1
    record = pages[first_of(pages, "Session record:") - 1]
    assert "Fidelity checklist" in record
    assert "What shows that people could" in everything


def test_the_sign_in_sheet_has_a_line_a_person_and_no_name(pages: list[str]) -> None:
    sheet = pages[first_of(pages, "Sign-in sheet") - 1]
    assert "Initials only" in sheet
    assert " 11 " in sheet
    assert " 12 " not in sheet.partition("Signature")[2].partition("Sign-in")[0]


def test_copies_are_laid_out_in_sets_with_bookmarks_once(root: Path) -> None:
    arguments = ("--people", "3", "--spare", "1", "--copies", "--only", "handouts")
    assert run(root, *WEEK, *arguments) == 0
    pdf = packed(root, "week-02-mon-handouts-copies")
    assert " ".join(texts(pdf)).count("step is enough for today") == 4
    assert len(bookmarks(pdf)) == 1


def test_all_weeks_get_a_pdf_each(root: Path) -> None:
    assert run(root, "pack", "evening", "--all", "--only", "cover") == 0
    assert "November 16" in texts(packed(root, "week-01-cover"))[0]
    assert "November 23" in texts(packed(root, "week-02-cover"))[0]


def test_the_same_order_gives_the_same_bytes(root: Path, pages: list[str]) -> None:
    assert pages
    before = packed(root, "week-02-mon")
    assert run(root, *WEEK, "--people", "9") == 0
    assert packed(root, "week-02-mon") == before


def test_an_unchanged_pack_is_not_made_again_and_a_changed_one_is(
    root: Path, pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pages
    made: list[str] = []
    compile_pdf = packing.compile_pdf

    def noted(folder: Path, main: str, page: str) -> bytes:
        made.append(page)
        return compile_pdf(folder, main, page)

    monkeypatch.setattr(packing, "compile_pdf", noted)
    arguments = (*WEEK, "--only", "guide")
    assert run(root, *arguments) == 0
    assert made
    made.clear()
    assert run(root, *arguments) == 0
    assert not made
    guide = root / "modules/coping/one-small-step.md"
    old = guide.read_text(encoding="utf-8")
    guide.write_text(old.replace("in plain sentences", "in plainer sentences"), encoding="utf-8")
    assert run(root, *arguments) == 0
    guide.write_text(old, encoding="utf-8")
    assert made
    assert "in plainer sentences" in " ".join(texts(packed(root, "week-02-mon-guide")))


def test_a_day_without_a_session_is_one_clear_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "pack", "evening", "--week", "2", "--day", "tue") == 2
    assert "has no session in week 2 on tue" in capsys.readouterr().err
    assert run(root, "pack", "evening", "--week", "2", "--lang", "es") == 2
    assert "has no language 'es'" in capsys.readouterr().err


def test_a_pack_that_fails_leaves_the_old_one_whole(
    root: Path,
    pages: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pages
    before = packed(root, "week-02-mon")

    def refuse(*_: object, **_more: object) -> bytes:
        raise CompileError("modules/x", 3, "refused")

    monkeypatch.setattr(packing, "compile_pdf", refuse)
    packing.fitted.cache_clear()
    assert run(root, *WEEK, "--people", "8") == 1
    assert packed(root, "week-02-mon") == before
    assert "untouched" in capsys.readouterr().err


def test_a_full_disk_is_one_clear_line(
    root: Path,
    pages: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pages
    before = packed(root, "week-02-mon")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("curriculumkit.disk.os.fsync", full)
    assert run(root, *WEEK, "--people", "7") == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith("No space left on device")
    monkeypatch.undo()
    assert packed(root, "week-02-mon") == before
    assert not list((root / "build/packs/evening").glob(".*"))


def test_a_binder_has_contents_tabs_and_an_index_that_lead_to_the_right_pages(root: Path) -> None:
    assert run(root, "binder", "evening") == 0
    book = texts(packed(root, "binder"))
    handout = first_of(book, "step is enough for today")
    contents = book[first_of(book, "Contents") - 1]
    assert f"My Small Step {handout}" in contents
    assert f"My Small Step, {handout}" in book[-1] or f"My Small Step, {handout}" in book[-2]
    assert f"Page {handout} of {len(book)}" in book[handout - 1]


def test_copies_are_the_same_pages_again_each_set_on_its_own_sheets(root: Path) -> None:
    assert run(root, *WEEK, "--people", "2", "--spare", "1", "--copies") == 0
    book = texts(packed(root, "week-02-mon-copies"))
    sets = [number for number, page in enumerate(book, 1) if "step is enough for today" in page]
    assert len(sets) == 3
    assert all(number % 2 for number in sets)
    assert len({book[number - 1] for number in sets}) == 1


def test_sheets_have_the_quotation_marks_of_pages(root: Path) -> None:
    module = next((root / "modules").rglob("*.md"))
    text = module.read_text(encoding="utf-8")
    begin = text.index("\ntitle: ") + 1
    end = text.index("\n", begin)
    changed = text[:begin] + 'title: "It\'s \\"one\\" step"' + text[end:]
    module.write_text(changed, encoding="utf-8")
    assert run(root, "pack", "evening", "--week", "1", "--only", "cover", "--only", "record") == 0
    (cover, record) = [one for one in texts(packed(root, "week-01-cover-record")) if one.strip()]
    assert cover.startswith("It’s “one” step")
    assert "Session record: It’s “one” step" in record


def test_a_cover_and_a_record_with_much_on_them_take_one_page_each(root: Path) -> None:
    module = next((root / "modules").rglob("*.md"))
    old = module.read_text(encoding="utf-8")
    bring = ", ".join(f"a box of things for station number {number}" for number in range(15))
    aim = "  - Practice it once in the room.\n"
    aims = "".join(
        f"  - Say in words of your own what number {n} does for you.\n" for n in range(2)
    )
    new = old.replace("materials: [whiteboard]", f"materials: [{bring}]").replace(aim, aim + aims)
    module.write_text(new, encoding="utf-8")
    only = ("--only", "cover", "--only", "record")
    assert run(root, "pack", "evening", "--week", "1", *only) == 0
    module.write_text(old, encoding="utf-8")
    (cover, record) = [one for one in texts(packed(root, "week-01-cover-record")) if one.strip()]
    assert "station number 14" in cover
    assert "Page 1 of 1" in cover
    assert "number 1 does for you" in record
    assert "Page 1 of 1" in record
