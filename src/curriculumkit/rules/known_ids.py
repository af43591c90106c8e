"""Every id leads to something: topics, modules and handouts."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.source import Span

_FILES = {
    "topic": "Add it to curriculum/topics.yaml.",
    "module": "Write it as modules/<topic>/{id}.md.",
    "handout": "Write it as handouts/{id}.md.",
}


MOST_LOOKED_UP = 50
"""For how many unknown names a like one is looked for, which takes long in a large library."""


def check(library: Library) -> Iterator[Finding]:
    """Find names of topics, modules and handouts that are nowhere in the library."""
    looked_up = 0
    for path, kind, id_, span in _named(library):
        known = library.known_ids.get(kind, frozenset())
        if id_ and id_ not in known:
            near = did_you_mean(id_, known) if looked_up < MOST_LOOKED_UP else ""
            looked_up += 1
            hint = near or _FILES[kind].format(id=id_)
            yield Finding(path, span, f"there is no {kind} '{id_}'", hint)


def _named(library: Library) -> Iterator[tuple[str, str, str, Span]]:
    """Yield the path, kind, id and place of every id that a document names."""
    for document in library.documents:
        path, places = document.path, document.places
        yield path, "topic", document.front.topic, places.value(("topic",))
        for role in document.body.roles:
            if role.name in ("module", "handout"):
                yield path, role.name, role.target, role.span
        for block in document.body.blocks:
            if block.name == "handout":
                yield path, "handout", block.argument, block.span
    for module in library.modules:
        for index, prerequisite in enumerate(module.front.prerequisites):
            span = module.places.value(("prerequisites", index, "module"))
            yield module.path, "module", prerequisite.module, span
    for plan in library.plans:
        for index, session in enumerate(plan.front.sessions):
            span = plan.places.value(("sessions", index, "module"))
            yield plan.path, "module", session.module, span


RULE = Rule(
    slug="known-ids",
    severity=Severity.ERROR,
    summary="Topics, modules and handouts that are named exist.",
    reason="A facilitator who is told to hand out a page must find that page.",
    check=check,
)
