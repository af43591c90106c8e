"""The parts of a long list as scripts, for the page that narrows all of it.

No browser lets a page opened from a folder read another page, but it may load a script.
"""

import json
import re
from pathlib import Path

from sphinx.application import Sphinx

FOLDER = "lists"
"""The folder of these scripts, below the edition."""

_ENTRIES = re.compile(r'ck-filter">\n<ul[^>]*>(.*?)</ul>\n</div>', re.DOTALL)


def script_name(page: str) -> str:
    """Return the name of the script that holds the entries of a page."""
    return page.replace("/", "-")


def write_parts(app: Sphinx, error: Exception | None) -> None:
    """Write a script for each part of a long list; those of parts that are gone are removed."""
    if error or app.builder.name != "html" or not app.config.html_context.get("edition"):
        return
    folder = Path(app.outdir, FOLDER)
    pages = [name for name, told in app.env.metadata.items() if told.get("ck_parts")]
    wanted = {f"{script_name(page)}.js" for page in pages}
    for file in folder.glob("*.js"):
        if file.name not in wanted:
            file.unlink()
    for page in pages:
        found = _ENTRIES.search(Path(app.outdir, f"{page}.html").read_text(encoding="utf-8"))
        if found is None:
            raise ValueError(f"{page} has no list")
        entries = json.dumps(found[1], ensure_ascii=False)
        folder.mkdir(exist_ok=True)
        text = f"ckPart({json.dumps(script_name(page))},{entries})\n"
        (folder / f"{script_name(page)}.js").write_text(text, encoding="utf-8")
