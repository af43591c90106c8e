"""Packs and binders printed: sheets and bodies in a row, compiled and read back."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

from curriculumkit.ledger import kept_bytes, read_ledger, write_ledger
from curriculumkit.print import kept_print
from curriculumkit.site import BuildError, Trouble, Workplace
from curriculumkit.stage.pack import PIECES, PackOrder, SessionPack
from curriculumkit.typst.builder import BODY, FILED, IMAGES, template_of
from curriculumkit.typst.compile import CompileError, compile_pdf, design_digest, forget
from curriculumkit.typst.fit import TIGHTER, best_fit
from curriculumkit.typst.joining import joined
from curriculumkit.typst.packing import Included, Meta, Part, Sheet, pack_source
from curriculumkit.typst.packsheets import (
    cofacilitator_data,
    cover_data,
    record_data,
    sign_in_data,
)
from curriculumkit.typst.readback import Readback, difference, read_back
from curriculumkit.typst.sheets import setting_kind, sheet_of, sources_of
from curriculumkit.words import words_of

LEDGER = "packed.json"
"""Where the workplace keeps what packs were made from."""

_INCLUDED = re.compile(rf'include "/{BODY}/([^"]+)"')

Told = Mapping[str, Any]
"""The record of a page, or the settings of an edition, as they were written for the build."""


def press_pack(
    packs: Sequence[SessionPack], order: PackOrder, place: Workplace, edition: Told, old: Path
) -> bytes:
    """Return the PDF of the packs of some sessions, one after the other; `old` if that is it.

    Raises `BuildError` when it cannot be made, or when a word of a guide or handout is not in it.
    """
    first = packs[0]
    told = _told(first.title, first, order.language)
    meta = dict(sheet_of(told, "regular", edition))
    words = words_of(order.language)
    meta["title"] = words("Pack: {title}", title=first.title)
    units = [
        [pack_source(meta, unit) for unit in _units(pack, order, place, edition)] for pack in packs
    ]
    key = sources_digest([source for unit in units for source in unit], place)
    if (kept := kept_pdf(key, place, old)) is not None:
        return kept
    if not any(units):
        titles = "; ".join(title for pack in packs for title in pack.lacking)
        reason = f"nothing to print: not there in this language are {titles}" if titles else ""
        raise BuildError((Trouble("", 0, reason or "nothing to print: there is no handout"),))
    made: list[bytes] = []
    for pack, sources in zip(packs, units, strict=True):
        made += checked_pdfs(sources, list(_pages(pack, order)), place)
    pdf = joined(made) if made[1:] else made[0]
    note_pdf(key, pdf, place, old)
    return pdf


def _units(
    pack: SessionPack, order: PackOrder, place: Workplace, edition: Told
) -> Iterator[list[Part]]:
    """Yield the parts of a pack that are compiled together: all, or each set of copies alone."""
    parts = list(pack_parts(pack, order, place, edition))
    if not order.copies:
        yield from filter(None, [parts])
        return
    for copied, some in groupby(parts, _is_handout):
        run = list(some)
        step = len(pack.handouts) if copied else len(run)
        yield from (run[at : at + step] for at in range(0, len(run), step))


def _is_handout(part: Part) -> bool:
    return isinstance(part, Included) and part.template == "handout"


def pack_parts(
    pack: SessionPack, order: PackOrder, place: Workplace, edition: Told
) -> Iterator[Part]:
    """Yield the parts of a session's pack that are ordered, in the order of `PIECES`."""
    words = words_of(order.language)

    def sheet(name: str, title: str, data: Meta) -> Sheet:
        return _sheet(name, title, data, _told(title, pack, order.language), edition)

    for piece in PIECES:
        if piece not in order.only:
            continue
        match piece:
            case "cover":
                yield sheet("cover", pack.title, cover_data(pack, order))
            case "guide":
                yield included(pack.page, place, edition)
            case "handouts":
                yield from _handouts(pack, order, place, edition)
            case "sign-in":
                yield _sign_in(pack, order, edition)
            case "record":
                yield _record(pack, order, edition)
            case "cofacilitator":
                title = words("Cofacilitator’s copy: {title}", title=pack.title)
                yield sheet("cofacilitator", title, cofacilitator_data(pack, order))


def _sheet(name: str, title: str, data: Meta, told: Told, edition: Told) -> Sheet:
    meta = sheet_of(told, "regular", edition) | {"told": False}
    return Sheet(name, meta, {"title": title, **data})


def _sign_in(pack: SessionPack, order: PackOrder, edition: Told) -> Sheet:
    """Return the sign-in sheet, which patients read: it is in the language of their handouts."""
    when, date = pack.to_sign
    given = replace(pack, when=when, date=date)
    title = words_of(order.handout_language)("Sign-in sheet")
    told = _told(title, given, order.handout_language)
    return _sheet("sign-in", title, sign_in_data(given, order), told, edition)


def _record(pack: SessionPack, order: PackOrder, edition: Told) -> Included:
    """Return the session record: who was there, and the guide's checklist and prompts."""
    words = words_of(order.language)
    title = words("Session record: {title}", title=pack.title)
    meta = sheet_of(_told(title, pack, order.language), "regular", edition) | {"told": False}
    data = record_data(pack, order) | {"title": title}
    return Included("record", meta, f"{pack.page}.{FILED}", head=("attendance", data))


