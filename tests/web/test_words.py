"""Every word of the interface is translated, wherever it is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from babel.messages.pofile import read_po

import curriculumkit
from curriculumkit.model.handout import HandoutKind
from curriculumkit.model.module import Format, Intensity, SegmentKind
from curriculumkit.sphinxext.html import ADAPT_TITLES, LABELS
from curriculumkit.sphinxext.pages import prints
from curriculumkit.stage.plans import DAYS, SERVICES
from curriculumkit.words import known_words, words_of

PACKAGE = Path(curriculumkit.__file__).parent
SOURCES = ("stage", "sphinxext", "typst", "print.py", "packs.py", "binders.py")
_TEMPLATE = re.compile(r"\bw\(\s*(?:'([^']+)'|\"([^\"]+)\")")


def called(text: str) -> Iterator[str]:
    """Yield the texts that Python code hands to ``words(...)`` or ``_words(self)(...)``."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = ast.unparse(node.func).partition("(")[0].rpartition(".")[2]
        first = node.args[0]
        if name in ("words", "_words", "w") and isinstance(first, ast.Constant):
            yield str(first.value)


def used() -> set[str]:
    """Return every text that the interface shows."""
    files = [file for name in SOURCES for file in (PACKAGE / name).rglob("*.py")]
    files += [PACKAGE / name for name in SOURCES if name.endswith(".py")]
    found = {one for file in files for one in called(file.read_text(encoding="utf-8"))}
    for file in (PACKAGE / "theme").rglob("*.html"):
        for one in _TEMPLATE.finditer(file.read_text(encoding="utf-8")):
            found.add(one[1] or one[2])
    found |= {*LABELS.values(), *ADAPT_TITLES.values(), *DAYS.values(), *SERVICES.values()}
    found |= {one["label"] for kind in ("handout", "guide") for one in prints("page", kind)}
    for kinds in (SegmentKind, Format, Intensity, HandoutKind):
        found |= {
            one.capitalize().replace("-", " ") for one in get_args(kinds) if one != "check-in"
        }
    found |= {"Check-in", *(f"{one.capitalize()} intensity" for one in get_args(Intensity))}
    return found | {"Note", "Tip", "Important", "Warning"}


def test_every_text_is_found() -> None:
    assert {"Keep on this phone", "Write here", "Large print", "Page not found"} <= used()


def test_spanish_is_complete() -> None:
    assert sorted(used() - known_words("es")) == []


def test_spanish_has_nothing_that_is_used_no_more() -> None:
    assert sorted(known_words("es") - used()) == []


def test_translations_have_the_same_places_for_values() -> None:
    words = words_of("es")
    for text in known_words("es"):
        assert set(re.findall(r"{(\w+)}", words(text))) == set(re.findall(r"{(\w+)}", text)), text


def test_the_catalog_is_standard_gettext() -> None:
    with (PACKAGE / "locale/es.po").open("rb") as file:
        catalog = read_po(file, locale="es", abort_invalid=True)
    assert not [one.id for one in catalog if one.fuzzy and one.id]
