"""A session is not mostly talk."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.rules.base import Document, Finding, Rule

_TALK = frozenset({"teach"})
_DOING = frozenset({"practice", "activity", "discuss", "plan", "demonstrate"})


def talk_share(module: Module) -> float | None:
    """Return the minutes of teaching in percent of those of teaching and doing, at their means."""
    talk = sum(one.least + one.most for one in module.segments if one.kind in _TALK)
    doing = sum(one.least + one.most for one in module.segments if one.kind in _DOING)
    return 100 * talk / (talk + doing) if talk + doing else None


def check(document: Document, library: Library) -> Iterator[Finding]:
    """Find modules in which teaching takes more than its share of the time."""
    if not isinstance(document, Module) or document.bad_segments:
        return
    share = talk_share(document)
    most = library.settings.most_talk if library.settings else 50
    if share is not None and share > most:
        longest = max(
            (one for one in document.segments if one.kind in _TALK), key=lambda one: one.most
        )
        message = f"{share:.0f} % of the working time is teaching; at most {most} % is asked"
        hint = "Shorten this segment, or give the minutes to practice, discussion or an activity."
        yield Finding(document.path, longest.span, message, hint)


RULE = Rule(
    slug="talk-share",
    severity=Severity.WARNING,
    summary="Teaching takes no more than half of the working time.",
    reason="People learn skills by doing them; a lecture is what they drop out of.",
    check_document=check,
)
