"""Text as Typst: sections, paragraphs, lists, links, notes."""

import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes

from curriculumkit.sphinxext import nodes as ck
from curriculumkit.typst.code import (
    ANYWHERE,
    breakable,
    call,
    content,
    literal,
    string,
    stuck,
    verbatim,
)
from curriculumkit.typst.links import printed_address
from curriculumkit.typst.writing import Writer, Writing, place_of

_SHORT = 200
"""How many characters a paragraph may have to be kept on the page of what it leads to."""

_FEW = 6
_FEW_SIGNS = 300
"""How many items, and characters in all, a list of a handout may have to stay on one page."""

_LONE = 130
"""How many characters an item has at most that would look lost alone on a page."""

_ITEM = 400
"""How many characters an item may have to be kept on the page of the next one."""

_ADDRESS = re.compile(r"^\S+[./]\S+$")
"""The text of a link that is an address itself."""

_SEGMENT_CLOCK = re.compile(r"^(\d{1,2}:\d{2}\s[ap]\.?\s?m\.?)\s+")
_SEGMENT_MINUTES = re.compile(r"\s*\(([^()]*)\)$")


def write_nothing(_writing: Writing, _node: nodes.Node) -> str:
    """Write nothing, for what no reader sees."""
    return ""


def write_inside(writing: Writing, node: Any) -> str:
    """Write what is in a node, one thing after another."""
    return "\n".join(one for one in map(writing.write, node.children) if one)


def write_section(writing: Writing, node: Any) -> str:
    """Write a section; a card's sources stand apart, so that the card can be cut out.

    What stands below the heading of a segment is shared with the sessions of a guide.
    """
    writing.level += 1
    written = [(one, writing.write(one)) for one in node.children]
    writing.level -= 1
    if writing.template == "guide" and writing.level == 1 and _is_filed(writing, node):
        code = content(code for one, code in written if not _is_sources(one))
        writing.filed.append(code)
        apart = [code for one, code in written if _is_sources(one)]
        return "\n".join((call("for-filing", code), *apart))
    if writing.template == "guide" and writing.level == 1 and _begins_with_title(node):
        (_, heading), *rest = written
        code = "\n".join(code for _, code in rest if code)
        return "\n".join((heading, writing.share(code))) if code else heading
    if writing.form != "card" or writing.level:
        return "\n".join(code for _, code in written if code)
    apart = [code for one, code in written if _is_sources(one)]
    return "\n".join(
        (call("card", content(code for one, code in written if not _is_sources(one))), *apart)
    )


def _is_filed(writing: Writing, node: Any) -> bool:
    """Tell whether a section is filled in and filed after a session; packs set it apart."""
    title = node.next_node(nodes.title)
    told = (writing.words("Fidelity checklist"), writing.words("Session record"))
    return title is not None and title.astext() in told


def _begins_with_title(section: nodes.Element) -> bool:
    return isinstance(section.children[0], nodes.title)


def _is_sources(node: nodes.Node) -> bool:
    return isinstance(node, ck.ck_block) and node["name"] == "sources"


def write_title(writing: Writing, node: Any) -> str:
    """Write a heading; the first of a document is its title."""
    if writing.level == 1:
        return call("page-title", writing.write_all(node.children))
    if writing.template == "guide" and writing.level == 2:  # noqa: PLR2004
        return _segment(writing, node)
    return call("heading", writing.write_all(node.children), level=literal(writing.level))


def _segment(writing: Writing, node: Any) -> str:
    """Set the clock time and the minutes of a segment's heading apart, where it has them."""
    title = node.deepcopy()
    clock = _taken(title, 0, _SEGMENT_CLOCK)
    minutes = _taken(title, -1, _SEGMENT_MINUTES)
    parts = [writing.write(one) for one in title.children]
    held = clock.replace(" ", "\N{NO-BREAK SPACE}")
    before = call("segment-clock", string(held)) if clock else ""
    after = call("segment-minutes", string(minutes)) if minutes else ""
    return call("heading", content([before, *parts, after]), level=literal(writing.level))


def _taken(title: Any, index: int, pattern: re.Pattern[str]) -> str:
    """Cut what the pattern finds out of a child of a title, and return it."""
    text = title.children[index].astext()
    found = pattern.search(text)
    if found is None or not isinstance(title.children[index], nodes.Text):
        return ""
    title.children[index] = nodes.Text(text[: found.start()] + text[found.end() :])
    return found[1]


def write_text(_writing: Writing, node: Any) -> str:
    """Write plain text."""
    return string(breakable(node.astext())) if node.astext() else ""


def write_paragraph(writing: Writing, node: Any) -> str:
    """Write a paragraph; what leads to the next thing stays on its page."""
    if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
        return writing.write(node.children[0])
    inside = writing.write_all(node.children)
    if isinstance(node.parent, nodes.list_item | nodes.entry) and len(node.parent.children) == 1:
        return inside
    if _opens(writing, node):
        return call("opening", inside)
    return call("lead" if _leads(node) else "par", inside)


def _opens(writing: Writing, node: nodes.Element) -> bool:
    """Tell whether a block stands before the first segment of a guide, as what it is about."""
    return (
        writing.template == "guide"
        and writing.level == 1
        and isinstance(node.parent, nodes.section)
    )


