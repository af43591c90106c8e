"""The source tree of one edition: pure text, written before Sphinx runs.

The patient edition is staged from a `PublicLibrary`, which holds handouts and the public fields of
modules and plans. What facilitators write is never among its inputs, so it cannot leak.
"""

from curriculumkit.model.library import Library
from curriculumkit.stage.facilitator import stage_facilitator
from curriculumkit.stage.patient import stage_patient
from curriculumkit.stage.public import public_library
from curriculumkit.stage.staged import Audience, Stage

AUDIENCES: tuple[Audience, ...] = ("facilitator", "patient")


def stage(library: Library, audience: Audience, language: str) -> Stage:
    """Return the staged tree of an edition; the library must be free of errors."""
    if audience == "facilitator":
        return stage_facilitator(library, language)
    return stage_patient(public_library(library), language)


def editions(library: Library) -> tuple[tuple[Audience, str], ...]:
    """Return the editions of a library: modules in their language, handouts in every language."""
    languages = library.settings.languages if library.settings else ()
    patient: list[tuple[Audience, str]] = [("patient", one) for one in languages]
    return (("facilitator", library.main_language), *patient)
