"""Translations are there, up to date, and built like their originals."""

from collections.abc import Iterator

from curriculumkit.diagnostics import Related, Severity
from curriculumkit.model.handout import Handout
from curriculumkit.model.library import Library
from curriculumkit.model.module import Module
from curriculumkit.rules.base import Finding, Rule
from curriculumkit.rules.tracing import trace_in
from curriculumkit.source import FILE_START

HELP_NUMBERS = frozenset({"911", "988"})
"""Numbers that a translation may give where the original does not, as for 'press 2'. Numbers up to
10 are not compared, since languages differ in when they write them as words."""

_PLACES = ("write", "scale", "remember", "figure")


def check(library: Library) -> Iterator[Finding]:
    """Find translations that are missing, stale, without an original, or built differently."""
    originals = {one.id: one for one in library.handouts if one.language == library.main_language}
    for original, language, path in missing_translations(library):
        message = f"there is no translation into '{language}'"
        hint = f"Write it as {path}. `curriculumkit review status` lists all that are missing."
        yield Finding(original.path, FILE_START, message, hint, severity=Severity.NOTE)
    for original in originals.values():
        if original.front.translates:
            span = original.places.key(("translates",))
            hint = "Remove 'translates'; only the file of another language has it."
            yield Finding(original.path, span, "the original translates nothing", hint)
    for handout in library.handouts:
        if handout.language != library.main_language:
            yield from _wrong(library, handout, originals.get(handout.id))
    for module in library.modules:
        yield from _public_lines(library, module)


def _public_lines(library: Library, module: Module) -> Iterator[Finding]:
    """Yield what is wrong with the title and the sentence for patients in other languages."""
    languages = library.settings.languages[1:] if library.settings else ()
    translated = module.front.translations
    for language in languages:
        if language not in translated:
            message = f"patients who read '{language}' see this title in '{library.main_language}'"
            fields = f"{{{language}: {{title: …, for_patients: …}}}}"
            hint = f"Add to the front matter: translations: {fields}"
            yield Finding(
                module.path,
                module.places.value(("title",)),
                message,
                hint,
                severity=Severity.NOTE,
            )
    for language in translated:
        if language not in languages:
            span = module.places.key(("translations", language))
            own = language == library.main_language
            message = (
                f"'{language}' is the language of the module itself"
                if own
                else f"the library has no language '{language}'"
            )
            hint = (
                "Remove it; 'title' and 'for_patients' say it."
                if own
                else "Add the language to curriculum/library.yaml, or remove it here."
            )
            yield Finding(module.path, span, message, hint, severity=Severity.WARNING)


def missing_translations(library: Library) -> Iterator[tuple[Handout, str, str]]:
    """Yield each handout that a language lacks: the original, the language, where it would lie."""
    languages = library.settings.languages if library.settings else ()
    present = {(one.id, one.language) for one in library.handouts}
    for original in library.handouts:
        if original.language == library.main_language:
            for language in languages:
                if (original.id, language) not in present:
                    yield original, language, f"handouts/{language}/{original.id}.md"


def _wrong(library: Library, handout: Handout, original: Handout | None) -> Iterator[Finding]:
    if original is None:
        hint = f"Write the original as handouts/{handout.id}.md, or rename this file as its own."
        yield Finding(handout.path, FILE_START, "there is no original of this translation", hint)
        return
    related = (Related(original.path, FILE_START, "the original"),)
    now = f"sha256:{original.source.digest}"
    if handout.front.translates != now:
        stale = handout.front.translates is not None
        span = handout.places.value(("translates",)) if stale else FILE_START
        message = (
            "the original has changed since this was translated"
            if stale
            else "it is not said which text of the original this translates"
        )
        hint = f"Compare the two, mend the translation, then write: translates: {now}"
        yield Finding(handout.path, span, message, hint, related)
    for what, here, there in _differences(library, handout, original):
        message = f"{what}: {here} here, {there} in the original"
        hint = "Keep the translation as the original: the same parts, blanks and numbers."
        yield Finding(handout.path, FILE_START, message, hint, related, severity=Severity.WARNING)


def _differences(
    library: Library, handout: Handout, original: Handout
) -> Iterator[tuple[str, str, str]]:
    """Yield what is not the same in a translation, and how it is in both."""
    for level in (2, 3, 4):
        here, there = (
            sum(heading.level == level for heading in one.body.headings)
            for one in (handout, original)
        )
        if here != there:
            yield f"headings of level {level}", str(here), str(there)
    for name in _PLACES:
        here, there = (
            sum(block.name == name for block in one.body.blocks) for one in (handout, original)
        )
        if here != there:
            yield f"'{name}' blocks", str(here), str(there)
    for what, count in (("tables", _tables), ("pictures", _pictures)):
        if count(handout) != count(original):
            yield what, str(count(handout)), str(count(original))
    if set(handout.front.safety) != set(original.front.safety):
        yield "safety", ", ".join(handout.front.safety), ", ".join(original.front.safety)
    here_numbers, there_numbers = (
        {one for one in trace_in(library, document).numbers if len(one) > 1 and one != "10"}
        for document in (handout, original)
    )
    if lost := sorted(there_numbers - here_numbers):
        yield "numbers", "without " + ", ".join(lost), "with them"
    if new := sorted(here_numbers - there_numbers - HELP_NUMBERS):
        yield "numbers", ", ".join(new), "without them"


def _tables(handout: Handout) -> list[int]:
    return [len(table.header) for table in handout.body.tables]


def _pictures(handout: Handout) -> int:
    return len(handout.body.images)


RULE = Rule(
    slug="translations",
    severity=Severity.ERROR,
    summary="Translations are up to date and built like their originals.",
    reason="A patient who reads Spanish must get the same safety advice, today's, with every "
    "number right.",
    check=check,
)