def _leads(node: nodes.Element) -> bool:
    """Tell whether a paragraph should stay on the page of what comes next, to which it leads."""
    following = node.next_node(descend=False, siblings=True)
    if following is None:
        return False
    text = node.astext().rstrip()
    said = [one for one in node.children if one.astext()]
    if text.endswith(":") or all(isinstance(one, nodes.strong) for one in said):
        return True
    if isinstance(following, nodes.bullet_list | nodes.enumerated_list):
        fits = "ck-ticks" in following["classes"] or isinstance(
            node.previous_sibling(), nodes.title
        )
    else:
        fits = isinstance(following, ck.ck_write | ck.ck_scale | nodes.table)
    return fits and len(text) < _SHORT


def write_wrapped(name: str) -> Writer:
    """Return a writer that hands what is in a node to the function of that name."""

    def write(writing: Writing, node: Any) -> str:
        return call(name, writing.write_all(node.children))

    return write


def write_inline(writing: Writing, node: Any) -> str:
    """Write what is in an inline node, and in which language, where that is another one."""
    inside = writing.write_all(node.children)
    for name in node["classes"]:
        if name.startswith("language-"):
            return call("text", inside, lang=string(name.removeprefix("language-")))
    return inside


def write_literal(_writing: Writing, node: Any) -> str:
    """Write a few signs as typed; a line may begin with them, though they begin with a dot."""
    code, before = node.astext(), node.previous_sibling()
    free = ANYWHERE if before is not None and stuck(before.astext(), code) else ""
    return call("raw", verbatim(free + code))


def write_literal_block(_writing: Writing, node: Any) -> str:
    """Write lines as typed."""
    return call("raw", verbatim(node.astext()), block="true")


def write_raw(writing: Writing, node: Any) -> str:
    """Turn MyST's line break, its only raw markup, into one."""
    if node["format"] == "html" and node.astext().strip().startswith("<br"):
        return "linebreak()"
    if node["format"] == "html":
        writing.unknown(node)
    return ""


def write_reference(writing: Writing, node: Any) -> str:
    """Write a link; its address is printed where the text does not tell it."""
    inside = writing.write_all(node.children)
    uri = node.get("refuri", "")
    if node.get("internal") or ":" not in uri:
        return inside
    if _ADDRESS.search(node.astext()):
        inside = call("address", inside)
    code = call("link", string(uri), inside)
    if address := printed_address(uri, node.astext()):
        return content(
            [code, string(" ("), call("address", string(breakable(address))), string(")")]
        )
    return code


def write_bullets(writing: Writing, node: Any) -> str:
    """Write a list, with boxes where its items are to be ticked; a short one stays on one page.

    Otherwise its last item would often stand alone at the top of the next.
    """
    code = _bullets(writing, node)
    return call("together", code) if writing.template == "handout" and _is_few(node) else code


def _is_few(node: nodes.Element) -> bool:
    inside = isinstance(node.parent, nodes.list_item | nodes.entry)
    return not inside and len(node.children) <= _FEW and len(node.astext()) <= _FEW_SIGNS


def _items(writing: Writing, node: Any) -> list[str]:
    """Return the code of a list's items; a short one, first or last, does not stand alone."""
    items = [writing.write_all(one.children) for one in node.children]
    lengths = [_length(one) for one in node.children]
    keeping = {0} if lengths[0] <= _LONE else set()
    if lengths[-1] <= _LONE and max(lengths[-2:]) <= _ITEM:
        keeping.add(len(items) - 2)
    for at in keeping & set(range(len(items) - 1)):
        following = lengths[at + 1 : at + (3 if at + 1 in keeping else 2)]
        items[at] = call("keeping", literal(tuple(following)), items[at])
    return items


def _bullets(writing: Writing, node: Any) -> str:
    items = _items(writing, node)
    if "ck-ticks" not in node["classes"]:
        code = call("bullets", *items)
        return call("opening", code) if _opens(writing, node) else code
    ticks = (next(iter(one.findall(ck.ck_tick)), None) for one in node.children)
    told = [place_of(writing, tick) if tick is not None else "none" for tick in ticks]
    return call("ticks", *(f"({tick}, {item})" for tick, item in zip(told, items, strict=True)))


def _length(node: Any) -> int:
    """Return how many characters a node takes, with the blanks in it."""
    blanks: Iterable[int] = (one["width"] for one in node.findall(ck.ck_blank))
    return len(node.astext()) + sum(blanks)


def write_numbers(writing: Writing, node: Any) -> str:
    """Write a numbered list."""
    items = _items(writing, node)
    code = call("numbers", *items, start=literal(node.get("start", 1)))
    return call("together", code) if writing.template == "handout" and _is_few(node) else code


def write_transition(_writing: Writing, node: Any) -> str:
    """Write a line between two parts of the text; notes stand at the foot and need none."""
    return "" if "footnotes" in node["classes"] else call("transition")


def write_footnote_reference(writing: Writing, node: Any) -> str:
    """Write a note to the foot of the page."""
    note = writing.footnotes.get(node.get("refid", ""))
    if note is None:
        writing.unknown(node)
        return ""
    parts = [_of_note(writing, one) for one in note.children if not isinstance(one, nodes.label)]
    return call(
        "note",
        string(node["refid"]),
        content([f"{one}; parbreak()" for one in parts[:-1]] + parts[-1:]),
    )


def _of_note(writing: Writing, node: Any) -> str:
    """Write a part of a note; a paragraph goes on in the line of its number."""
    if isinstance(node, nodes.paragraph):
        return writing.write_all(node.children)
    return writing.write(node)
