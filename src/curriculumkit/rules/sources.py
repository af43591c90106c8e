"""Sources that are named stand in the bibliography."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Finding, Rule


def check(library: Library) -> Iterator[Finding]:
    """Find keys that are not in the bibliography, and citations that `sources` does not name."""
    known = library.references
    for document in library.documents:
        for index, key in enumerate(document.front.sources):
            if key not in known:
                span = document.places.value(("sources", index))
                hint = did_you_mean(key, known) or "Add it to curriculum/references.bib."
                yield Finding(document.path, span, f"there is no source '{key}'", hint)
        for role in document.body.roles:
            if role.name == "cite" and role.target not in document.front.sources:
                hint = did_you_mean(role.target, document.front.sources)
                message = f"'{role.target}' is cited but is not among the sources of the document"
                hint = hint or f"Add '{role.target}' to 'sources' at the top."
                yield Finding(document.path, role.span, message, hint)


RULE = Rule(
    slug="sources",
    severity=Severity.ERROR,
    summary="Sources that are named stand in the bibliography and at the top of the document.",
    reason="A reader who doubts a claim must be able to look it up.",
    check=check,
)
