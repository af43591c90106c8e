"""The patient edition: home, topics, handouts, schedules and help, in one language."""

from itertools import groupby

from curriculumkit.agenda import clock_minutes, clock_text
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Topic
from curriculumkit.stage.document import Target, images_of
from curriculumkit.stage.handout import handout_files
from curriculumkit.stage.help import help_part
from curriculumkit.stage.markup import bullets, escaped, joined, reference, settings, toctree
from curriculumkit.stage.public import PublicLibrary, PublicPlan
from curriculumkit.stage.sessions import DAYS
from curriculumkit.stage.staged import Stage, Staged
from curriculumkit.words import Words, words_of


def stage_patient(library: PublicLibrary, language: str) -> Stage:
    """Return the staged patient edition in a language."""
    handouts = library.of_language(language)
    files: dict[str, Staged] = {}
    images: dict[str, str] = {}
    for handout in handouts:
        images |= images_of(handout)
        files |= handout_files(
            handout,
            library.settings,
            library.references,
            lambda role, id_: _resolve(handouts, role, id_),
            page=handout_page(handout),
            draft=handout.source.digest not in library.signed,
        )
    return Stage("patient", language, files | _pages(library, handouts, language), images)


def handout_page(handout: Handout) -> str:
    """Return the page of a handout: the same in every language's edition."""
    return f"handouts/{handout.id}"


def _resolve(handouts: tuple[Handout, ...], role: str, id_: str) -> Target | None:
    found = (one for one in handouts if role == "handout" and one.id == id_)
    return next(((one.front.title, handout_page(one)) for one in found), None)


def _pages(
    library: PublicLibrary, handouts: tuple[Handout, ...], language: str
) -> dict[str, Staged]:
    words = words_of(language)
    topics = [
        one for one in library.topics if any(sheet.front.topic == one.id for sheet in handouts)
    ]
    files = {
        "index.md": _home(library, topics, language, words),
        "help.md": _help(library, language, words),
    }
    for topic in topics:
        files[f"topics/{topic.id}.md"] = _topic(library, topic, handouts, language, words)
    for plan in library.plans:
        files[f"tracks/{plan.id}.md"] = _schedule(library, plan, language, words)
    return files


def _home(library: PublicLibrary, topics: list[Topic], language: str, words: Words) -> Staged:
    themes = [
        f"{reference('page', one.title[language], f'topics/{one.id}')}: "
        f"{escaped(one.summary[language])}"
        for one in topics
    ]
    schedules = [
        reference("page", one.title.get(language) or one.title["en"], f"tracks/{one.id}")
        for one in library.plans
    ]
    name = library.settings.name
    text = joined(
        settings({"ck_kind": "home", "ck_language": language}),
        f"# {escaped(name.get(language) or next(iter(name.values())))}",
        words("Pages from your group, to read again or fill in."),
        joined(f"## {words('Choose a topic')}", bullets(themes)) if themes else "",
        joined(f"## {words('Your groups')}", bullets(schedules)) if schedules else "",
        help_part(library.settings, language, words),
        toctree(
            [
                *(f"topics/{one.id}" for one in topics),
                *(f"tracks/{one.id}" for one in library.plans),
                "help",
            ]
        ),
    )
    return Staged(text)


def _topic(
    library: PublicLibrary,
    topic: Topic,
    handouts: tuple[Handout, ...],
    language: str,
    words: Words,
) -> Staged:
    sheets = [one for one in handouts if one.front.topic == topic.id]
    items = [
        f"{reference('handout', one.front.title, handout_page(one))}: {escaped(one.front.purpose)}"
        for one in sheets
    ]
    text = joined(
        settings({"ck_kind": "topic", "ck_language": language}),
        f"# {escaped(topic.title[language])}",
        escaped(topic.summary[language]),
        bullets(items),
        help_part(library.settings, language, words),
        toctree(handout_page(one) for one in sheets),
    )
    return Staged(text)


def _schedule(library: PublicLibrary, plan: PublicPlan, language: str, words: Words) -> Staged:
    """Return a patient's schedule: titles and one line each."""
    title = plan.title.get(language) or next(iter(plan.title.values()))
    parts = [settings({"ck_kind": "plan", "ck_language": language}), f"# {escaped(title)}"]
    for week, sessions in groupby(plan.sessions, key=lambda one: one.week):
        rows = [
            f"**{escaped(words(DAYS[one.day]))}, "
            f"{escaped(clock_text(clock_minutes(one.start), language))}:** "
            f"{escaped(one.title)}. {escaped(one.for_patients)}"
            for one in sessions
        ]
        parts += [f"## {words('Week {week}', week=week)}", bullets(rows)]
    parts.append(help_part(library.settings, language, words))
    return Staged(joined(*parts))


def _help(library: PublicLibrary, language: str, words: Words) -> Staged:
    text = joined(
        settings({"ck_kind": "help", "ck_language": language}),
        f"# {words('Help')}",
        words("You can call or text any time. You do not have to give your name."),
        help_part(library.settings, language, words),
    )
    return Staged(text)
