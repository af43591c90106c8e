"""All files of a library to one Library."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library, LibrarySettings, Topic, Topics
from curriculumkit.model.module import Module
from curriculumkit.model.picture import PictureFault
from curriculumkit.model.plan import Plan, PlanFront, in_time
from curriculumkit.model.review import LEDGER, Review, Reviews
from curriculumkit.model.terms import TermList, Terms
from curriculumkit.parse.data import read_data
from curriculumkit.parse.documents import document_id, parse_handout, parse_module
from curriculumkit.parse.problems import did_you_mean, problem
from curriculumkit.parse.references import parse_references
from curriculumkit.parse.validated import validated
from curriculumkit.source import NOWHERE, Places, SourceText

SETTINGS = "curriculum/library.yaml"
TOPICS = "curriculum/topics.yaml"
REFERENCES = "curriculum/references.bib"

_OTHERS = (SETTINGS, TOPICS, REFERENCES, LEDGER)
_READ_ELSEWHERE = re.compile(r"curriculum/(?:tracks|standards)/[^/]+\.yaml")
_LANGUAGE_FOLDER = re.compile(r"handouts/([a-z]{2})/[^/]+\.md")
_PLAN = re.compile(r"curriculum/tracks/([^/]+)\.lock\.yaml")
_TERMS = re.compile(r"curriculum/terms/([a-z]{2})\.yaml")

Parsed = tuple[Module | Handout | None, tuple[Diagnostic, ...]]
"""A document as it was parsed, or None, and the problems that were met."""


@dataclass
class _Read:
    """What has been read so far."""

    modules: list[Module] = field(default_factory=list)
    handouts: list[Handout] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    terms: dict[str, TermList] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    problems: list[Diagnostic] = field(default_factory=list)
    known: dict[str, set[str]] = field(
        default_factory=lambda: {"module": set(), "handout": set(), "topic": set()}
    )


def parse_library(
    files: Mapping[str, SourceText],
    images: Iterable[str] = (),
    unreadable: Iterable[Diagnostic] = (),
    picture_faults: Iterable[PictureFault] = (),
    documents: Mapping[str, Parsed] | None = None,
) -> Library:
    """Return the library of these files (by path), with every problem that was met.

    `images` are the paths of pictures; `unreadable` are diagnostics of files that have no text;
    `picture_faults` tell which pictures are refused; `documents` are modules and handouts that
    have been parsed already, by path.
    """
    read = _Read(problems=list(unreadable))
    settings, settings_places = None, NOWHERE
    if SETTINGS in files:
        data = read_data(files[SETTINGS])
        settings, problems = validated(LibrarySettings, data, SETTINGS, "the library's settings")
        settings_places = data.places
        read.problems += problems
    language = settings.languages[0] if settings else "en"
    for path, source in sorted(files.items()):
        _parse_file(read, path, source, language, documents or {})
    topics, topics_places = None, NOWHERE
    if TOPICS in files:
        data = read_data(files[TOPICS])
        topics, problems = validated(Topics, data, TOPICS, "the list of topics")
        topics_places = data.places
        read.problems += problems
        languages = settings.languages if settings else ()
        read.problems += _untranslated(topics.topics if topics else (), languages, data.places)
        read.known["topic"] |= _ids_in(data.value)
    references, problems = parse_references(files[REFERENCES]) if REFERENCES in files else ({}, ())
    read.problems += problems
    for path, hint in ((SETTINGS, "curriculumkit new library DIR"), (TOPICS, ""), (REFERENCES, "")):
        if path not in files and not any(one.path == path for one in read.problems):
            read.problems.append(_missing(path, hint))
    return Library(
        settings=settings,
        settings_places=settings_places,
        topics=topics.topics if topics else (),
        topics_places=topics_places,
        references=references,
        modules=tuple(read.modules),
        handouts=tuple(read.handouts),
        plans=tuple(read.plans),
        terms=read.terms,
        reviews=read.reviews,
        signed=frozenset(one.digest.removeprefix("sha256:") for one in read.reviews),
        images=frozenset(images),
        picture_faults=tuple(picture_faults),
        known_ids={kind: frozenset(ids) for kind, ids in read.known.items()},
        problems=tuple(read.problems),
        sources=files,
    )


def language_of_path(path: str, main_language: str) -> str:
    """Return the language of a handout: that of its folder, or else the main one."""
    folder = _LANGUAGE_FOLDER.fullmatch(path)
    return folder[1] if folder else main_language


def parse_document(source: SourceText, main_language: str) -> Parsed:
    """Return the module or the handout of a file, or None, with the problems that were met."""
    if source.path.startswith("modules/"):
        return parse_module(source)
    return parse_handout(source, language_of_path(source.path, main_language))


def _parse_file(
    read: _Read,
    path: str,
    source: SourceText,
    main_language: str,
    documents: Mapping[str, Parsed],
) -> None:
    if path.startswith(("modules/", "handouts/")) and path.endswith(".md"):
        read.known[path.partition("s/")[0]].add(document_id(path))
        document, problems = documents.get(path) or parse_document(source, main_language)
        if isinstance(document, Module):
            read.modules.append(document)
        elif document:
            read.handouts.append(document)
    elif matched := _PLAN.fullmatch(path):
        data = read_data(source)
        front, problems = validated(PlanFront, data, path, "a plan")
        read.plans += [in_time(Plan(matched[1], source, data.places, front))] if front else []
    elif matched := _TERMS.fullmatch(path):
        data = read_data(source)
        terms, problems = validated(Terms, data, path, "a list of terms")
        read.terms |= {matched[1]: TermList(path, data.places, terms)} if terms else {}
    elif path == LEDGER:
        reviews, problems = validated(Reviews, read_data(source), path, "the ledger of reviews")
        read.reviews = reviews.reviews if reviews else ()
    else:
        problems = tuple(_strays(path))
    read.problems += problems


def _strays(path: str) -> Iterator[Diagnostic]:
    """Report a file that looks like one of the library but that nothing reads."""
    if path in _OTHERS or _READ_ELSEWHERE.fullmatch(path):
        return
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    if path.startswith("curriculum/") and ending.lower() in ("yaml", "yml", "bib"):
        known = [one for one in _OTHERS if one.startswith(f"{folder}/")]
        meant = did_you_mean(path, [*known, f"{folder}/{stem}.yaml"])
        hint = meant or "Tracks, standards and terms have folders of their own; else move it away."
        yield problem("file", path, "nothing reads this file", hint)
    elif not path.startswith("curriculum/") and ending.lower() == "md":
        hint = f"Rename it to {stem}.md."
        yield problem("file", path, f"nothing reads this file: its name ends in .{ending}", hint)


def _untranslated(
    topics: Iterable[Topic], languages: Iterable[str], places: Places
) -> Iterator[Diagnostic]:
    """Yield what a page of a topic would lack in one of the library's languages."""
    wanted = tuple(languages)
    for number, topic in enumerate(topics):
        for name, text in (("title", topic.title), ("summary", topic.summary)):
            for language in (one for one in wanted if one not in text):
                message = f"the topic '{topic.id}' has no {name} in '{language}'"
                hint = f"Add it, as in '{name}: {{{language}: …}}'."
                span = places.value(("topics", number, name))
                yield problem("fields", TOPICS, message, hint, span)


def _ids_in(topics: object) -> set[str]:
    """Return the ids of topics even when the list as a whole does not hold."""
    entries = topics.get("topics") if isinstance(topics, dict) else None
    if not isinstance(entries, list):
        return set()
    ids = (entry.get("id") for entry in entries if isinstance(entry, dict))
    return {id_ for id_ in ids if isinstance(id_, str)}


def _missing(path: str, hint: str) -> Diagnostic:
    made = f"`{hint}` makes one." if hint else "Create it; the manual shows what it holds."
    return problem("file", path, "the file is missing", made)
