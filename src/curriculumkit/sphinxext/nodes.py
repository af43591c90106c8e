"""The nodes that Sphinx knows beside its own: blocks, places to write, scales and boxes to tick.

Every writer (HTML, Typst) handles every one of them; an unknown node fails the build.
"""

from docutils import nodes


class ck_block(nodes.General, nodes.Element):  # noqa: N801
    """A block of an author or of the stage.

    Attributes: `name` (say, ask, board, watch, adapt, handout, remember, help, safety, sources,
    part), `title` (plain text, may be empty), `docname` (only `handout`: where its title leads),
    `language` (of the title, where it is not the page's), `classes`.
    """


class ck_write(nodes.General, nodes.Element):  # noqa: N801
    """Room to write. Attributes: `label` (plain text), `lines` (1-30), `field` (unique name)."""


class ck_scale(nodes.General, nodes.Element):  # noqa: N801
    """A row of numbers to circle.

    Attributes: `label`, `low` and `high` (whole numbers), `low_text` and `high_text` (may be
    empty), `field` (unique name).
    """


class ck_tick(nodes.Inline, nodes.Element):  # noqa: N801
    """A box to tick at the head of a list item. Attributes: `label`, `field`, `ticked`."""


class ck_blank(nodes.Inline, nodes.Element):  # noqa: N801
    """An inline blank or an empty table cell to write in.

    Attributes: `label`, `field`, and `width` in characters (0 for a whole table cell).
    """


class ck_cite(nodes.Inline, nodes.Element):  # noqa: N801
    """A citation. Attributes: `key`, and after the document is read `number` (from 1)."""


class ck_source(nodes.General, nodes.TextElement):  # noqa: N801
    """An entry of the list of sources; its children are inline. Attributes: `key`, `number`."""


def has_fields(doctree: nodes.Node) -> bool:
    """Tell whether a page has places to write, tick or circle, beside those of its help lines."""
    return any(
        isinstance(one, ck_write | ck_scale | ck_tick | ck_blank) and not _in_help(one)
        for one in doctree.findall()
    )


def _in_help(node: nodes.Node) -> bool:
    above: nodes.Node | None = node.parent
    while above is not None:
        if isinstance(above, ck_block) and above["name"] == "help":
            return True
        above = above.parent
    return False


ALL = (ck_block, ck_write, ck_scale, ck_tick, ck_blank, ck_cite, ck_source)
"""Every node, for the registration with Sphinx."""
