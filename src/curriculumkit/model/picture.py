"""What is wrong with a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureFault:
    """Why a picture of the library is refused: its path, the line in it, what, and what to do."""

    path: str
    line: int
    message: str
    hint: str
