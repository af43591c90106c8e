"""Nothing that facilitators write is in any byte of what patients get.

Every field and every block of a module, every file name, comment and source that is not public has
a canary: a word that occurs nowhere else. The patient edition, packs of handouts only and calendars
are made and searched. A field or block that the models get anew fails here until it has one.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planned_library import LOCK, STANDARD, TRACK, planned_library
from strangers import HANDOUT, MODULE, SETTINGS, built, command, replaced, snapshot

from curriculumkit.app_plan import read_track
from curriculumkit.app_print import pack
from curriculumkit.cli import main
from curriculumkit.model.blocks import BLOCKS
from curriculumkit.model.module import ModuleFront
from curriculumkit.outputs import output_text
from curriculumkit.stage.pack import PackOrder, Piece
from curriculumkit.typst.readback import read_back

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title>
<text y="9">{}</text></svg>
"""

BOOK = """\
% {}
@book{{{}, author={{{}}}, title={{{}}}, year={{2020}},
  note={{{}}}}}
"""

LEDGER = """\
reviews:
  - document: my-small-step
    kind: handout
    language: en
    digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
    reviewer: {}
    credential: {}
    date: "2026-01-01"
    note: {}
"""


class Birds:
    """Hands out canaries, and knows all that it handed out."""

    def __init__(self, salt: int) -> None:
        self.salt = salt
        self.all: list[str] = []

    def __call__(self) -> str:
        """Return a new canary: a word that nothing else holds."""
        self.all.append(f"zq{self.salt:05d}x{len(self.all):03d}qz")
        return self.all[-1]


PARTS = ("para", "say", "ask", "board", "watch", "adapt", "list", "table", "code", "quote",
         "footnote", "picture", "figure", "link", "emphasis", "safety", "note", "tip",
         "important", "warning")  # fmt: skip


FIELDS = {"summary", "objectives", "sources", "materials", "ignore", "recap", "prerequisites"}
"""Fields of modules that hold words for facilitators; each gets a canary below."""

OPEN = {"title", "for_patients", "translations", "topic"}
"""Fields of modules that are public."""

FIXED = {"format", "intensity", "group_size", "staff", "telehealth"}
"""Fields of modules that hold numbers and words from lists, which have no room for a canary."""


def part(kind: str, bird: Birds, name: str) -> str:
    """Return Markdown of one kind with canaries in every place that holds text."""
    return {
        "para": f"{bird()} a word, *{bird()}* and **{bird()}** and `{bird()}`.",
        "say": f":::{{say}}\n{bird()}\n:::",
        "ask": f":::{{ask}}\n- {bird()}?\n:::",
        "board": f":::{{board}}\n{bird()}\n:::",
        "watch": f":::{{watch}} {bird()}\nDo: {bird()}\n:::",
        "adapt": f":::{{adapt}} telehealth\n{bird()}\n:::",
        "list": f"1. {bird()}\n   - {bird()}\n     - {bird()}",
        "table": f"| {bird()} | a |\n| --- | --- |\n| {bird()} | `{bird()}` |",
        "code": f"```\n{bird()}\n```",
        "quote": f"> {bird()}",
        "footnote": f"A word.[^n]\n\n[^n]: {bird()}",
        "picture": f"![{bird()}](images/{name}.svg)",
        "figure": f":::{{figure}} images/{name}.svg\n:alt: {bird()}\n\n{bird()}\n:::",
        "link": f"[{bird()}](https://example.org/{bird()})",
        "emphasis": f"&#{ord('z')};{bird()[1:]} and a\\\n{bird()}",
        "safety": f"Call 911 and say {bird()}.",
        **{
            name: f":::{{{name}}}\n{bird()}\n:::"
            for name in ("note", "tip", "important", "warning")
        },
    }[kind]


