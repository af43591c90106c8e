"""The one place where Sphinx is configured, for our builds and for plain sphinx-build."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from docutils.utils.smartquotes import educate_tokens, smartchars
from sphinx.application import Sphinx
from sphinx.config import Config

EDITION = "edition.json"
"""The file at the root of a stage that tells what it is the stage of."""

DEFAULTS: dict[str, Any] = {
    "extensions": ["curriculumkit.sphinxext", "curriculumkit.typst.builder"],
    "exclude_patterns": ["_parts"],
    "myst_enable_extensions": ["colon_fence", "tasklist"],
    "myst_url_schemes": ["http", "https", "mailto", "tel", "sms"],
    "suppress_warnings": ["myst.header"],
    "html_copy_source": False,
    "html_use_index": False,
    "html_domain_indices": False,
    "html_show_sourcelink": False,
    "html_show_sphinx": False,
    "html_last_updated_fmt": None,
    "html_permalinks": False,
    "smartquotes_action": "qe",
    "nitpicky": True,
}
"""Settings of every build of an edition; a `conf.py` may change them."""


def apply_edition(app: Sphinx, config: Config) -> None:
    """Set what depends on the edition; a tree without `edition.json` is left as it is."""
    file = Path(app.srcdir, EDITION)
    if not file.is_file():
        return
    edition = json.loads(file.read_text(encoding="utf-8"))
    config.language = edition["language"]
    config.project = edition["name"]
    config.html_title = edition["name"]
    config.html_theme = "curriculumkit"
    config.html_theme_path = [str(theme_path())]
    config.html_baseurl = config.html_baseurl or edition.get("address", "")
    config.html_context = {**config.html_context, "edition": edition}


QUOTES = {"es": "“”‘’"}
"""How the United States print Spanish quotations, where docutils has « »."""


def quote_as_here(app: Sphinx) -> None:
    """Let Sphinx set straight quotes as they are printed here."""
    app.env.settings["smartquotes_locales"] = list(QUOTES.items())


def curled(text: str, language: str) -> str:
    """Return a text with quotation marks as Sphinx sets those of other text."""
    smartchars.quotes.update(QUOTES)
    return "".join(educate_tokens([("plain", text)], DEFAULTS["smartquotes_action"], language))


def theme_path() -> Path:
    """Return the folder of the package's own theme."""
    return Path(str(files("curriculumkit").joinpath("theme")))
