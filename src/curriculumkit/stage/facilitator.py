"""The facilitator edition: home, topics, guides, sessions and every handout."""

from curriculumkit.model.library import Library, Topic
from curriculumkit.model.module import Module
from curriculumkit.stage.document import Target, docname, images_of
from curriculumkit.stage.guide import guide_files
from curriculumkit.stage.handout import handout_files
from curriculumkit.stage.markup import bullets, escaped, joined, reference, settings, toctree
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.sessions import plan_files, plan_page, session_files
from curriculumkit.stage.staged import Stage, Staged
from curriculumkit.words import Words, words_of


def stage_facilitator(library: Library, language: str) -> Stage:
    """Return the staged facilitator edition."""
    files: dict[str, Staged] = {}
    images: dict[str, str] = {}
    for document in library.documents:
        images |= images_of(document)
    for step in (_pages, _guides, _handouts, _sessions):
        files |= step(library, language)
    return Stage("facilitator", language, files, images)


def _resolve(library: Library, role: str, id_: str, language: str) -> Target | None:
    if role == "module" and (module := library.module(id_)):
        return module.front.title, docname(module.path)
    if role == "handout":
        handout = library.handout(id_, language) or library.handout(id_, library.main_language)
        return (handout.front.title, docname(handout.path)) if handout else None
    return None


def _guides(library: Library, language: str) -> dict[str, Staged]:
    files: dict[str, Staged] = {}
    for module in library.modules:
        files |= guide_files(
            module,
            library.handouts_of(module),
            settings_of(library),
            library.references,
            lambda role, id_: _resolve(library, role, id_, language),
            language=language,
            draft=library.is_draft(module),
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
        )
    return files


def _sessions(library: Library, language: str) -> dict[str, Staged]:
    files: dict[str, Staged] = {}
    modules = {module.id: module for module in library.modules}
    for plan in library.plans:
        files |= plan_files(plan, modules, language, library_settings=settings_of(library))
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
            )
    return files


def _pages(library: Library, language: str) -> dict[str, Staged]:
    words = words_of(language)
    topics = [topic for topic in library.topics if _of_topic(library, topic)]
    pages = {f"topics/{one.id}.md": _topic(library, one, language, words) for one in topics}
    return {"index.md": _home(library, topics, language, words), **pages}


def _of_topic(library: Library, topic: Topic) -> list[Module]:
    return [module for module in library.modules if module.front.topic == topic.id]


def _home(library: Library, topics: list[Topic], language: str, words: Words) -> Staged:
    name = settings_of(library).name
    plans = [
        reference("page", one.front.title.get(language, one.id), plan_page(one.id))
        for one in library.plans
    ]
    themes = [
        f"{reference('page', one.title[language], f'topics/{one.id}')}: "
        f"{escaped(one.summary[language])}"
        for one in topics
    ]
    text = joined(
        settings({"ck_kind": "home", "ck_language": language}),
        f"# {escaped(name.get(language) or next(iter(name.values())))}",
        words("Session guides and handouts for groups. Choose tonight's session, or a topic."),
        joined(f"## {words('Tracks')}", bullets(plans)) if plans else "",
        joined(f"## {words('Topics')}", bullets(themes)) if themes else "",
        toctree(
            [
                *(plan_page(one.id) for one in library.plans),
                *(f"topics/{one.id}" for one in topics),
            ]
        ),
        # handouts in other languages, and those that no topic page lists, hang here
        toctree(_unlisted(library, topics)),
    )
    return Staged(text)


def _unlisted(library: Library, topics: list[Topic]) -> list[str]:
    listed = {topic.id for topic in topics}
    return [
        docname(one.path)
        for one in library.handouts
        if one.front.topic not in listed or one.language != library.main_language
    ]


def _topic(library: Library, topic: Topic, language: str, words: Words) -> Staged:
    modules = _of_topic(library, topic)
    handouts = [
        one
        for one in library.handouts
        if one.front.topic == topic.id and one.language == library.main_language
    ]
    sessions = [
        f"{reference('module', one.front.title, docname(one.path))}: {escaped(one.front.summary)} "
        f"({words('{least} to {most} min', least=one.least_minutes, most=one.most_minutes)})"
        for one in modules
    ]
    sheets = [
        f"{reference('handout', one.front.title, docname(one.path))}: {escaped(one.front.purpose)}"
        for one in handouts
    ]
    text = joined(
        settings({"ck_kind": "topic", "ck_language": language}),
        f"# {escaped(topic.title[language])}",
        escaped(topic.summary[language]),
        joined(f"## {words('Sessions')}", bullets(sessions)),
        joined(f"## {words('Handouts')}", bullets(sheets)) if sheets else "",
        toctree(
            [*(docname(one.path) for one in modules), *(docname(one.path) for one in handouts)]
        ),
    )
    return Staged(text)