def planted(root: Path, salt: int, kinds: list[str]) -> list[str]:
    """Plant canaries all over a library; return them."""
    bird = Birds(salt)
    planned_library(root)
    name, key, before = bird(), bird(), bird()
    other = f"{{module: {before}, kind: soft}}"
    module = root / MODULE
    module.with_name(f"{before}.md").write_text(module.read_text())
    text = module.read_text()
    text = text.replace("summary: One sentence", f"summary: {bird()}")
    text = text.replace("- Name one thing", f"- Name {bird()} thing")
    text = text.replace("[whiteboard]", f"[{bird()}]  # {bird()}")
    text = text.replace("sources: [tip41-2005]", f"sources: [tip41-2005, {key}]")
    text = text.replace("\n---\n", f"\nignore: {{readability: {bird()}}}\n---\n", 1)
    text = text.replace("main idea", bird()).replace("try it", bird()).replace("one word", bird())
    text = text.replace("Give it out now", f"{bird()} now")
    text = text.replace("\nintensity:", f"\nrecap: {bird()} was said.\nintensity:", 1)
    text = text.replace("\nintensity:", f"\nprerequisites: [{other}]\nintensity:", 1)
    body = "\n\n".join(part(kind, bird, name) for kind in kinds)
    text = text.replace("One fact, with its source.", f"{body}\n\nA fact.{{cite}}`{key}`")
    module.write_text(text)
    id_ = bird()
    module.rename(module.with_name(f"{id_}.md"))
    for path in (TRACK, LOCK, STANDARD):
        known = (root / path).read_text().replace("one-small-step", id_)
        known = known.replace("note: A made-up rule.", f"note: {bird()} was made up.")
        (root / path).write_text(f"# {bird()}\n{known}# {bird()}\n")
    (root / "modules/coping/images").mkdir()
    (root / f"modules/coping/images/{name}.svg").write_text(SVG.format(bird(), bird()))
    with (root / "curriculum/references.bib").open("a") as file:
        file.write(BOOK.format(bird(), key, bird(), bird(), bird()))
    with (root / SETTINGS).open("a") as file:
        file.write(f"# {bird()}\n")
    replaced(root, HANDOUT, "kind: worksheet", f"kind: worksheet  # {bird()}")
    (root / "curriculum/reviews.yaml").write_text(LEDGER.format(bird(), bird(), bird()))
    planted_words = " ".join(f"{path} {raw.decode()}" for path, raw in snapshot(root).items())
    return [one for one in bird.all if one in planted_words]


def everything(path: str, raw: bytes) -> Iterator[bytes]:
    """Yield a file's name, its bytes, every stream in it unpacked, and all that a PDF says."""
    yield path.encode()
    yield raw
    for found in re.finditer(rb"x[\x01\x5e\x9c\xda]|\x1f\x8b", raw):
        unpacker = zlib.decompressobj(47)
        try:
            yield unpacker.decompress(raw[found.start() :])
        except zlib.error:
            continue
    if path.endswith(".pdf"):
        yield " ".join(read_back(raw).pages).encode()
        with pikepdf.open(BytesIO(raw)) as pdf:
            yield from (repr(one).encode() for one in pdf.objects)


