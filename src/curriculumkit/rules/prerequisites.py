"""Prerequisites come with a recap, and never go in a circle."""

from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule


def check(library: Library) -> Iterator[Finding]:
    """Find prerequisites without a recap, recaps without prerequisites, and circles."""
    before = {
        module.id: [one.module for one in module.front.prerequisites] for module in library.modules
    }
    for module in library.modules:
        span = module.places.key(("prerequisites",))
        if module.front.prerequisites and not module.front.recap:
            hint = "Add 'recap': a few plain sentences to read aloud to whoever missed them."
            yield Finding(module.path, span, "there are prerequisites but no recap", hint)
        if module.front.recap and not module.front.prerequisites:
            hint = "Name the prerequisites, or remove the recap."
            span = module.places.key(("recap",))
            yield Finding(module.path, span, "there is a recap but no prerequisite", hint)
        if circle := _circle(module.id, before):
            message = f"the prerequisites go in a circle: {' → '.join(circle)}"
            yield Finding(module.path, span, message, "Remove one of them.")


def _circle(start: str, before: Mapping[str, list[str]]) -> list[str]:
    """Return the ids of a circle through `start`, or nothing."""
    paths = [[start]]
    seen = set()
    while paths:
        path = paths.pop()
        for id_ in before.get(path[-1], []):
            if id_ == start:
                return [*path, start]
            if id_ not in seen:
                seen.add(id_)
                paths.append([*path, id_])
    return []


RULE = Rule(
    slug="prerequisites",
    severity=Severity.ERROR,
    summary="Prerequisites come with a recap, and never go in a circle.",
    reason="In an open group somebody has always missed what came before.",
    check=check,
)
