"""What grows faster than the text: every parser and rule on texts that repeat one thing.

Run as `nox -s growth`, or: python benchmarks/growth.py [WORD …] to try only what has WORD in its
name. Each thing that an author may write, and much that none would (growth.yaml), is repeated to a
text and to one four times as large, within what one document may hold; the same for whole
libraries. Every step of a check is timed on both, in processor seconds. Printed are the steps that
take more than `MOST` times as long on the larger text, or more than `LONG` seconds; then what is
refused as too much for one document, and the slowest steps. Exit code 1 means that a step was too
slow.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from curriculumkit.checking.cache import pickled
from curriculumkit.checking.slim import Checked, slim
from curriculumkit.model.blocks import BLOCKS
from curriculumkit.model.library import Library
from curriculumkit.parse.documents import parse_handout, parse_module
from curriculumkit.parse.library import parse_library
from curriculumkit.parse.markdown import parse_body
from curriculumkit.rules import RULES
from curriculumkit.rules.tracing import trace_of
from curriculumkit.source import SourceText

TIMES = 4
"""How many times as large the larger text is."""

MOST = 6
"""How many times as long the larger text may take; noise of the clock is below half of that."""

LONG = 1.5
"""How many seconds no single step may take."""

FASTEST = 0.03
"""A step below so many seconds on the larger text is not looked at."""

TERMS = Path(__file__).parents[1] / "curriculum" / "terms"

_FRONT = {
    "module": """\
---
title: A Title
topic: t
format: group
summary: One sentence.
for_patients: One plain sentence.
objectives: [Name one thing., Practice it once.]
sources: [a]
intensity: high
group_size: 4-12
staff: {co_leader: false}
telehealth: true
---

""",
    "handout": """\
---
title: A Title
kind: worksheet
topic: t
purpose: This sheet helps you today.
sources: [a]
---