def found_in(out: Path, canaries: list[str]) -> list[tuple[str, str]]:
    """Return which canary is in which file, written in any usual way."""
    words = [one.encode() for one in canaries]
    words += [one.encode("utf-16-be") for one in canaries]
    words += [one.encode().hex().encode() for one in canaries]
    return [
        (path, word.decode(errors="replace"))
        for path, raw in snapshot(out).items()
        for text in everything(path, raw)
        for word in words
        if word in text.lower()
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(salt=st.integers(0, 99999), kinds=st.permutations(PARTS), number=st.integers(8, len(PARTS)))
def test_no_canary_is_in_any_byte_for_patients(salt: int, kinds: list[str], number: int) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "library"
        canaries = planted(root, salt, kinds[:number])
        assert built(root) == []
        assert found_in(root / "build/editions/patient", canaries) == []
        assert command("plan", "show", "evening", "--ics", "made/a.ics", cwd=root).code == 0
        calendar = (root / "made/a.ics").read_bytes()
        assert b"SUMMARY:One Small Step" in calendar
        assert found_in(root / "made", canaries) == []


def test_every_field_of_a_module_is_public_or_has_a_canary() -> None:
    assert set(ModuleFront.model_fields) == FIELDS | OPEN | FIXED
    text = planted_text()
    front = yaml.safe_load(text.split("---\n")[1])
    assert [name for name in FIELDS if "zq00001x" not in str(front[name])] == []


def planted_text() -> str:
    """Return the module in which all parts are planted."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "library"
        planted(root, 1, list(PARTS))
        (text,) = (f.read_text() for f in root.glob("modules/*/*.md") if "recap:" in f.read_text())
        return text


def test_every_block_of_a_module_has_a_canary() -> None:
    text = planted_text()
    for name in (one.name for one in BLOCKS.values() if "module" in one.documents):
        held = re.findall(rf"^:::\{{{name}\}}(.*?)^:::$", text, re.MULTILINE | re.DOTALL)
        assert any("zq00001x" in one for one in held), name


@pytest.mark.parametrize(
    ("piece", "shown"), [("handouts", "My Small Step"), ("sign-in", "Sign-in sheet")]
)
def test_no_canary_is_in_a_pack_of_what_patients_see(
    tmp_path: Path, piece: Piece, shown: str
) -> None:
    root = tmp_path / "library"
    canaries = planted(root, 815, list(PARTS))
    order = PackOrder("", "", copies=True, only=(piece,))
    read = read_track(root, "evening")
    (made,) = pack(read, root / "build", order, lambda _: None, week=1, day=None)
    assert shown in " ".join(read_back(made.path.read_bytes()).pages)
    assert found_in(root / "build/packs", canaries) == []


def test_what_lists_all_editions_lies_outside_of_what_patients_get(tmp_path: Path) -> None:
    root = tmp_path / "library"
    canaries = planted(root, 42, list(PARTS))
    assert built(root) == []
    outside = {path.partition("/")[0] for path in snapshot(root / "build/editions")}
    assert outside == {"facilitator", "patient", "report.json"}
    report = (root / "build/editions/report.json").read_text()
    assert any(one in report for one in canaries), "it names modules, and is for staff"


@pytest.mark.parametrize("order", ["pack", "calendar"])
def test_what_is_for_patients_is_searched_before_it_is_written(
    tmp_path: Path, order: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = planned_library(tmp_path / "library")
    sentence = "The words you might say, as you would really say them."
    monkeypatch.setattr("curriculumkit.outputs.output_text", lambda _name, _raw: sentence)
    out = root / "out"
    arguments = {
        "pack": ["pack", "evening", "--week", "1", "--only", "handouts", "--out", str(out)],
        "calendar": ["plan", "show", "evening", "--ics", str(out / "a.ics")],
    }[order]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--library", str(root)])
    assert ended.value.code != 0
    assert "facilitator's text" in capsys.readouterr().err
    assert not [*out.rglob("*.pdf"), *out.rglob("*.ics")]


def test_a_calendars_long_lines_are_put_together_again() -> None:
    assert output_text("a.ics", b"DESCRIPTION:One two\r\n  three\\nfour") == (
        "DESCRIPTION:One two three four"
    )


def test_no_canary_is_in_any_byte_of_prints_for_patients(tmp_path: Path) -> None:
    root = tmp_path / "library"
    canaries = planted(root, 4711, list(PARTS))
    with (root / SETTINGS).open("a") as file:
        file.write("address: https://clinic.example/pages\n")  # brings a map of the site, and codes
    assert built(root, pdf=True) == []
    assert [*(root / "build/editions/patient").rglob("sitemap.xml")], (
        "no map of the site is searched"
    )
    assert [*(root / "build/editions/patient").rglob("*-fill.pdf")], "no fields are searched"
    assert found_in(root / "build/editions/patient", canaries) == []
    # The search itself finds what is there: the facilitators' own edition is full of them.
    guides = found_in(root / "build/editions/facilitator", canaries)
    assert len({word for path, word in guides if path.endswith(".html")}) > len(canaries) // 2
    assert any(path.endswith(".pdf") for path, _ in guides)


@pytest.mark.parametrize("place", ["Title", "Subject", "outline", "alt", "attachment", "xmp"])
def test_the_builds_own_search_reads_every_place_of_a_pdf(tmp_path: Path, place: str) -> None:
    file = tmp_path / "a.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if place == "outline":
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem("canary", 0))
        elif place == "alt":
            pdf.Root.Spot = pdf.make_indirect(pikepdf.Dictionary(Alt=pikepdf.String("canary")))
        elif place == "attachment":
            pdf.attachments["a"] = pikepdf.AttachedFileSpec(pdf, b"canary", filename="a")
        elif place == "xmp":
            with pdf.open_metadata() as metadata:
                metadata["dc:description"] = "canary"
        else:
            pdf.docinfo[f"/{place}"] = "canary"
        pdf.save(file)
    assert "canary" in output_text(file.name, file.read_bytes())
