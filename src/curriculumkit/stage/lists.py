"""Pages of the facilitator edition that lead to others: home, topics, and lists of all."""

from collections.abc import Mapping, Sequence

from babel import Locale

from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library, Topic
from curriculumkit.model.module import Module
from curriculumkit.model.plan import Plan
from curriculumkit.model.track import Track
from curriculumkit.stage.calendar import term_of, today_setting, track_line
from curriculumkit.stage.document import docname
from curriculumkit.stage.markup import (
    block,
    bullets,
    escaped,
    foreign,
    indented,
    joined,
    reference,
    said,
    settings,
    tag,
    toctree,
)
from curriculumkit.stage.parts import part_links, part_values, parts_of
from curriculumkit.stage.plans import plan_page, plan_today
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.staged import Staged
from curriculumkit.words import Words, words_of

MODULES = "modules/index"
"""The page that lists every module."""

HANDOUTS = "handouts/index"
"""The page that lists every handout."""


def list_pages(library: Library, tracks: Mapping[str, Track], language: str) -> dict[str, Staged]:
    """Return home, the topics, and the lists of all modules and all handouts."""
    words = words_of(language)
    topics = [one for one in library.topics if of_topic(library, one)]
    pages = {"index": _home(library, tracks, topics, language, words)}
    pages |= _modules(library, language, words) | _handouts(library, language, words)
    pages |= {f"topics/{one.id}": _topic(library, one, language, words) for one in topics}
    return {f"{page}.md": staged for page, staged in pages.items()}


def of_topic(library: Library, topic: Topic) -> list[Module]:
    """Return the modules of a topic."""
    return [module for module in library.modules if module.front.topic == topic.id]


def sheets_of(library: Library, topic: Topic) -> list[Handout]:
    """Return the handouts of a topic, in the language that they are written in."""
    main = library.main_language
    return [one for one in library.handouts if (one.front.topic, one.language) == (topic.id, main)]


def _home(
    library: Library,
    tracks: Mapping[str, Track],
    topics: Sequence[Topic],
    language: str,
    words: Words,
) -> Staged:
    name = said(settings_of(library).name, language)
    plans = [_track(one, tracks.get(one.id), language, words) for one in library.plans]
    today = _today(library, tracks)
    themes = [
        f"{reference('page', one.title[language], f'topics/{one.id}')}\n"
        f"{indented(_theme(library, one, language, words))}"
        for one in topics
    ]
    text = joined(
        settings({"ck_kind": "home", "ck_language": language, "ck_today": today}),
        f"# {foreign(*name, language)}",
        words("Session guides and handouts for groups. Choose today's session, or a topic."),
        joined(f"## {words('Tracks')}", block("part", "cards tracks", bullets(plans)))
        if plans
        else "",
        joined(f"## {words('Topics')}", block("part", "cards", bullets(themes))) if themes else "",
        toctree(
            [
                MODULES,
                HANDOUTS,
                *(plan_page(one.id) for one in library.plans),
                *(f"topics/{one.id}" for one in topics),
            ]
        ),
    )
    return Staged(text)


def _track(plan: Plan, track: Track | None, language: str, words: Words) -> str:
    """Return the entry of a track: its title, and from when to when it is held."""
    title, of = said(plan.front.title, language)
    head = reference("page", title, plan_page(plan.id), of if of != language else "")
    line = escaped(track_line(term_of(track.front), language, words)) if track else ""
    return f"{head}\n\n{indented(line)}".rstrip()


def _today(library: Library, tracks: Mapping[str, Track]) -> str:
    """Return what the page needs to find the next session of each track with dates."""
    modules = {module.id: module for module in library.modules}
    found = [
        plan_today(plan, modules, tracks[plan.id].front, plan_page(plan.id), "")
        for plan in library.plans
        if plan.id in tracks and tracks[plan.id].front.start is not None
    ]
    return today_setting(found)


def _theme(library: Library, topic: Topic, language: str, words: Words) -> str:
    sessions, sheets = len(of_topic(library, topic)), len(sheets_of(library, topic))
    counts = [
        words("1 session") if sessions == 1 else words("{count} sessions", count=sessions),
        words("1 handout") if sheets == 1 else words("{count} handouts", count=sheets),
    ]
    return f"\n{escaped(topic.summary[language])}\n\n{tag('count', ' · '.join(counts))}"


