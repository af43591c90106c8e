"""No two documents of one kind share an id."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Related, Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.source import FILE_START


def check(library: Library) -> Iterator[Finding]:
    """Find ids that are used twice: by modules and handouts of one language, and by topics."""
    first: dict[tuple[str, str], str] = {}
    documents = [("", module.id, module.path) for module in library.modules]
    documents += [(one.language, one.id, one.path) for one in library.handouts]
    for language, id_, path in documents:
        taken = first.setdefault((language or library.main_language, id_), path)
        if taken != path:
            related = (Related(taken, FILE_START, "the other file"),)
            message = f"the id '{id_}' is used by another file too"
            yield Finding(path, FILE_START, message, "Rename one of the two files.", related)
    topics: dict[str, int] = {}
    for index, topic in enumerate(library.topics):
        if topics.setdefault(topic.id, index) != index:
            span = library.topics_places.value(("topics", index, "id"))
            hint = "Give each topic an id of its own."
            yield Finding(
                "curriculum/topics.yaml", span, f"the id '{topic.id}' is used twice", hint
            )


RULE = Rule(
    slug="duplicate-ids",
    severity=Severity.ERROR,
    summary="No two documents share an id.",
    reason="An id names one thing everywhere: in tracks, on pages, in file names and in links.",
    check=check,
)