""",
}

REPEATED = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
"""What is repeated: `words` inside paragraphs, and `lines`."""


@dataclass(frozen=True)
class Text:
    """A text that grows: its name, its kind, and the text of about so many characters."""

    name: str
    kind: str
    of_size: Callable[[int], str]


def texts() -> Iterator[Text]:
    """Yield every text, as a module and as a handout where both may hold it."""
    for name, size, of_size in shapes():
        for kind in ("module", "handout"):
            yield Text(
                f"{kind}, {name}", kind, lambda n, k=kind, f=of_size, s=size: _whole(k, f(s * n))
            )
    for block in BLOCKS:
        name = f"nested {block}"
        yield Text(name, "module", lambda n, b=block: _whole("module", _nested(b, 30 * n)))


def _whole(kind: str, body: str) -> str:
    return f"{_FRONT[kind]}{body}\n"


def shapes() -> Iterator[tuple[str, int, Callable[[int], str]]]:
    """Yield a name, the size of the small text in characters, and a function from size to text."""
    for one in REPEATED["words"]:
        yield f"words {one!r}", 2_900, lambda n, x=one: _repeated(f"{x} ", n)
        yield f"paragraphs {one!r}", 27_000, lambda n, x=one: _repeated(f"{f'{x} ' * 20}\n\n", n)
        if " " not in one:
            yield f"run {one!r}", 2_900, lambda n, x=one: _repeated(x, n)
    for one in REPEATED["lines"]:
        lines = one.count("\n") + 1
        yield f"lines {one!r}", min(2_800, 900 * len(one)), lambda n, x=one: _repeated(f"{x}\n", n)
        most = 450 // (lines + 1) * 2 * (len(one) + 2)
        yield f"apart {one!r}", most, lambda n, x=one: _repeated(f"{x}\n\n", n)
    yield "wide table", 2_900, lambda n: "| a | b |\n|---|---|\n" + "| c | d |\n" * (n // 10)
    yield (
        "steps of lists",
        2_000,
        lambda n: "\n".join("  " * (i % 12) + "- a" for i in range(n // 14)),
    )
    yield "indents", 2_900, lambda n: " " * n + "a"
    yield "pairs", 2_900, lambda n: "[" * (n // 2) + "]" * (n // 2)
    yield "emphasis", 2_900, lambda n: "*a " * (n // 6) + "a* " * (n // 6)
    yield "quotes", 2_900, lambda n: "“a " * (n // 6) + "a” " * (n // 6)
    yield "backticks", 2_900, lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5)))
    yield "links to definitions", 20_000, lambda n: _defined(n // 22)


def _repeated(text: str, size: int) -> str:
    return text * (size // len(text))


def _nested(block: str, depth: int) -> str:
    """Return blocks inside one another; empty lines keep them below the limit of a paragraph."""
    opened = "".join(f"{':' * (depth + 3 - i)}{{{block}}} a\n\n" for i in range(depth))
    return opened + "a\n\n" + "".join(f"{':' * (4 + i)}\n\n" for i in range(depth))


def _defined(count: int) -> str:
    return "\n\n".join(f"[a{i}]\n\n[a{i}]: b{i}" for i in range(count))


def steps(text: str, kind: str, library: Library) -> Iterator[tuple[str, float]]:
    """Yield the steps of the check of one document, each with its processor seconds."""
    source = SourceText(f"{kind}s/{'t/' if kind == 'module' else ''}x.md", text)
    parse = parse_module if kind == "module" else lambda one: parse_handout(one, "en")
    document, _ = parse(source)
    yield "parse", _seconds(lambda: parse(SourceText(source.path, text)))
    if document is None:
        return
    yield "body", _seconds(lambda: parse_body(source, document.body.first_line, kind))
    for rule in RULES:
        if rule.check_document:
            yield rule.slug, _seconds(lambda r=rule: list(r.in_document(document, library)))
    yield "trace", _seconds(lambda: trace_of(document))
    found = tuple(one for rule in RULES for one in rule.in_document(document, library))
    yield "slim", _seconds(lambda: pickled(Checked(slim(document), trace_of(document), (), found)))


def libraries() -> Iterator[tuple[str, int, Callable[[int], dict[str, str]]]]:
    """Yield a name, a small number of entries, and a function from a number to its files."""
    module, handout = _FRONT["module"], _FRONT["handout"]

    def modules(
        number: int, front: Callable[[int], str], body: Callable[[int], str]
    ) -> dict[str, str]:
        return {
            f"modules/t/m{i}.md": module.replace("staff:", f"{front(i)}staff:") + body(i) + "\n"
            for i in range(number)
        }

    def before(id_: str) -> str:
        return f"prerequisites: [{{module: {id_}, kind: soft}}]\nrecap: We did it.\n"

    yield "modules in a row", 100, lambda n: modules(n, lambda i: before(f"m{i + 1}"), str)
    yield "modules in a circle", 100, lambda n: modules(n, lambda i: before(f"m{(i + 1) % n}"), str)
    yield (
        "modules after many others",
        5,
        lambda n: modules(
            40,
            lambda i: (
                "prerequisites:\n"
                + "".join(f"  - {{module: m{(i + j) % 40}, kind: soft}}\n" for j in range(n))
                + "recap: We did it.\n"
            ),
            str,
        ),
    )
    yield "modules with misspelt names", 100, lambda n: modules(n, lambda i: before(f"n{i}x"), str)
    yield "modules that say the same", 100, lambda n: modules(n, lambda _: "", lambda _: _copied(0))
    yield (
        "modules that say nearly the same",
        100,
        lambda n: modules(n, lambda _: "", lambda i: _copied(i // 15)),
    )
    yield (
        "handouts in many languages",
        100,
        lambda n: {
            f"handouts/{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}/h{i % 7}.md": f"{handout}a\n"
            for i in range(n)
        },
    )
    yield (
        "handouts that nobody gives out",
        100,
        lambda n: {f"handouts/h{i}.md": f"{handout}Wait {i}.\n" for i in range(n)},
    )
    yield "ids given twice", 100, lambda n: {f"modules/t{i}/m.md": f"{module}a\n" for i in range(n)}
    yield (
        "sources",
        400,
        lambda n: {
            "curriculum/references.bib": "".join(
                f"@book{{k{i}, title = {{T}}}}\n" for i in range(n)
            )
        },
    )
    yield (
        "sources that do not parse",
        400,
        lambda n: {"curriculum/references.bib": "@book{a,\n" * n},
    )
    yield (
        "braces of sources",
        4_000,
        lambda n: {"curriculum/references.bib": "@book{a, title = " + "{" * n},
    )
    yield (
        "topics",
        400,
        lambda n: {
            "curriculum/topics.yaml": "topics:\n"
            + "".join(f"  - {{id: t{i}, title: {{en: T}}, summary: {{en: S}}}}\n" for i in range(n))
        },
    )
    yield (
        "fields that there are not",
        400,
        lambda n: {"curriculum/topics.yaml": "".join(f"topic{i}: []\n" for i in range(n))},
    )
    yield "lists in lists", 2_000, lambda n: {"curriculum/topics.yaml": "topics: " + "[" * n}
    yield (
        "a long text",
        100_000,
        lambda n: {"curriculum/topics.yaml": 'topics: "' + "a b\n  " * (n // 6) + '"'},
    )
    yield (
        "sign-offs",
        100,
        lambda n: {
            "curriculum/reviews.yaml": "reviews:\n"
            + "".join(
                f"  - {{document: m{i % 9}, kind: module, language: en, digest: 'sha256:{i:064x}', "
                "reviewer: A, credential: B, date: '2026-01-01'}\n"
                for i in range(n)
            )
        },
    )


def _copied(number: int) -> str:
    return "\n\n".join(
        f"In this sentence number {number} and {i} there are more than eight words."
        for i in range(12)
    )


def library_steps(files: dict[str, str]) -> Iterator[tuple[str, float]]:
    """Yield the steps of the check of a whole library, each with its processor seconds."""
    sources = {path: SourceText(path, text) for path, text in files.items()}
    library = parse_library(sources)
    yield "parse", _seconds(lambda: parse_library(sources))
    library = Library(**{**vars(library), "today": date(2026, 11, 23)})
    for rule in RULES:
        if rule.check:
            yield rule.slug, _seconds(lambda r=rule: list(r.in_library(library)))


def _seconds(run: Callable[[], object]) -> float:
    """Return the least processor seconds of a few runs; one long run is enough."""
    least = LONG * 100
    for _ in range(3):
        begin = time.process_time()
        run()
        least = min(least, time.process_time() - begin)
        if least > 0.2:
            break
    return least


@dataclass(frozen=True, order=True)
class Growth:
    """How long a step takes on the larger text, and how many times as long as on the smaller."""

    seconds: float
    times: float
    what: str
    step: str

    @property
    def is_too_much(self) -> bool:
        """Tell whether the step takes too long, or grows faster than the text."""
        grows = self.seconds > FASTEST and self.times > MOST
        return grows or self.seconds > LONG

    def __str__(self) -> str:
        return f"{self.seconds:8.3f} s {self.times:6.1f} times  {self.step:20} {self.what}"


def compared(
    what: str, small: Iterable[tuple[str, float]], large: Iterable[tuple[str, float]]
) -> Iterator[Growth]:
    """Yield how each step grows."""
    before = dict(small)
    for step, seconds in large:
        yield Growth(seconds, seconds / max(before.get(step, 0), 1e-4), what, step)


def main() -> int:
    """Print what grows too fast, and the slowest steps; return 1 when there was something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    words = parser.parse_args().words
    terms = {f"curriculum/terms/{one.name}": one.read_text("utf-8") for one in TERMS.glob("*.yaml")}
    library = parse_library({path: SourceText(path, text) for path, text in terms.items()})
    found: list[Growth] = []
    refused: list[str] = []
    gc.disable()
    for text in texts():
        if not words or any(word in text.name for word in words):
            small, large = (list(steps(text.of_size(n), text.kind, library)) for n in (1, TIMES))
            refused += [text.name] if len(large) == 1 else []
            found += _told(compared(text.name, small, large))
            gc.collect()
    for name, number, files in libraries():
        if not words or any(word in name for word in words):
            small, large = (library_steps(files(n)) for n in (number, TIMES * number))
            found += _told(compared(name, small, large))
            gc.collect()
    print(f"\nRefused as too much for one document: {'; '.join(refused) or 'nothing'}")
    print(f"\n{len(found)} steps timed. The slowest:")
    for one in sorted(found, reverse=True)[:10]:
        print(one)
    return int(any(one.is_too_much for one in found))


def _told(growths: Iterable[Growth]) -> Iterator[Growth]:
    for one in growths:
        if one.is_too_much:
            print(one, flush=True)
        yield one


if __name__ == "__main__":
    sys.exit(main())