def _topic(library: Library, topic: Topic, language: str, words: Words) -> Staged:
    modules, handouts = of_topic(library, topic), sheets_of(library, topic)
    sessions = [_module(one, words) for one in modules]
    sheets = [_sheet(one, words) for one in handouts]
    text = joined(
        settings(
            {
                "ck_kind": "topic",
                "ck_language": language,
                "ck_description": topic.summary[language],
            }
        ),
        f"# {escaped(topic.title[language])}",
        escaped(topic.summary[language]),
        joined(f"## {words('Sessions')}", block("part", "list", bullets(sessions))),
        joined(f"## {words('Handouts')}", block("part", "list", bullets(sheets))) if sheets else "",
    )
    return Staged(text)


def _modules(library: Library, language: str, words: Words) -> dict[str, Staged]:
    topics = {one.id: one.title[language] for one in library.topics}
    ranks = {one.id: rank for rank, one in enumerate(library.topics)}
    modules = sorted(
        library.modules, key=lambda one: (ranks.get(one.front.topic, 0), one.front.title)
    )
    items = [_module(one, words, topics.get(one.front.topic, "")) for one in modules]
    told = words("Every session of the library, by topic. Narrow the list by what you need today.")
    tree = toctree(docname(one.path) for one in modules)
    return _list(MODULES, words("All sessions"), told, items, tree, language, words)


def _list(
    first: str,
    title: str,
    told: str,
    items: Sequence[str],
    tree: str,
    language: str,
    words: Words,
) -> dict[str, Staged]:
    """Return the page of a list, or its pages, where it is long; `tree` stands on the first."""
    parts = parts_of(first, items)
    return {
        page: Staged(
            joined(
                settings({"ck_kind": "list", "ck_language": language} | part_values(parts, page)),
                f"# {title}",
                told,
                block("part", "list filter", bullets(entries)),
                part_links(parts, page, words),
                tree if page == first else "",
            )
        )
        for page, entries in parts.items()
    }


def _handouts(library: Library, language: str, words: Words) -> dict[str, Staged]:
    topics = {one.id: one.title[language] for one in library.topics}
    main = library.main_language
    sheets = sorted(
        (one for one in library.handouts if one.language == main), key=lambda one: one.front.title
    )
    same = versions(library)
    items = [
        _sheet(one, words, topics.get(one.front.topic, ""), _others(same[one.id], one))
        for one in sheets
    ]
    told = words("Every page for patients, from A to Z.")
    tree = toctree(docname(one.path) for one in library.handouts)
    return _list(HANDOUTS, words("All handouts"), told, items, tree, language, words)


def _module(module: Module, words: Words, topic: str = "") -> str:
    """Return the entry of a module in a list; with its topic, also its objectives."""
    front = module.front
    minutes = words("{least}–{most} min", least=module.least_minutes, most=module.most_minutes)
    tags = [
        tag("topic", topic),
        tag("minutes", minutes),
        tag("intensity", words(f"{front.intensity.capitalize()} intensity")),
        tag("format", words(front.format.capitalize())),
    ]
    head = (
        f"{reference('module', front.title, docname(module.path))}\n{' '.join(filter(None, tags))}"
    )
    objectives = bullets(escaped(one) for one in front.objectives) if topic else ""
    return f"{head}\n\n{indented(joined(escaped(front.summary), objectives))}".rstrip()


def versions(library: Library) -> dict[str, list[Handout]]:
    """Return, by id, the versions of each handout: one a language."""
    found: dict[str, list[Handout]] = {}
    for one in library.handouts:
        found.setdefault(one.id, []).append(one)
    return found


def _others(same: Sequence[Handout], handout: Handout) -> str:
    """Return links to a handout in its other languages, each by the language's own name."""
    links = []
    for one in same:
        if one.language != handout.language:
            name = Locale(one.language).get_language_name(one.language) or one.language
            own = name[:1].upper() + name[1:]
            links.append(reference("page", own, docname(one.path), one.language))
    return " ".join(links)


def _sheet(handout: Handout, words: Words, topic: str = "", others: str = "") -> str:
    """Return the entry of a handout in a list, with links to its other languages."""
    front = handout.front
    kind = words(front.kind.capitalize().replace("-", " "))
    tags = " ".join(filter(None, (tag("topic", topic), tag("kind", kind), others)))
    head = f"{reference('handout', front.title, docname(handout.path))}\n{tags}"
    return f"{head}\n\n{indented(escaped(front.purpose))}"
