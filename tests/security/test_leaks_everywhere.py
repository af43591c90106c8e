"""Nothing that facilitators write is in any byte of what patients get.

Every field and every block of a module, every file name, comment and source that is not public has
a canary: a word that occurs nowhere else. The patient edition is built and searched.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strangers import HANDOUT, MODULE, SETTINGS, built, replaced, small, snapshot

from curriculumkit.outputs import output_text
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


PARTS = ("para", "say", "ask", "board", "watch", "adapt", "list", "table", "code", "quote", "note",
         "picture", "figure", "link", "emphasis", "safety")  # fmt: skip


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
        "note": f"A word.[^n]\n\n[^n]: {bird()}",
        "picture": f"![{bird()}](images/{name}.svg)",
        "figure": f":::{{figure}} images/{name}.svg\n:alt: {bird()}\n\n{bird()}\n:::",
        "link": f'[{bird()}](https://example.org/{bird()} "{bird()}")',
        "emphasis": f"&#{ord('z')};{bird()[1:]} and a\\\n{bird()}",
        "safety": f"Call 911 and say {bird()}.",
    }[kind]


def planted(root: Path, salt: int, kinds: list[str]) -> list[str]:
    """Plant canaries all over a library; return them."""
    bird = Birds(salt)
    small(root)
    name, key = bird(), bird()
    module = root / MODULE
    text = module.read_text()
    text = text.replace("summary: One sentence", f"summary: {bird()}")
    text = text.replace("- Name one thing", f"- Name {bird()} thing")
    text = text.replace("[whiteboard]", f"[{bird()}]  # {bird()}")
    text = text.replace("sources: [tip41-2005]", f"sources: [tip41-2005, {key}]")
    text = text.replace("\n---\n", f"\nignore: {{readability: {bird()}}}\n---\n", 1)
    text = text.replace("main idea", bird()).replace("try it", bird()).replace("one word", bird())
    text = text.replace("Give it out now", f"{bird()} now")
    body = "\n\n".join(part(kind, bird, name) for kind in kinds)
    text = text.replace("One fact, with its source.", f"{body}\n\nA fact.{{cite}}`{key}`")
    module.write_text(text)
    module.rename(module.with_name(f"{bird()}.md"))
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


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(salt=st.integers(0, 99999), kinds=st.permutations(PARTS), number=st.integers(8, len(PARTS)))
def test_no_canary_is_in_any_byte_for_patients(salt: int, kinds: list[str], number: int) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder) / "library"
        canaries = planted(root, salt, kinds[:number])
        assert built(root) == []
        assert found_in(root / "build/editions/patient", canaries) == []


def test_no_canary_is_in_any_byte_of_prints_for_patients(tmp_path: Path) -> None:
    root = tmp_path / "library"
    canaries = planted(root, 4711, list(PARTS))
    assert built(root, pdf=True) == []
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
    assert "canary" in output_text(file)
