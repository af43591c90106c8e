"""What must not be in what patients get: a search of outputs that never looks at the stage.

The stage keeps facilitators' text out by never taking it in. This is the second, independent look:
it knows only what facilitators wrote and what may be public, and reads the finished bytes.
"""

import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from html import unescape
from os.path import commonprefix
from typing import TypeAlias, TypeVar

from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module

RUN = 8
"""How many words in a row (of two letters or more) make a leak; shorter runs occur by chance."""

_MODULES = "modules/"
"""How the paths of all modules begin."""

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[^\W_]{2,}")


_NAMES = frozenset(
    {"author", "editor", "organization", "institution", "publisher", "school", "journal", "address"}
)
"""Fields of a source that name who made it: sources of handouts may be of the same makers."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Words of a facilitator's text in an output."""

    path: str
    words: str

    def __str__(self) -> str:
        """Return it in one line."""
        return f"{self.path} holds a facilitator's text: “{self.words}”"


T = TypeVar("T")

Run = tuple[str, ...]
Runs = frozenset[Run]

Marks: TypeAlias = "array[int]"
"""The runs of a text as numbers of 64 bits, each once: equal runs have equal numbers."""


@dataclass(frozen=True)
class Secrets:
    """What no output for patients of a library may hold, worked out when it is first asked for."""

    library: Library

    @cached_property
    def runs(self) -> Runs:
        """Return the runs of words that only facilitators' texts hold."""
        return secret_runs(self.library)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Return the paths of modules."""
        return secret_paths(self.library)


def secret_runs(library: Library) -> Runs:
    """Return the runs of words that only facilitators' texts hold."""
    private: set[Run] = set()
    for text in _private(library):
        private.update(_runs(text))
    for text in _public(library):
        private.difference_update(_runs(text))
    return frozenset(private)


def secret_paths(library: Library) -> frozenset[str]:
    """Return the paths of modules, which no patient page may name."""
    return frozenset(module.path.removesuffix(".md") for module in library.modules)


def find_leaks(texts: Mapping[str, str], secret: Runs, paths: Iterable[str]) -> list[Leak]:
    """Return every leak in the outputs, given as text by path; one for each output and run."""
    named = tuple(paths)
    start = commonprefix(named)  # noqa: RUF071 - of strings, as they are searched for
    return [
        leak for path, text in texts.items() for leak in _in_text(path, text, secret, named, start)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What an output says, as far as is needed to see that it holds no leak."""

    marks: Marks
    names_modules: bool

    @classmethod
    def of(cls, text: str) -> "Said":
        """Return it of an output, given as text."""
        return cls(marks_of([_plain(text)]), _MODULES in text)


def may_leak(path: str, said: Said, secret: AbstractSet[int]) -> bool:
    """Tell whether an output may hold a leak; if not, `find_leaks` finds none in it."""
    return said.names_modules or _MODULES in path or not secret.isdisjoint(said.marks)


def secret_marks(documents: Collection["DocumentMarks"], library: Library) -> frozenset[int]:
    """Return the marks that only facilitators' texts have, from those of all documents."""
    private = set(marks_of(_private_of_sources(library)))
    for one in documents:
        private.update(one.private)
    private.difference_update(marks_of(_public_of_library(library)))
    for one in documents:
        private.difference_update(one.public)
    return frozenset(private)


@dataclass(frozen=True, slots=True)
class DocumentMarks:
    """The marks of what facilitators wrote in a document, and of what in it is public."""

    private: Marks
    public: Marks

    @classmethod
    def of(cls, document: Module | Handout) -> "DocumentMarks":
        """Return those of a document, which follow from its text."""
        if isinstance(document, Module):
            return cls(marks_of(_private_of(document)), marks_of(_public_of_module(document)))
        return cls(array("q"), marks_of(_public_of_handout(document)))


def marks_of(texts: Iterable[str]) -> Marks:
    """Return the marks of the runs in texts."""
    found: set[int] = set()
    for text in texts:
        numbers = [_NUMBERS[word] for word in _words(text)]
        found.update(map(hash, _in_a_row(numbers)))
    return array("q", found)


class _Numbers(dict[str, int]):
    """A number of each word, always the same."""

    def __missing__(self, word: str) -> int:
        self[word] = number = int.from_bytes(blake2b(word.encode(), digest_size=7).digest())
        return number


_NUMBERS = _Numbers()


def _in_text(
    path: str, text: str, secret: Runs, paths: Iterable[str], start: str
) -> Iterator[Leak]:
    """Yield the leaks in an output; `start` is how all the paths begin."""
    if start in text or start in path:
        yield from (Leak(path, one) for one in paths if one in text or one in path)
    plain = _plain(text)
    if not secret.isdisjoint(_runs(plain)):
        yield Leak(path, " ".join(next(run for run in _runs(plain) if run in secret)))


def _plain(text: str) -> str:
    return unescape(_TAG.sub(" ", text))


def _runs(text: str) -> Iterator[Run]:
    return _in_a_row(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _in_a_row(words: list[T]) -> Iterator[tuple[T, ...]]:
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _private(library: Library) -> Iterator[str]:
    """Yield what facilitators wrote, each paragraph, item, cell and field by itself.

    Words of two neighbors in a table or list say nothing together: a handout that names the same
    things may have them side by side as well.
    """
    for module in library.modules:
        yield from _private_of(module)
    yield from _private_of_sources(library)


def _private_of(module: Module) -> Iterator[str]:
    yield from _strings(module.front.model_dump(mode="json"))
    yield from (prose.text for prose in module.body.prose)
    yield from (image.alt for image in module.body.images)


def _private_of_sources(library: Library) -> Iterator[str]:
    """Yield what is said of the sources that no handout rests on."""
    cited = _cited_by_handouts(library)
    for key, reference in library.references.items():
        if key not in cited:
            yield from (said for name, said in reference.fields.items() if name not in _NAMES)


def _cited_by_handouts(library: Library) -> frozenset[str]:
    return frozenset(key for handout in library.handouts for key in handout.front.sources)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


def _public(library: Library) -> Iterator[str]:
    for handout in library.handouts:
        yield from _public_of_handout(handout)
    for module in library.modules:
        yield from _public_of_module(module)
    yield from _public_of_library(library)


def _public_of_handout(handout: Handout) -> Iterator[str]:
    yield handout.source.text
    yield from (prose.text for prose in handout.body.prose)


def _public_of_module(module: Module) -> Iterator[str]:
    yield module.front.title
    yield module.front.for_patients
    for lines in module.front.translations.values():
        yield lines.title
        yield lines.for_patients


def _public_of_library(library: Library) -> Iterator[str]:
    cited = _cited_by_handouts(library)
    for key, reference in library.references.items():
        if key in cited:
            yield " ".join(reference.fields.values())
    if library.settings:
        yield library.settings.model_dump_json()
    for topic in library.topics:
        yield topic.model_dump_json()
