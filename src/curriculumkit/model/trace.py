"""What is kept of a document's prose when the prose itself is let go."""

from array import array
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trace:
    """Enough of a document to compare it with others.

    `sentences` holds a 64-bit hash of each longer sentence, `lines` the line on which it stands,
    `numbers` each number in the prose as written, in order.
    """

    sentences: "array[int]"
    lines: "array[int]"
    numbers: tuple[str, ...]
