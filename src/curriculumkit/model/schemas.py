"""Every kind of file with its model; schemas and the format's reference come from here."""

from collections.abc import Mapping

from curriculumkit.model.base import Model
from curriculumkit.model.handout import HandoutFront
from curriculumkit.model.library import LibrarySettings, Topics
from curriculumkit.model.module import ModuleFront
from curriculumkit.model.plan import PlanFront
from curriculumkit.model.review import Reviews
from curriculumkit.model.standard import StandardFront
from curriculumkit.model.terms import Terms
from curriculumkit.model.track import TrackFront

SCHEMAS: Mapping[str, type[Model]] = {
    "module": ModuleFront,
    "handout": HandoutFront,
    "library": LibrarySettings,
    "topics": Topics,
    "track": TrackFront,
    "standard": StandardFront,
    "plan": PlanFront,
    "reviews": Reviews,
    "terms": Terms,
}
"""The model of each kind of file, by its name."""
