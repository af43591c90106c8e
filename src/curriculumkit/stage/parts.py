"""Long lists in parts, so that no page of a large library is heavy.

Each part is a page that can be read without scripts. To narrow the list, a script takes in the
other parts too; see `sphinxext.parts`.
"""

from collections.abc import Sequence

from curriculumkit.stage.markup import block, bullets, reference, toctree
from curriculumkit.words import Words

LONG = 90
"""How many entries fit on one page."""

PART = 60
"""How many entries each part of a longer list has."""


def parts_of(page: str, entries: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return the pages of a list, the first of them `page` itself, with their entries."""
    if len(entries) <= LONG:
        return {page: entries}
    starts = range(0, len(entries), PART)
    names = [page, *(f"{page}-{number}" for number in range(2, len(starts) + 1))]
    return {name: entries[start : start + PART] for name, start in zip(names, starts, strict=True)}


def part_values(parts: dict[str, Sequence[str]], page: str) -> dict[str, object]:
    """Return the page settings that tell of the other parts, and of how many entries there are."""
    if len(parts) == 1:
        return {}
    others = " ".join(one for one in parts if one != page)
    return {"ck_parts": others, "ck_count": sum(map(len, parts.values()))}


def part_links(parts: dict[str, Sequence[str]], page: str, words: Words) -> str:
    """Return the links between the parts of a list, and on its first page what holds them."""
    if len(parts) == 1:
        return ""
    count = len(parts)
    links = (
        f"**{words('Part {part} of {parts}', part=number, parts=count)}**"
        if name == page
        else reference("page", words("Part {part} of {parts}", part=number, parts=count), name)
        for number, name in enumerate(parts, 1)
    )
    rest = toctree(list(parts)[1:]) if page == next(iter(parts)) else ""
    return f"{block('part', 'parts', bullets(links))}\n\n{rest}".rstrip()
