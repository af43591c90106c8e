"""The page of a handout, the same in both editions but for its sources."""

from collections.abc import Mapping

from curriculumkit.model.handout import Handout
from curriculumkit.model.library import LibrarySettings, Reference
from curriculumkit.stage.codes import short_address
from curriculumkit.stage.document import (
    Resolve,
    body_lines,
    docname,
    sources_part,
    staged_document,
)
from curriculumkit.stage.help import safety_part
from curriculumkit.stage.markup import block, escaped, joined
from curriculumkit.stage.staged import PARTS, Staged
from curriculumkit.words import words_of


def handout_files(
    handout: Handout,
    settings: LibrarySettings,
    references: Mapping[str, Reference],
    resolve: Resolve,
    *,
    page: str,
    draft: bool,
    topic: str = "",
    also: str = "",
    help_lines: str = "",
) -> dict[str, Staged]:
    """Return the staged files of a handout as the page `page`: the page and its head.

    `topic` is the title of its topic; `also` names the other languages that have it, for the
    switch of language; `help_lines` is the block of where to get help in its language.
    """
    language = handout.language
    words = words_of(language)
    front = handout.front
    values = {
        "ck_kind": "handout",
        "ck_form": front.kind,
        "ck_language": language,
        "ck_digest": handout.source.digest,
        "ck_draft": draft,
        "ck_description": front.purpose,
        "ck_topic": front.topic,
        "ck_topic_title": topic,
        "ck_also": also,
    }
    if settings.address:
        values["ck_address"] = public_address(settings.address, handout)
        values["ck_short"] = short_address(settings.address, handout.language, handout.id)
    tail = joined(
        safety_part(settings, front.safety, language, words),
        help_lines,
        sources_part(front.sources, references, words, language),
    )
    lines = body_lines(handout, page, resolve)
    head = joined(block("part", "purpose", escaped(front.purpose)))
    return {
        f"{page}.md": staged_document(handout, page, values, front.title, lines, tail),
        f"{PARTS}/{page}.md": Staged(head),
    }


def handout_page(handout: Handout) -> str:
    """Return the page of a handout in the facilitator edition: as its file lies."""
    return docname(handout.path)


def public_address(address: str, handout: Handout) -> str:
    """Return the web address of a handout's page, below that of the patient editions."""
    return f"{address.rstrip('/')}/{handout.language}/handouts/{handout.id}.html"
