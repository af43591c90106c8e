"""What all models share: unknown fields are errors, and nothing is converted silently."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Item = TypeVar("Item")

Many = Annotated[tuple[Item, ...], Field(strict=False)]
"""A list in YAML, a tuple in Python."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""Lower-case words joined by hyphens; the name of a file without its ending."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\n]*$")]
"""Text of one line, not empty."""

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Text of one paragraph or more, not empty."""

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
"""A language by its ISO 639-1 code, such as ``en``."""

LocalText = Mapping[LanguageCode, Prose]
"""One text in several languages, by language code."""

Ignores = Mapping[Line, Line]
"""Rules to ignore in one file, by slug, each with the reason."""

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""A day of the week."""

WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days in the order of ISO 8601, Monday first."""

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day on the 24-hour clock, such as ``18:30``."""


class Model(BaseModel):
    """A frozen, strict model; a field that it does not name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
