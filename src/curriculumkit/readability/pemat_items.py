"""The items of PEMAT-P: the part of the instrument that is text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """An item of PEMAT-P: its number, which score it belongs to, and what it asks."""

    number: int
    domain: str
    asks: str


UNDERSTANDABLE, ACTIONABLE = "understandable", "actionable"

ITEMS: tuple[Item, ...] = (
    Item(1, UNDERSTANDABLE, "The purpose is evident."),
    Item(2, UNDERSTANDABLE, "Nothing distracts from the purpose."),
    Item(3, UNDERSTANDABLE, "The language is common and everyday."),
    Item(4, UNDERSTANDABLE, "Medical terms are explained."),
    Item(5, UNDERSTANDABLE, "The voice is active."),
    Item(6, UNDERSTANDABLE, "Numbers are easy to understand."),
    Item(7, UNDERSTANDABLE, "The reader need not calculate."),
    Item(8, UNDERSTANDABLE, "Sections are short."),
    Item(9, UNDERSTANDABLE, "Sections have headings."),
    Item(10, UNDERSTANDABLE, "The sequence is logical."),
    Item(11, UNDERSTANDABLE, "There is a summary."),
    Item(12, UNDERSTANDABLE, "Visual cues point to what matters."),
    Item(15, UNDERSTANDABLE, "Pictures are used where they help."),
    Item(16, UNDERSTANDABLE, "Pictures support the content."),
    Item(17, UNDERSTANDABLE, "Pictures have captions."),
    Item(18, UNDERSTANDABLE, "Pictures are clear and uncluttered."),
    Item(19, UNDERSTANDABLE, "Tables are simple, with short headings."),
    Item(20, ACTIONABLE, "At least one action is named."),
    Item(21, ACTIONABLE, "The reader is addressed directly."),
    Item(22, ACTIONABLE, "Actions are broken into steps."),
    Item(23, ACTIONABLE, "There is a tool, such as a checklist."),
    Item(24, ACTIONABLE, "Calculations are explained."),
    Item(25, ACTIONABLE, "It is explained how to use charts and tables."),
    Item(26, ACTIONABLE, "Pictures help to act."),
)
"""The 24 items for printed material, in our words."""
