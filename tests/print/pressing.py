"""A press for tests: it prints an edition of a few pages, made without a library's files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from curriculumkit.digests import Digests
from curriculumkit.model.library import LibrarySettings
from curriculumkit.print import PrintedFile, print_edition
from curriculumkit.site import Workplace, write_stage
from curriculumkit.stage.markup import settings, toctree
from curriculumkit.stage.staged import Stage, Staged
from curriculumkit.typst.readback import Readback, read_back

DIGEST = "0123456789abcdef" * 4

HANDOUT = {
    "ck_description": "What it is for.",
    "ck_digest": DIGEST,
    "ck_draft": True,
    "ck_form": "worksheet",
    "ck_kind": "handout",
    "ck_language": "en",
}
GUIDE = {**HANDOUT, "ck_kind": "guide"}


def staged(body: str, title: str = "My Page", **values: object) -> Staged:
    """Return a page of the stage whose author wrote `body` from line 20 on."""
    front = json.dumps({**HANDOUT, **values})
    head = f"---\n{front}\n---\n# {title}\n\n"
    return Staged(head + body + "\n", origin="handouts/by-the-author.md", shift=6 - 20)


@dataclass
class Press:
    """Prints pages, again and again in the same workplace."""

    root: Path
    settings: LibrarySettings
    made: list[str] = field(default_factory=list)

    @property
    def place(self) -> Workplace:
        """Return the workplace."""
        return Workplace(self.root / "work")

    def print_all(
        self, pages: Mapping[str, Staged], images: Mapping[str, str] | None = None
    ) -> tuple[PrintedFile, ...]:
        """Print the pages; `made` then holds the paths of those that were not kept."""
        home = Staged(f"{settings({'ck_kind': 'home'})}\n# Home\n\n{toctree(pages)}\n")
        files = {f"{name}.md": page for name, page in pages.items()}
        stage = Stage("facilitator", "en", {"index.md": home, **files}, images or {})
        write_stage(stage, self.root, self.settings, self.place, pdf=True)
        self.made.clear()
        return print_edition(
            stage,
            self.place,
            Digests(self.place.root),
            conf=None,
            jobs=1,
            progress=lambda path, _done, _total: self.made.append(path),
        )

    def pdf(self, path: str) -> bytes:
        """Return the bytes of a print."""
        return (self.place.pdf / path).read_bytes()

    def read(self, path: str) -> Readback:
        """Return what a print says."""
        return read_back(self.pdf(path))

    def text(self, path: str) -> str:
        """Return the text of a print on one line."""
        return " ".join(" ".join(self.read(path).pages).split())
