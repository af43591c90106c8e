"""Prerequisites come with a recap, and never go in a circle."""

from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.rules.base import Finding, Rule

MOST_SHOWN = 12
"""How many modules of a circle are named."""


def check(library: Library) -> Iterator[Finding]:
    """Find prerequisites without a recap, recaps without prerequisites, and circles."""
    before = {
        module.id: [one.module for one in module.front.prerequisites] for module in library.modules
    }
    circles = {id_: circle for circle in _circles(before) for id_ in circle}
    for module in library.modules:
        span = module.places.key(("prerequisites",))
        if module.front.prerequisites and not module.front.recap:
            hint = "Add 'recap': a few plain sentences to read aloud to whoever missed them."
            yield Finding(module.path, span, "there are prerequisites but no recap", hint)
        if module.front.recap and not module.front.prerequisites:
            hint = "Name the prerequisites, or remove the recap."
            span = module.places.key(("recap",))
            yield Finding(module.path, span, "there is a recap but no prerequisite", hint)
        if circle := circles.get(module.id):
            message = f"the prerequisites go in a circle: {_shown(circle, module.id)}"
            yield Finding(module.path, span, message, "Remove one of them.")


def _circles(before: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Yield circles that share no module, so that each way round is shown once."""
    done: set[str] = set()
    told: set[str] = set()
    for start in before:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(before[start])}
        while path:
            last = next(reversed(path))
            following = next(path[last], None)
            if following is None:
                path.popitem()
                done.add(last)
            elif following in path:
                ids = list(path)
                circle = ids[ids.index(following) :]
                if told.isdisjoint(circle):
                    told.update(circle)
                    yield circle
            elif following in before and following not in done:
                path[following] = iter(before[following])


def _shown(circle: list[str], start: str) -> str:
    """Return a circle as it runs from one of its modules back to it, a long one in part."""
    turn = circle.index(start)
    ids = [*circle[turn:], *circle[:turn], start]
    if len(ids) > MOST_SHOWN:
        ids[MOST_SHOWN // 2 : -MOST_SHOWN // 2] = ["…"]
    return " → ".join(ids)


RULE = Rule(
    slug="prerequisites",
    severity=Severity.ERROR,
    summary="Prerequisites come with a recap, and never go in a circle.",
    reason="In an open group somebody has always missed what came before.",
    check=check,
)
