"""Which blocks and roles authors may use, and with what; checks and the manual come from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from curriculumkit.model.module import AdaptKind

DocumentKind = Literal["module", "handout"]


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """What a block is for, what its argument means, and which options it takes.

    `argument` is empty when the block takes none. `options` maps each option to what it means;
    those in `required` must be there. `has_body` tells whether text may stand inside.
    """

    name: str
    documents: tuple[DocumentKind, ...]
    description: str
    argument: str = ""
    choices: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    has_body: bool = True


_BOTH: tuple[DocumentKind, ...] = ("module", "handout")

_ADMONITIONS = {
    "note": "A remark beside the text.",
    "tip": "A good idea beside the text.",
    "important": "Something not to be missed.",
    "warning": "Something that can go wrong.",
}

BLOCKS: Mapping[str, BlockSpec] = {
    spec.name: spec
    for spec in (
        BlockSpec("say", ("module",), "Suggested words for the facilitator to say aloud."),
        BlockSpec("ask", ("module",), "Questions for the group, as a list."),
        BlockSpec("board", ("module",), "What to write up for all to see, line by line."),
        BlockSpec(
            "watch",
            ("module",),
            "A risk: what to look for, what to do, whom to call.",
            argument="what the risk is",
        ),
        BlockSpec(
            "adapt",
            ("module",),
            "What to do differently in a certain situation.",
            argument="the situation",
            choices=get_args(AdaptKind),
        ),
        BlockSpec(
            "handout",
            ("module",),
            "Give out a handout here; the text inside is advice on using it.",
            argument="the id of the handout",
        ),
        BlockSpec("remember", ("handout",), "The main message, first on the page."),
        BlockSpec(
            "write",
            ("handout",),
            "Ruled lines to write on; a text field on a screen.",
            argument="what to write there",
            options={"lines": "How many lines, from 1 to 30."},
            required=("lines",),
            has_body=False,
        ),
        BlockSpec(
            "scale",
            ("handout",),
            "A row of numbers to circle or tap.",
            argument="what to rate",
            options={
                "from": "The lowest number and its meaning, as `0, none`.",
                "to": "The highest number and its meaning, as `10, the worst`.",
            },
            required=("from", "to"),
            has_body=False,
        ),
        *(BlockSpec(name, _BOTH, text) for name, text in _ADMONITIONS.items()),
        BlockSpec(
            "figure",
            _BOTH,
            "A picture with a caption.",
            argument="the path of the picture, relative to the document",
            options={"alt": "What the picture shows, for who cannot see it."},
            required=("alt",),
        ),
    )
}
"""Every block, by name."""

ROLES: Mapping[str, tuple[tuple[DocumentKind, ...], str]] = {
    "module": (("module",), "Names another module by its id."),
    "handout": (_BOTH, "Names a handout by its id."),
    "cite": (_BOTH, "Cites a source by its key in `curriculum/references.bib`."),
}
"""Every role: in which documents it may stand, and what it does."""

SCALE_END = r"^\s*(\d{1,2})\s*(?:,\s*(.+?)\s*)?$"
"""An end of a scale: a number from 0 to 99, and after a comma what it means."""
