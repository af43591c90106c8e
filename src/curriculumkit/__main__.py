"""`python -m curriculumkit`."""

from curriculumkit.cli import main

main()
