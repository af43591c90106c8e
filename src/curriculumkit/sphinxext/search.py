"""Search of the facilitator edition: an index in parts, of which a search loads only a few.

Sphinx's own index is one file that grows with the library and asks for pages one by one, which no
browser allows on pages opened from a folder. This one is many small scripts, which may be loaded
from a folder too: in some of them are pages, in others words with the same first letters.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from curriculumkit.sphinxext.nodes import ck_block, ck_scale, ck_tick, ck_write

FOLDER = "search"
"""The folder of the index, below the edition."""

KINDS = ("guide", "handout", "topic")
"""The kinds of pages that are found; a session holds what its guide holds."""

WEIGHTS = {"title": 12, "heading": 4, "text": 1}
"""How much a word counts for a page, by where it stands."""

MOST = 6
"""How often a word is counted in the text of one page."""

MOST_BYTES = 60_000
"""How large a script of words may be, before its words are divided by one more letter."""

EACH = 200
"""How many pages are listed in one script."""

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page as the index knows it: how it is listed, and the weight of each of its words."""

    title: str
    kind: str
    language: str
    description: str
    words: Mapping[str, int]


def plain(text: str) -> str:
    """Return text without capitals and accents, as words are compared."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    parts = unicodedata.normalize("NFD", folded)
    return "".join(one for one in parts if not unicodedata.combining(one))


def weighed(parts: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the weight of each word, from pairs of where a text stands and the text."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, text in parts:
        counts[place].update(_words(text))
    weights: Counter[str] = Counter()
    for place, found in counts.items():
        for word, number in found.items():
            weights[word] += WEIGHTS[place] * min(number, MOST)
    return dict(weights)


def _words(text: str) -> list[str]:
    words = (re.sub(r"['’].*", "", word) for word in _WORD.findall(plain(text)))
    return [word for word in words if len(word) > 1]


def shards(entries: Mapping[str, Entry]) -> dict[str, dict[str, list[int]]]:
    """Return the words by first letters, each with page numbers and weights in turn.

    One letter is enough, unless so many words begin with it that they would be a large script.
    """
    words: dict[str, list[int]] = defaultdict(list)
    for number, page in enumerate(sorted(entries)):
        for word, weight in entries[page].words.items():
            words[word] += (number, weight)
    return dict(sorted(_divided(dict(sorted(words.items())), 1)))


def _divided(
    words: Mapping[str, list[int]], letters: int
) -> Iterator[tuple[str, dict[str, list[int]]]]:
    """Yield groups of words that have so many first letters in common, or more."""
    groups: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for word, places in words.items():
        groups[word[:letters]][word] = places
    for beginning, group in groups.items():
        if len(group) > 1 and len(_json(group)) > MOST_BYTES:
            yield from _divided(group, letters + 1)
        else:
            yield beginning, group


def begin(app: Sphinx) -> None:
    """Turn Sphinx's own search off for an edition, and make room for ours."""
    if app.config.html_context.get("edition"):
        app.builder.search = False  # type: ignore[attr-defined]
    if not hasattr(app.env, "ck_search"):
        app.env.ck_search = {}  # type: ignore[attr-defined]


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note the words of a page once it is read."""
    env, page = app.env, app.env.docname
    metadata = env.metadata[page]
    if metadata.get("ck_kind") not in KINDS:
        return
    title = doctree.next_node(nodes.title)
    name = title.astext() if title else page
    env.ck_search[page] = Entry(  # type: ignore[attr-defined]
        name,
        metadata["ck_kind"],
        metadata.get("ck_language", ""),
        metadata.get("ck_description", ""),
        weighed([("title", name), *_parts(doctree)]),
    )


def _parts(doctree: nodes.document) -> Iterable[tuple[str, str]]:
    for node in doctree.findall():
        if isinstance(node, nodes.Text):
            heading = isinstance(node.parent, nodes.title)
            yield ("heading" if heading else "text"), node.astext()
        elif isinstance(node, ck_block):
            yield "text", node["title"]
        elif isinstance(node, ck_write | ck_scale | ck_tick):
            yield "text", node["label"]


def forget(_app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Forget a page that is gone or read anew."""
    getattr(env, "ck_search", {}).pop(page, None)


def merge(_app: Sphinx, env: BuildEnvironment, pages: set[str], other: BuildEnvironment) -> None:
    """Take over what another process has read."""
    found = other.ck_search  # type: ignore[attr-defined]
    env.ck_search.update({page: found[page] for page in pages if page in found})  # type: ignore[attr-defined]


def write_index(app: Sphinx, error: Exception | None) -> None:
    """Write the index of a facilitator edition; parts that nothing needs any more are removed."""
    edition = app.config.html_context.get("edition") or {}
    if error or app.builder.name != "html" or edition.get("audience") != "facilitator":
        return
    entries: dict[str, Entry] = app.env.ck_search  # type: ignore[attr-defined]
    pages = [
        [one.title, f"{page}.html", one.kind, one.language, one.description]
        for page, one in sorted(entries.items())
    ]
    groups = shards(entries)
    texts = {"index": f"ckIndex({_json({'each': EACH, 'words': list(groups)})})\n"}
    for part, first in enumerate(range(0, len(pages), EACH)):
        texts[f"pages-{part}"] = f"ckPages({part},{_json(pages[first : first + EACH])})\n"
    for beginning, words in groups.items():
        texts[f"words-{beginning}"] = f"ckWords({_json(words)})\n"
    _write(Path(app.outdir, FOLDER), texts)


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.js"):
        if file.stem not in texts:
            file.unlink()
    for name, text in texts.items():
        file = folder / f"{name}.js"
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
