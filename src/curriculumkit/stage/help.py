"""Help lines, the program's contact block and safety texts, as the library states them."""

from collections.abc import Sequence

from curriculumkit.model.handout import Substance
from curriculumkit.model.library import Contact, HelpLine, LibrarySettings
from curriculumkit.stage.markup import block, bullets, escaped, foreign, link, said
from curriculumkit.words import Words

_BLANK = "_" * 14
"""Where a number is written by hand."""


def help_part(settings: LibrarySettings, language: str, words: Words) -> str:
    """Return the block that stands on every page for patients: where to get help now."""
    lines = [_line(one, language, words) for one in settings.help_lines]
    lines.append(_contact(settings.contact, words))
    return block("help", words("Where to get help"), bullets(lines))


def help_told(
    settings: LibrarySettings, language: str, words: Words
) -> tuple[tuple[str, str], ...]:
    """Return whom to call, and how, in plain words: the help lines, then the program itself."""
    told = [
        (said(one.name, language)[0], words(" or ").join(way for way, _ in ways))
        for one in settings.help_lines
        if (ways := _calls(one, words))
    ]
    contact = settings.contact
    own = (
        f"{words('call {number}', number=contact.call or _BLANK)}. "
        f"{words('After hours:')} {contact.after_hours or _BLANK}"
    )
    return (*told, (contact.name or words("Your program"), own))


def help_links(settings: LibrarySettings, words: Words) -> list[dict[str, str]]:
    """Return the calls and texts that pages for patients keep in reach, the first three."""
    found = []
    for line in settings.help_lines:
        if line.call:
            verb, number, address = words("Call"), line.call, _uri("tel", line.call)
            found.append({"verb": verb, "number": number, "address": address})
        if line.text:
            verb, number, address = words("Text"), line.text, _uri("sms", line.text)
            found.append({"verb": verb, "number": number, "address": address})
    return found[:3]


def help_numbers(settings: LibrarySettings) -> dict[str, dict[str, str]]:
    """Return the numbers that can be called, and those that can be texted, with their addresses."""
    contact, lines = settings.contact, settings.help_lines
    called = [*(one.call for one in lines), contact.call, contact.after_hours]
    return {
        "call": {one: _uri("tel", one) for one in called if one},
        "text": {one.text: _uri("sms", one.text) for one in lines if one.text},
    }


def safety_part(
    settings: LibrarySettings, substances: Sequence[Substance], language: str, words: Words
) -> str:
    """Return the library's safety text for each substance that comes up."""
    texts = [
        " ".join(settings.safety[one][language].split())
        for one in substances
        if one in settings.safety and language in settings.safety[one]
    ]
    return block("safety", words("Stay safe"), "\n\n".join(map(escaped, texts))) if texts else ""


def _calls(line: HelpLine, words: Words) -> list[tuple[str, str]]:
    """Return how a line is called and texted: in words, and as an address."""
    found = []
    if line.call:
        found.append((words("call {number}", number=line.call), _uri("tel", line.call)))
    if line.text:
        found.append((words("text {number}", number=line.text), _uri("sms", line.text)))
    return found


def _line(line: HelpLine, language: str, words: Words) -> str:
    ways = [link(told, address) for told, address in _calls(line, words)]
    if line.web:
        ways.append(link(words("chat at {address}", address=line.web), f"https://{line.web}"))
    either = words(" or ")
    told = ", ".join(ways[:-1]) + either + ways[-1] if len(ways) > 1 else "".join(ways)
    note = f" {escaped(line.note[language])}" if line.note and language in line.note else ""
    return f"**{foreign(*said(line.name, language), language)}:** {told}.{note}"


def _contact(contact: Contact, words: Words) -> str:
    name = escaped(contact.name or words("Your program"))
    call = link(contact.call, _uri("tel", contact.call)) if contact.call else "{blank}`12`"
    after = (
        link(contact.after_hours, _uri("tel", contact.after_hours))
        if contact.after_hours
        else "{blank}`12`"
    )
    return f"**{name}:** {words('call {number}', number=call)}. {words('After hours:')} {after}"


def _uri(scheme: str, number: str) -> str:
    digits = "".join(one for one in number if one.isdigit())
    national = 10  # digits of a number in the North American plan, without its country code
    if len(digits) < national:
        return f"{scheme}:{digits}"
    return f"{scheme}:{'+1' if len(digits) == national else '+'}{digits}"
