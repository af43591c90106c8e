"""What must not be in what patients get: a search of outputs that never looks at the stage.

The stage keeps facilitators' text out by never taking it in. This is the second, independent look:
it knows only what facilitators wrote and what may be public, and reads the finished bytes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from os.path import commonprefix

from curriculumkit.model.library import Library

RUN = 8
"""How many words in a row (of two letters or more) make a leak; shorter runs occur by chance."""

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


Run = tuple[str, ...]
Runs = frozenset[Run]


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


def _in_text(
    path: str, text: str, secret: Runs, paths: Iterable[str], start: str
) -> Iterator[Leak]:
    """Yield the leaks in an output; `start` is how all the paths begin."""
    if start in text or start in path:
        yield from (Leak(path, one) for one in paths if one in text or one in path)
    plain = unescape(_TAG.sub(" ", text))
    if not secret.isdisjoint(_runs(plain)):
        yield Leak(path, " ".join(next(run for run in _runs(plain) if run in secret)))


def _runs(text: str) -> Iterator[Run]:
    words = _WORD.findall(text.casefold())
    return zip(*(words[start:] for start in range(RUN)), strict=False)


def _private(library: Library) -> Iterator[str]:
    """Yield what facilitators wrote, each paragraph, item, cell and field by itself.

    Words of two neighbors in a table or list say nothing together: a handout that names the same
    things may have them side by side as well.
    """
    for module in library.modules:
        yield from _strings(module.front.model_dump(mode="json"))
        yield from (prose.text for prose in module.body.prose)
        yield from (image.alt for image in module.body.images)
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
        yield handout.source.text
        yield from (prose.text for prose in handout.body.prose)
    for module in library.modules:
        yield module.front.title
        yield module.front.for_patients
        for lines in module.front.translations.values():
            yield lines.title
            yield lines.for_patients
    cited = _cited_by_handouts(library)
    for key, reference in library.references.items():
        if key in cited:
            yield " ".join(reference.fields.values())
    if library.settings:
        yield library.settings.model_dump_json()
    for topic in library.topics:
        yield topic.model_dump_json()
