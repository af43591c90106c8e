"""Whatever Markdown an author writes is on the page as CommonMark reads it, or is reported.

The examples of CommonMark's specification, the cases of the parsers that we use, and our own are
put into handouts and modules, several into one document: building takes long, and a word between
two marks is as good as a word on a page of its own.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_cases import SOURCES, cases_of, letters, marks_at_the_margin, markup, refused_cases
from strangers import HANDOUT, MODULE, built, dangers_in, page_of, small

from curriculumkit.app import check
from curriculumkit.site import BuildError
from curriculumkit.stage.staged import Audience

TOGETHER = 12
"""How many cases stand in one document."""

EVERY = int(os.environ.get("CURRICULUMKIT_EVERY", "3"))
"""Each how manieth example of the specification is built; 1 is all, as before a release."""

PAGES = {HANDOUT: "patient/en/handouts", MODULE: "facilitator/en/modules/coping"}

AUDIENCES: Mapping[str, Audience] = {HANDOUT: "patient", MODULE: "facilitator"}


class Shelf:
    """A library, and the documents in it that hold cases, each by the numbers of its cases."""

    def __init__(self, root: Path, path: str, texts: Sequence[str]) -> None:
        self.root, self.path, self.texts = root, path, texts
        self.before = (small(root) / path).read_text(encoding="utf-8")
        self.documents: dict[str, tuple[int, ...]] = {}

    def put(self, numbers: tuple[int, ...]) -> None:
        """Write a document that holds these cases between marks."""
        name = "case-" + "-".join(map(str, numbers))
        parts = "\n\n".join(f"zb{one}z\n\n{self.texts[one]}\n\nze{one}z" for one in numbers)
        if self.path == MODULE:
            text = self.before.replace("One fact, with its source.", f"{parts}\n\nA fact.")
        else:
            head = self.before.index("## ")
            text = f"{self.before[:head]}{parts}\n\n{self.before[head:]}"
        self.file(name).write_text(text, encoding="utf-8", newline="\n")
        self.documents[name] = numbers

    def file(self, name: str) -> Path:
        """Return where a document lies."""
        return (self.root / self.path).with_name(f"{name}.md")

    def take(self, name: str) -> tuple[int, ...]:
        """Remove a document and return the numbers of its cases."""
        self.file(name).unlink()
        return self.documents.pop(name)

    def wrong(self) -> set[str]:
        """Return the documents that have errors."""
        _, report = check(self.root)
        errors = {Path(one.path).stem for one in report.diagnostics if one.severity == "error"}
        assert errors <= self.documents.keys(), errors
        return errors

    def refused(self) -> set[str]:
        """Build the library; return the documents that Sphinx or the printer refuse."""
        try:
            assert built(self.root, audience=AUDIENCES[self.path], pdf=True) == []
        except BuildError as error:
            named = {Path(one.path).stem for one in error.troubles} & self.documents.keys()
            if not named:
                raise
            return named
        return set()

    def apart(self, names: Iterable[str]) -> None:
        """Give each case of these documents one of its own."""
        for name in sorted(names):
            for number in self.take(name):
                self.put((number,))

    def words(self, name: str) -> Mapping[int, Counter[str]]:
        """Return the words that a page shows of each case, and those of notes at its end."""
        page = self.root / "build/editions" / PAGES[self.path] / f"{name}.html"
        assert page.with_suffix(".pdf").exists()  # printing refuses what lacks a word of its page
        shown = unquote(" ".join(page_of(page.read_text(encoding="utf-8")).words))
        notes = letters(shown[shown.rindex(f"ze{self.documents[name][-1]}z") :])
        return {
            one: letters(shown[shown.index(f"zb{one}z") : shown.index(f"ze{one}z")]) + notes
            for one in self.documents[name]
        }


def chosen(source: str) -> Mapping[str, str]:
    """Return the cases of a source that are built."""
    cases = cases_of(source)
    step = EVERY if source == "commonmark" else 1
    return {name: cases[name] for name in list(cases)[::step]}


@pytest.mark.parametrize("path", [HANDOUT, MODULE])
@pytest.mark.parametrize("source", SOURCES)
def test_every_case_is_shown_with_all_of_its_words_or_is_reported(
    tmp_path: Path, source: str, path: str
) -> None:
    cases = chosen(source)
    names, texts = list(cases), list(cases.values())
    shelf = Shelf(tmp_path / "library", path, texts)
    for number in range(len(texts)):
        shelf.put((number,))
    for name in shelf.wrong():
        shelf.take(name)
    found = sorted(one for name in list(shelf.documents) for one in shelf.take(name))
    good = [one for one in found if f"{source} {names[one]}" not in refused_cases()]
    for start in range(0, len(good), TOGETHER):
        shelf.put(tuple(good[start : start + TOGETHER]))
    open_ended = {
        name
        for name, numbers in shelf.documents.items()
        if marks_at_the_margin(shelf.file(name).read_text(encoding="utf-8")) < 2 * len(numbers)
    }
    shelf.apart(shelf.wrong() | open_ended)
    while refused := shelf.refused():
        alone = {one for one in refused if len(shelf.documents[one]) == 1}
        assert {names[shelf.documents[one][0]] for one in alone} == set()
        shelf.apart(refused)
    assert dangers_in(shelf.root / "build") == {}
    lost: dict[str, list[str]] = {}
    for name in shelf.documents:
        for number, shown in shelf.words(name).items():
            wanted = letters(unquote(texts[number])) - markup(texts[number])
            if missing := [word for word in wanted if shown[word] < wanted[word]]:
                lost[names[number]] = missing
    assert lost == {}


@pytest.mark.parametrize("path", [HANDOUT, MODULE])
def test_what_only_a_build_refuses_is_told_with_its_place(tmp_path: Path, path: str) -> None:
    cases = {
        f"{source} {name}": one for source in SOURCES for name, one in cases_of(source).items()
    }
    shelf = Shelf(tmp_path / "library", path, [cases[name] for name in refused_cases()])
    for number in range(len(shelf.texts)):
        shelf.put((number,))
    for name in shelf.wrong():  # a module has less room for headings than a handout
        shelf.take(name)
    while refused := shelf.refused():
        for name in refused:
            shelf.take(name)
    assert [refused_cases()[one] for (one,) in shelf.documents.values()] == []
