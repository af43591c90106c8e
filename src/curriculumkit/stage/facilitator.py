"""The facilitator edition: lists, guides, sessions and every handout."""

from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.stage.document import Target, docname, images_of
from curriculumkit.stage.guide import guide_files
from curriculumkit.stage.handout import handout_files
from curriculumkit.stage.lists import list_pages
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.sessions import plan_files, session_files
from curriculumkit.stage.staged import Stage, Staged


def stage_facilitator(library: Library, language: str) -> Stage:
    """Return the staged facilitator edition."""
    files: dict[str, Staged] = {}
    images: dict[str, str] = {}
    for document in library.documents:
        images |= images_of(document)
    for step in (list_pages, _guides, _handouts, _sessions):
        files |= step(library, language)
    return Stage("facilitator", language, files, images)


def _resolve(library: Library, role: str, id_: str, language: str) -> Target | None:
    if role == "module" and (module := library.module(id_)):
        return module.front.title, docname(module.path)
    if role == "handout":
        handout = library.handout(id_, language) or library.handout(id_, library.main_language)
        return (handout.front.title, docname(handout.path)) if handout else None
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


def _handouts(library: Library, _language: str) -> dict[str, Staged]:
    files: dict[str, Staged] = {}
    for handout in library.handouts:
        files |= handout_files(
            handout,
            settings_of(library),
            library.references,
            lambda role, id_, own=handout.language: _resolve(library, role, id_, own),  # type: ignore[misc]
            page=docname(handout.path),
            draft=library.is_draft(handout),
            topic=_topics(library, handout.language).get(handout.front.topic, ""),
            also=_also(library, handout),
        )
    return files


def _also(library: Library, handout: Handout) -> str:
    """Return the other languages that have a handout, each with its page."""
    others = (
        one for one in library.handouts if one.id == handout.id and one.language != handout.language
    )
    return " ".join(f"{one.language}:{docname(one.path)}" for one in others)


def _sessions(library: Library, language: str) -> dict[str, Staged]:
    files: dict[str, Staged] = {}
    modules = {module.id: module for module in library.modules}
    topics = _topics(library, language)
    for plan in library.plans:
        files |= plan_files(plan, modules, language)
        for session in plan.front.sessions:
            module = modules[session.module]
            files |= session_files(
                plan,
                session,
                module,
                library.handouts_of(module),
                library.references,
                lambda role, id_: _resolve(library, role, id_, language),
                language=language,
                draft=library.is_draft(module),
                topic=topics.get(module.front.topic, ""),
                slots=settings_of(library).slots,
            )
    return files
