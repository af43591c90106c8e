"""What a stage is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Audience = Literal["facilitator", "patient"]

PARTS = "_parts"
"""The folder of generated texts that pages include."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged file: its text, and the author's file and line shift that messages lead back to.

    Line `n` of the text is line ``n - shift`` of the file `origin`; generated files have none.
    What stands before the line `body` of the author's text is the title, from the line `title`.
    """

    text: str
    origin: str = ""
    shift: int = 0
    title: int = 1
    body: int = 1

    def line_of(self, line: int) -> int:
        """Return the author's line that a line of the text came from."""
        return line - self.shift if line - self.shift >= self.body else self.title


@dataclass(frozen=True)
class Stage:
    """The source tree of one edition: staged files and copied pictures, by path.

    `images` maps each path in the tree to the picture's path in the library.
    """

    audience: Audience
    language: str
    files: Mapping[str, Staged]
    images: Mapping[str, str]
