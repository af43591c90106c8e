"""Hold every PDF below some folders to two checkers of PDF/UA that are not ours.

Run as: python tests/print/every_pdf.py build
It prints what they find, and ends with 1 if that is anything, with 2 if there is no PDF. PDFs of
the same bytes, as in both editions, are checked once.
"""

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

import pdfua
from page import ValidationProfile, validate_pdf


def findings(file: Path) -> list[str]:
    """Return what page-validation and pdfua find in a PDF."""
    ours = validate_pdf(str(file), profile=ValidationProfile.PDF_UA_1)
    theirs = pdfua.validate(str(file))
    return [
        *(f"{file}: page-validation: {one}" for one in ours.failures),
        *(f"{file}: pdfua: {one}" for one in theirs.findings),
    ]


def main(folders: Sequence[str]) -> int:
    """Check the PDFs below the folders, in as many processes as there are cores."""
    every = sorted(one for folder in folders for one in Path(folder).rglob("*.pdf"))
    files = {sha256(one.read_bytes()).digest(): one for one in every}
    if not files:
        sys.stderr.write(f"there is no PDF below {' '.join(folders)}\n")
        return 2
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = [one for some in pool.map(findings, files.values(), chunksize=8) for one in some]
    told = f"{len(every)} PDFs, {len(files)} that differ: {len(found)} findings"
    sys.stdout.write("\n".join([*found, told, ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