def _handouts(
    pack: SessionPack, order: PackOrder, place: Workplace, edition: Told
) -> Iterator[Included]:
    """Yield the handouts: each once, or a set for each person."""
    sets = max((one.copies for one in pack.handouts), default=0) if order.copies else 1
    for number in range(sets):
        for one in pack.handouts:
            yield included(one.page, place, edition, again=number > 0)


def included(page: str, place: Workplace, edition: Told, *, again: bool = False) -> Included:
    """Return a document of the build as a part of a pack, set as it is printed alone."""
    told = record_of(page, place)
    meta = sheet_of(told, "regular", edition)
    setting, pages = alone(page, meta, told["kind"], place, edition)
    meta["fit"] = setting
    return Included(template_of(told["kind"]), meta, f"{page}.typ", pages, again)


def alone(page: str, meta: Meta, kind: str, place: Workplace, edition: Told) -> tuple[int, int]:
    """Return how tightly a document is set when the build prints it, and how many pages it has."""
    if (kept := kept_print(page, place, edition)) is not None:
        return kept.setting, kept.pages
    tighter = TIGHTER[setting_kind(kind, "regular")]
    sources = sources_of(page, meta, template_of(kind), len(tighter))
    body = (place.typst / BODY / f"{page}.typ").read_bytes()
    try:
        return fitted(page, sources, tighter, place, sha256(body).hexdigest())
    except CompileError as error:
        raise BuildError((Trouble(error.page, error.line, error.reason),)) from error


@lru_cache(maxsize=512)
def fitted(
    page: str,
    sources: tuple[str, ...],
    tighter: tuple[float, ...],
    place: Workplace,
    _body: str,
) -> tuple[int, int]:
    """Return what `alone` does, by printing the document; `_body` is the digest of its body."""

    def compiled(setting: int) -> bytes:
        return compile_pdf(place.typst, sources[setting], page)

    made = best_fit(compiled, tighter)
    forget(place.typst)
    return made.setting, made.pages


def record_of(page: str, place: Workplace) -> Told:
    """Return the record of a page that the build wrote."""
    file = place.typst / BODY / f"{page}.json"
    told: Told = json.loads(file.read_text(encoding="utf-8"))
    return told


def _told(title: str, pack: SessionPack, language: str) -> dict[str, Any]:
    """Return the record of a sheet of a pack, as the build writes those of pages."""
    return {
        "kind": "session",
        "language": language,
        "digest": pack.digest.removeprefix("sha256:"),
        "title": title,
        "draft": str(pack.draft),
        "when": pack.date or pack.when,
    }


def _pages(pack: SessionPack, order: PackOrder) -> Iterator[str]:
    if {"guide", "record"} <= set(order.only):  # the record is a part of the guide
        yield pack.page
    if "handouts" in order.only:
        yield from (one.page for one in pack.handouts)


def checked_pdfs(sources: Sequence[str], pages: Sequence[str], place: Workplace) -> list[bytes]:
    """Compile sources, those that are the same once, and return their PDFs.

    Raises `BuildError` at the first page of `pages` of which a word is in none of them.
    """
    made: dict[str, bytes] = {}
    found: list[str] = []
    outside: tuple[str, ...] = ()
    for source in dict.fromkeys(sources):
        try:
            made[source] = compile_pdf(place.typst, source, pages[0] if pages else "")
        except CompileError as error:
            raise BuildError((Trouble(error.page, error.line, error.reason),)) from error
        forget(place.typst)
        read = read_back(made[source])
        found += read.words
        outside += read.outside
    whole = Readback((" ".join(found),), outside)
    wanted = {page: set(record_of(page, place)["words"]) for page in pages}
    every = set().union(*wanted.values())
    if difference(whole, every, found):
        wrong = {page: difference(whole, words, found) for page, words in wanted.items()}
        raise BuildError(
            tuple(Trouble(f"{page}.md", 1, str(one)) for page, one in wrong.items() if one)
        )
    return [made[source] for source in sources]


def sources_digest(sources: Sequence[str], place: Workplace) -> str:
    """Return a digest of all that a PDF is made from: its sources, and what they include."""
    whole = "\n".join(sources)
    digest = sha256(f"{design_digest()}\n{whole}".encode())
    for name in dict.fromkeys(_INCLUDED.findall(whole)):
        digest.update(sha256((place.typst / BODY / name).read_bytes()).digest())
        page = name.removesuffix(f".{FILED}").removesuffix(".typ")
        for image in record_of(page, place)["images"]:
            digest.update(sha256((place.typst / IMAGES / image).read_bytes()).digest())
    return digest.hexdigest()


def kept_pdf(key: str, place: Workplace, old: Path) -> bytes | None:
    """Return the PDF at `old` if it is whole and was made from the sources of that digest."""
    return kept_bytes(read_ledger(place.root / LEDGER).get(str(old), {}), key, old)


def note_pdf(key: str, pdf: bytes, place: Workplace, old: Path) -> None:
    """Note that the PDF to be at `old` was made from the sources of that digest."""
    entry = {"source": key, "pdf": sha256(pdf).hexdigest()}
    file = place.root / LEDGER
    write_ledger(file, {**read_ledger(file), str(old): entry})
