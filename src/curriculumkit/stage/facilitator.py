"""The facilitator edition: lists, guides, sessions and every handout."""

from collections.abc import Sequence

from curriculumkit.assemble.reading import Tracks, read_tracks
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.stage.calendar import calendar_of
from curriculumkit.stage.director import case_of, director_files
from curriculumkit.stage.document import Target, docname, images_of
from curriculumkit.stage.guide import guide_files
from curriculumkit.stage.handout import handout_files
from curriculumkit.stage.help import help_part
from curriculumkit.stage.lists import list_pages, versions
from curriculumkit.stage.markup import in_language
from curriculumkit.stage.plans import plan_files, session_pages
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.sessions import session_files
from curriculumkit.stage.staged import Stage, Staged
from curriculumkit.words import words_of


def stage_facilitator(library: Library, language: str) -> Stage:
    """Return the staged facilitator edition."""
    files: dict[str, Staged] = {}
    images: dict[str, str] = {}
    for document in library.documents:
        images |= images_of(document)
    tracks = read_tracks(library)
    files |= list_pages(library, tracks.tracks, language)
    files |= _guides(library, language) | _handouts(library, language)
    files |= _plans(library, tracks, language)
    return Stage("facilitator", language, files, images)


def _resolve(library: Library, role: str, id_: str, language: str) -> Target | None:
    if role == "module" and (module := library.module(id_)):
        return module.front.title, docname(module.path)
    if role == "handout":
        handout = library.handout(id_, language) or library.handout(id_, library.main_language)
        if handout is None:
            return None
        other = handout.language if handout.language != language else ""
        return handout.front.title, in_language(docname(handout.path), other)
    return None


def _topics(library: Library, language: str) -> dict[str, str]:
    return {one.id: one.title.get(language, "") for one in library.topics}


def _guides(library: Library, language: str) -> dict[str, Staged]:
    files: dict[str, Staged] = {}
    topics = _topics(library, language)
    for module in library.modules:
        files |= guide_files(
            module,
            library.handouts_of(module),
            settings_of(library),
            library.references,
            lambda role, id_: _resolve(library, role, id_, language),
            language=language,
            draft=library.is_draft(module),
            topic=topics.get(module.front.topic, ""),
        )
    return files


def _handouts(library: Library, language: str) -> dict[str, Staged]:
    """Return the page of every handout; the frame around it is in the edition's language."""
    files: dict[str, Staged] = {}
    topics, same = _topics(library, language), versions(library)
    help_lines = {
        one: help_part(settings_of(library), one, words_of(one))
        for one in {handout.language for handout in library.handouts}
    }
    for handout in library.handouts:
        files |= handout_files(
            handout,
            settings_of(library),
            library.references,
            lambda role, id_, own=handout.language: _resolve(library, role, id_, own),  # type: ignore[misc]
            page=docname(handout.path),
            draft=library.is_draft(handout),
            topic=topics.get(handout.front.topic, ""),
            also=_also(same[handout.id], handout),
            help_lines=help_lines[handout.language],
        )
    return files


def _also(same: Sequence[Handout], handout: Handout) -> str:
    """Return the other languages that have a handout, each with its page."""
    others = (one for one in same if one.language != handout.language)
    return " ".join(f"{one.language}:{docname(one.path)}" for one in others)


def _plans(library: Library, tracks: Tracks, language: str) -> dict[str, Staged]:
    """Return the pages of every plan: its weeks, its sessions, and what its director asks."""
    files: dict[str, Staged] = {}
    modules = {module.id: module for module in library.modules}
    topics = _topics(library, language)
    for plan in library.plans:
        pages = session_pages(plan)
        track = tracks.tracks.get(plan.id)
        calendar = calendar_of(track, plan)
        case = case_of(plan, tracks, modules)
        if case is not None:
            files |= director_files(plan, case, library.topics, language)
        files |= plan_files(
            plan,
            modules,
            library.topics,
            language,
            front=track.front if track else None,
            director=case is not None,
        )
        for number, session in enumerate(plan.front.sessions):
            module = modules[session.module]
            files |= session_files(
                plan,
                number,
                pages,
                module,
                library.handouts_of(module),
                library.references,
                lambda role, id_: _resolve(library, role, id_, language),
                language=language,
                draft=library.is_draft(module),
                topic=topics.get(module.front.topic, ""),
                slots=settings_of(library).slots,
                calendar=calendar,
            )
    return files
