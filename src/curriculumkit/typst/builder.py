"""The Sphinx builder `typst`: a body and a record for each page that is printed.

For the page ``handouts/x`` it writes ``body/handouts/x.typ``, which holds no design, and
``body/handouts/x.json``, which tells what a print of it needs to know. Pictures go to ``images/``,
and what several bodies include to ``shared/``.
"""

import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.util import logging

from curriculumkit import __version__
from curriculumkit.sphinxext.nodes import has_fields
from curriculumkit.sphinxext.pages import prints
from curriculumkit.typst.translator import typst_of
from curriculumkit.typst.wording import page_words
from curriculumkit.typst.writing import SHARED, Writing, body_file, included_files
from curriculumkit.words import words_of

logger = logging.getLogger(__name__)

BODY = "body"
"""The folder of the bodies, in the folder of the Typst sources."""

FILED = "filed.typ"
"""The ending of what a guide has to be filled in and filed, which packs set on a sheet."""

IMAGES = "images"
"""The folder of the pictures, in the folder of the Typst sources."""

_WRITER = "writer.txt"


class TypstBuilder(Builder):
    """Writes the pages that are printed as Typst."""

    name = "typst"
    format = "typst"
    epilog = ""
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
    ]
    supported_remote_images = True  # else Sphinx would fetch them, before the page is refused

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield the printed pages whose doctree or writer may be newer than their body."""
        anew = self._writer_changed()
        for docname in sorted(self.env.found_docs):
            if self._is_printed(docname) and (anew or self._is_outdated(docname)):
                yield docname

    def _is_printed(self, docname: str) -> bool:
        kind = self.env.metadata.get(docname, {}).get("ck_kind", "")
        return bool(prints(docname, kind))

    def _is_outdated(self, docname: str) -> bool:
        try:
            written = self._file(docname, "json").stat().st_mtime_ns
            return written <= (Path(self.doctreedir) / f"{docname}.doctree").stat().st_mtime_ns
        except OSError:
            return True

    def _writer_changed(self) -> bool:
        file = Path(self.outdir, _WRITER)
        return not file.is_file() or file.read_text() != writer_digest()

    def _file(self, docname: str, ending: str) -> Path:
        return Path(self.outdir, BODY, f"{docname}.{ending}")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:  # noqa: ARG002
        """Return the address of a page; on paper it leads nowhere, but Sphinx wants one."""
        return docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:  # noqa: ARG002
        """Return the address of another page, as `get_target_uri` does."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Nothing is shared by the pages."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write the body and the record of a page, if it is one that is printed."""
        if not self._is_printed(docname):
            return
        self.post_process_images(doctree)
        metadata = self.env.metadata[docname]
        words = words_of(metadata["ck_language"])
        writing = Writing(
            name=docname,
            words=words,
            template=template_of(metadata["ck_kind"]),
            form=metadata.get("ck_form", ""),
            image_path=lambda uri: f"/{IMAGES}/{uri}",
            unknown=_warn_unknown,
        )
        body = typst_of(doctree, writing)
        record = {
            **{key.removeprefix("ck_"): value for key, value in metadata.items()},
            "title": self.env.titles[docname].astext(),
            "images": sorted({str(node["uri"]) for node in doctree.findall(nodes.image)}),
            "words": page_words(doctree, words),
            "fields": has_fields(doctree),
        }
        file = self._file(docname, "typ")
        file.parent.mkdir(parents=True, exist_ok=True)
        self._write_shared(writing.shared)
        file.write_text(body, encoding="utf-8", newline="\n")
        if writing.filed:
            code = body_file(writing.template, "\n".join(writing.filed))
            self._file(docname, FILED).write_text(code, encoding="utf-8", newline="\n")
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
        self._file(docname, "json").write_text(text, encoding="utf-8", newline="\n")

    def _write_shared(self, shared: Mapping[str, str]) -> None:
        folder = Path(self.outdir, SHARED)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in shared.items():
            if not _holds(folder / name, text.encode()):
                (folder / name).write_text(text, encoding="utf-8", newline="\n")

    def _remove_unshared(self) -> None:
        """Remove the shared files that no body includes any more."""
        printed = filter(self._is_printed, self.env.found_docs)
        bodies = (self._file(one, "typ") for one in printed)
        texts = (one.read_text(encoding="utf-8") for one in bodies if one.is_file())
        wanted = {name for text in texts for name in included_files(text)}
        for file in Path(self.outdir, SHARED).glob("*.typ"):
            if file.name not in wanted:
                file.unlink()

    def finish(self) -> None:
        """Copy the pictures, and note which writer wrote the bodies."""
        self._remove_unshared()
        for uri in self.images:
            target = Path(self.outdir, IMAGES, uri)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(Path(self.srcdir, uri).read_bytes())
        Path(self.outdir, _WRITER).write_text(writer_digest(), encoding="utf-8")


def template_of(kind: str) -> str:
    """Return the name of the template that sets pages of a kind."""
    return "handout" if kind == "handout" else "guide"


def _holds(file: Path, content: bytes) -> bool:
    return file.is_file() and file.read_bytes() == content


def _warn_unknown(node: nodes.Node) -> None:
    """Tell Sphinx of a node that print cannot show; a warning fails the build."""
    name = type(node).__name__.replace("_", " ")
    logger.warning("print cannot show this (%s); say it in words", name, location=node)


def writer_digest() -> str:
    """Return a digest of the code and words that bodies are made with; it outdates them."""
    digest = sha256()
    for folder in ("typst", "sphinxext", "locale"):
        for file in sorted(
            files("curriculumkit").joinpath(folder).iterdir(), key=lambda one: one.name
        ):
            if file.name.endswith((".py", ".po")):
                digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder with Sphinx."""
    app.add_builder(TypstBuilder)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
