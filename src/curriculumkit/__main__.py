"""`python -m curriculumkit`, which unlike the installed command begins by looking here.

Python puts the folder that it is started in before all others. In a stranger's library a file
`yaml.py` would then be taken for the package of that name, so that folder is taken off first.
"""

import os
import sys

if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - early
    del sys.path[0]

from curriculumkit.cli import main

main()
