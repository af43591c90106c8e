"""Sphinx settings of the manual, and the place for a library's own branding.

`sphinx-build docs OUT` builds the manual. `curriculumkit build --conf docs` executes this file for
the editions too; what is set below then adds to the package's settings.
"""

from curriculumkit import __version__
from curriculumkit.sphinxext.settings import DEFAULTS

globals().update(DEFAULTS)
extensions = [*DEFAULTS["extensions"], "sphinx_design"]

project = "curriculumkit"
author = "the curriculumkit team"
release = __version__
html_title = f"curriculumkit {release}"
html_theme = "furo"
html_show_copyright = False
