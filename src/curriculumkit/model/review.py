"""Reviews: the ledger of sign-offs by licensed people."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from curriculumkit.model.base import Id, LanguageCode, Line, Many, Model

LEDGER = "curriculum/reviews.yaml"
"""Where the ledger lies in a library."""


def _as_date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("write a date as year-month-day, such as 2027-01-18") from None
    return value


Day = Annotated[date, BeforeValidator(_as_date)]
"""A date, written as ``2027-01-18``."""


class Review(Model):
    """One sign-off: who answers for which text of which document, and since when."""

    document: Id = Field(description="The id of the module or handout.")
    kind: Literal["module", "handout"] = Field(description="What sort of document it is.")
    language: LanguageCode = Field(description="The language of the text that was reviewed.")
    digest: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")] = Field(
        description="The SHA-256 of the file's text as reviewed; any change ends the sign-off."
    )
    reviewer: Line = Field(description="Who reviewed it, by name.")
    credential: Line = Field(description="The license or credential of the reviewer.")
    date: Day = Field(description="The day of the sign-off, as `2027-01-18`.")
    note: Line | None = Field(default=None, description="What the reviewer wants remembered.")


class Reviews(Model):
    """`curriculum/reviews.yaml`: every sign-off, the oldest first. Lines are only ever added."""

    reviews: Many[Review] = Field(default=(), description="The sign-offs.")
