"""What the patient edition may know of a library: handouts, and public fields of the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from curriculumkit.assemble.reading import read_tracks
from curriculumkit.model.base import Weekday
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library, LibrarySettings, Reference, Topic
from curriculumkit.model.module import Module, PublicLines
from curriculumkit.stage.calendar import Term, term_of


@dataclass(frozen=True, slots=True)
class PublicModule:
    """A module as a patient may see it: title and one plain sentence by language, and handouts."""

    lines: Mapping[str, PublicLines]
    handouts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicSession:
    """A session as a patient may see it: when, and what `PublicModule` says of its module."""

    week: int
    day: Weekday
    start: str
    minutes: int
    module: PublicModule


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A plan as a patient may see it."""

    id: str
    title: Mapping[str, str]
    sessions: tuple[PublicSession, ...]
    term: Term | None = None


@dataclass(frozen=True)
class PublicLibrary:
    """All that patients may see. It has no field that could hold a module's text."""

    settings: LibrarySettings
    topics: tuple[Topic, ...]
    references: Mapping[str, Reference]
    handouts: tuple[Handout, ...]
    plans: tuple[PublicPlan, ...]
    signed: frozenset[str]

    def of_language(self, language: str) -> tuple[Handout, ...]:
        """Return the handouts in a language."""
        return tuple(one for one in self.handouts if one.language == language)

    @cached_property
    def versions(self) -> Mapping[str, Mapping[str, Handout]]:
        """Return the handouts of each id, by language."""
        found: dict[str, dict[str, Handout]] = {}
        for one in self.handouts:
            found.setdefault(one.id, {})[one.language] = one
        return found

    def handout(self, id_: str, language: str) -> Handout | None:
        """Return a handout in a language; where that is not there, as it was written first."""
        found = self.versions.get(id_, {})
        return found.get(language) or found.get(self.settings.languages[0])


def public_library(library: Library) -> PublicLibrary:
    """Return what patients may see of a library that is free of errors."""
    settings = settings_of(library)
    cited = {key for one in library.handouts for key in one.front.sources}
    public = {one.id: _public_module(one, settings) for one in library.modules}
    tracks = read_tracks(library).tracks
    plans = tuple(
        PublicPlan(
            plan.id,
            plan.front.title,
            tuple(
                PublicSession(one.week, one.day, one.start, one.minutes, public[one.module])
                for one in plan.front.sessions
            ),
            term_of(tracks[plan.id].front) if plan.id in tracks else None,
        )
        for plan in library.plans
    )
    references = {key: one for key, one in library.references.items() if key in cited}
    return PublicLibrary(
        settings, library.topics, references, library.handouts, plans, library.signed
    )


def _public_module(module: Module, settings: LibrarySettings) -> PublicModule:
    """Return what patients may see of a module; its own language stands first."""
    front = module.front
    own = PublicLines(title=front.title, for_patients=front.for_patients)
    return PublicModule({settings.languages[0]: own, **front.translations}, module.handout_ids)


def settings_of(library: Library) -> LibrarySettings:
    """Return the settings of a library that is free of errors."""
    if library.settings is None:
        raise ValueError("a library with errors cannot be staged")
    return library.settings
