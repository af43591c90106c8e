"""What a director wishes of a plan, with weights: one class a kind of wish."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from curriculumkit.model.base import Id, Many, Model
from curriculumkit.model.slots import Week

Weight = Annotated[int, Field(ge=1, le=100)]


class SpreadTopics(Model):
    """Prefer weeks in which each topic comes once: a price for each further session."""

    kind: Literal["spread-topics"] = Field(description="Prefer each topic once a week.")
    weight: Weight = Field(description="The price of each further session of a topic in a week.")


class Phase(Model):
    """A phase of recovery: its topics, and the weeks it has."""

    topics: Many[Id] = Field(min_length=1, description="The topics of this phase.")
    weeks: Many[Week] | None = Field(
        default=None, description="Its weeks; left out in every phase, equal shares in order."
    )


class FollowPhases(Model):
    """Prefer topics in the weeks of their phase: a price for each week away from it."""

    kind: Literal["phases"] = Field(description="Prefer topics in the weeks of their phase.")
    weight: Weight = Field(description="The price of each week that a session lies outside.")
    phases: Many[Phase] = Field(min_length=2, max_length=12, description="The phases in order.")

    @model_validator(mode="after")
    def _weeks_for_all_or_none(self) -> "FollowPhases":
        if len({phase.weeks is None for phase in self.phases}) > 1:
            raise ValueError("give `weeks` for every phase or for none")
        return self


class PreferSignedOff(Model):
    """Prefer modules that a licensed person has signed off."""

    kind: Literal["signed-off"] = Field(description="Prefer modules that are signed off.")
    weight: Weight = Field(description="The price of each session of a draft.")


class FewRepeats(Model):
    """Prefer modules that have not come yet."""

    kind: Literal["few-repeats"] = Field(description="Prefer modules that have not come yet.")
    weight: Weight = Field(description="The price of each time a module comes again.")


class FewCatchUps(Model):
    """Prefer plans that need few individual catch-ups (rolling tracks)."""

    kind: Literal["few-catch-ups"] = Field(description="Prefer few individual catch-ups.")
    weight: Weight = Field(description="The price of each, over all entry weeks.")


Wish = Annotated[
    SpreadTopics | FollowPhases | PreferSignedOff | FewRepeats | FewCatchUps,
    Field(discriminator="kind"),
]
"""A line that should hold as far as it can."""
