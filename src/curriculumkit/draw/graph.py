"""A graph of what comes before what: names in a column, arrows beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from curriculumkit.draw.svg import WIDTH, drawing, element, text, wrapped


@dataclass(frozen=True, slots=True)
class Node:
    """A name in the graph, and a remark below it."""

    id: str
    name: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from what comes first to what comes then; one that is no `must` is dashed."""

    first: str
    then: str
    must: bool


def ordered(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """Return the nodes so that those joined by edges stand together, in the given order.

    Of two that are joined the first stands above, unless the edges run in a circle.
    """
    before: dict[str, list[str]] = {one.id: [] for one in nodes}
    beside: dict[str, list[str]] = {one.id: [] for one in nodes}
    for edge in edges:
        before[edge.then].append(edge.first)
        beside[edge.then].append(edge.first)
        beside[edge.first].append(edge.then)
    rank = {one.id: number for number, one in enumerate(nodes)}
    found: dict[str, None] = {}
    seen: set[str] = set()
    for one in nodes:
        if one.id in seen:
            continue
        group, waiting = [], [one.id]
        seen.add(one.id)
        while waiting:
            group.append(waiting.pop())
            fresh = [other for other in beside[group[-1]] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        _place(sorted(group, key=rank.__getitem__), before, found)
    by_id = {one.id: one for one in nodes}
    return [by_id[one] for one in found]


def _place(group: list[str], before: dict[str, list[str]], found: dict[str, None]) -> None:
    """Add the members of a group to `found`, each after what comes before it."""
    left = group
    while left:
        ready = next((one for one in left if all(b in found for b in before[one])), left[0])
        found[ready] = None
        left = [one for one in left if one != ready]


def arrow_graph(nodes: Sequence[Node], edges: Sequence[Edge], label: str) -> str:
    """Return the graph of the nodes that have an edge."""
    joined = {one for edge in edges for one in (edge.first, edge.then)}
    shown = ordered([one for one in nodes if one.id in joined], edges)
    left = 84
    parts, middles = [], {}
    top = 0.0
    for node in shown:
        lines = wrapped(node.name, WIDTH - left - 12)
        height = 16 * len(lines) + (16 if node.remark else 0) + 12
        middles[node.id] = top + height / 2
        for number, words in enumerate(lines):
            parts.append(text(left + 10, top + 18 + 16 * number, words, classes="ck-strong"))
        if node.remark:
            parts.append(text(left + 10, top + 18 + 16 * len(lines), node.remark))
        parts.append(element("circle", cx=left, cy=middles[node.id], r=3.5, classes="ck-dot"))
        top += height + 6
    span = max((abs(middles[one.then] - middles[one.first]) for one in edges), default=1)
    parts += [_arrow(left, middles[one.first], middles[one.then], span, one) for one in edges]
    return drawing(max(top, 1), label, *parts)


def _arrow(x: float, start: float, end: float, span: float, edge: Edge) -> str:
    """Return an arrow that leaves a dot to the left and comes back to another one."""
    out = x - 24 - 52 * abs(end - start) / span
    sign = 1 if end > start else -1
    tip, foot = end - sign * 3, start + sign * 4
    path = (
        f"M{x - 5:.4g} {foot:.4g}C{out:.4g} {foot:.4g} {out:.4g} {tip:.4g} {x - 12:.4g} {tip:.4g}"
    )
    head = f"M{x - 5:.4g} {tip:.4g}l-9 -4.5v9z"
    classes = "ck-edge" if edge.must else "ck-edge ck-soft"
    return element("path", d=path, classes=classes) + element("path", d=head, classes="ck-tip")
