"""Objectives say what can be seen."""

import re
from collections.abc import Iterator, Mapping

from curriculumkit.diagnostics import Severity
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.readability.text import listed
from curriculumkit.rules.base import Document, Finding, Rule
from curriculumkit.source import Span

VAGUE: Mapping[str, str] = {
    "understand": "describe, or explain",
    "know": "name, or list",
    "learn": "name, practice, or show",
    "appreciate": "give an example of",
    "realize": "describe",
    "be": "name, or describe",
    "become": "name, or practice",
    "believe": "say",
    "feel": "name, or rate",
    "explore": "describe, or compare",
    "consider": "choose, or weigh",
    "discuss": "describe, or compare",
    "think": "describe, or list",
    "see": "point out",
    "accept": "say",
    "value": "rank, or say why",
    "enjoy": "choose",
    "gain": "practice, or show",
    "increase": "practice",
    "improve": "practice, or show",
    "develop": "write, or plan",
    "enhance": "practice",
    "remember": "list",
    "reflect": "write, or describe",
    "grasp": "explain",
    "internalize": "practice",
    "get": "name, or show",
    "have": "name, or write",
    "gauge": "rate",
}
"""Verbs that nobody can observe, each with verbs that somebody can."""

OBSERVABLE = listed(
    """
    act add adapt agree analyze answer apply arrange ask assemble assess bring build calculate call
    carry catch change check choose circle clarify classify coach collect commit compare complete
    compose connect construct contact contrast convert cope count create criticize decide define
    delay demonstrate describe design detect diagram differentiate disclose distinguish divide
    draft draw enter estimate evaluate examine exchange explain express fill find fit follow form
    give greet group hand identify illustrate imagine interpret interrupt interview introduce
    invite keep label lead lie list listen locate log make map mark match measure model modify name
    notice offer order organize outline paraphrase participate pick place plan play point practice
    predict prepare present prevent prioritize produce propose put question rank rate read recall
    recite recognize record redirect refuse rehearse reframe repeat rephrase replace report request
    respond restate retell rewrite role-play run say schedule score select sequence set share show
    sign simulate sketch solve sort speak spot start state step stop summarize support swap take
    talk teach tell test time trace track translate try turn use walk weigh work write
    """
)
"""Verbs for what somebody else can see or hear (after Bloom's and Mager's lists of verbs)."""


_HINT = "Begin with a verb for what can be seen: name, list, show, write, choose …"


def check(document: Document, _library: Library) -> Iterator[Finding]:
    """Find objectives whose first word is no verb for something that can be observed."""
    if not isinstance(document, Module):
        return
    for index, objective in enumerate(document.front.objectives):
        match = re.match(r"[A-Za-z][A-Za-z-]*", objective)
        verb = match[0].lower() if match else ""
        if verb in OBSERVABLE:
            continue
        place = document.places.value(("objectives", index))
        span = Span(place.line, place.column, place.line, place.column + max(1, len(verb)))
        if verb in VAGUE:
            message, hint = f"nobody can see a person '{verb}'", f"Try: {VAGUE[verb]}."
        else:
            message = f"an objective begins with '{verb or objective[:20]}'"
            hint = "Leave 'to' out: begin with the verb." if verb == "to" else _HINT
        yield Finding(document.path, span, message, hint)


RULE = Rule(
    slug="objectives",
    severity=Severity.WARNING,
    summary="Objectives begin with a verb for something that can be observed.",
    reason="A progress note and an auditor ask what the person did, not what the person knew.",
    check_document=check,
)
