"""How fast the complete set of PDFs is: guides, handouts in all forms, packs, binder.

Run as `nox -s bench`, or: python benchmarks/print_bench.py --documents 50 --documents 500

All ratios are of one run and of processor seconds on one core: to bare Typst, which compiles the
same sources into the same PDFs and does nothing else; to WeasyPrint and to Sphinx's latexpdf, where
they are installed; and what a second run with nothing changed costs. WeasyPrint begins with pages
that Sphinx has made, so for that ratio ours begins there too, with one PDF of each of these pages.
The two are as like as can be: the same pages, with the same fonts and pictures, of the same paper,
tagged and of PDF/UA-1. They differ in that ours are laid out for paper, are read back and compared
with their page, and are made a second time when a tighter setting saves a page, all of which counts
as our time, and that WeasyPrint's have the page's own style, which takes more pages (told).
latexpdf gets the guides and handouts, staged as they are for us, and makes one book of them; ours
makes their PDFs, with the time of Sphinx, as it has. Every figure is the least of a few runs, each
in a process of its own. Nothing is asserted.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from ctypes.util import find_library
from importlib.util import find_spec
from pathlib import Path

from check_bench import Cost, measured
from generated import TOPICS, write_library

PRINT = """
import json, sys
from pathlib import Path
from curriculumkit import app_print, packs, print as printing
from curriculumkit.app_plan import read_track
from curriculumkit.checking.options import collect_rarely
from curriculumkit.digests import Digests
from curriculumkit.disk import build_lock
from curriculumkit.site import Workplace, write_stage
from curriculumkit.stage import stage
from curriculumkit.stage.pack import PackOrder
root, out = Path(sys.argv[1]), Path(sys.argv[2])
sources, compile_pdf = [], printing.compile_pdf
def noted(folder, main, page, *, fill=False):
    sources.append((str(folder), main, fill))
    return compile_pdf(folder, main, page, fill=fill)
printing.compile_pdf = packs.compile_pdf = noted
collect_rarely()  # as `build` does
read = read_track(root, "bench")
place = Workplace(out / ".work/facilitator/en")
staged = stage(read.library, "facilitator", "en")
with build_lock(out, root):
    write_stage(staged, root, read.library.settings, place, pdf=True)
    printing.print_edition(
        staged, place, Digests(place.root), conf=None, jobs=1, progress=lambda *_: None
    )
order = PackOrder("", "", people=9)
list(app_print.pack(read, out, order, lambda _: None, week=None, day=None))
app_print.binder(read, out, None, lambda _: None)
if sources:
    (out / "sources.json").write_text(json.dumps(sources))
"""
SAME = """
import sys
from pathlib import Path
from curriculumkit import print as printing
from curriculumkit.app import check
from curriculumkit.checking.options import collect_rarely
from curriculumkit.digests import Digests
from curriculumkit.disk import build_lock
from curriculumkit.site import Workplace, write_stage
from curriculumkit.stage import stage
root, out = Path(sys.argv[1]), Path(sys.argv[2])
printing.forms = lambda page, _kind, *, fields: ((f"{page}.pdf", "regular"),)
collect_rarely()  # as `build` does
library, _ = check(root)
place = Workplace(out / ".work/facilitator/en")
staged = stage(library, "facilitator", "en")
with build_lock(out, root):
    write_stage(staged, root, library.settings, place, pdf=True)
    printing.print_edition(
        staged, place, Digests(place.root), conf=None, jobs=1, progress=lambda *_: None
    )
"""
BARE = """
import json, sys
import typst
from curriculumkit.typst.compile import fonts
for root, main, fill in json.load(open(sys.argv[1])):
    compiler = typst.Compiler(
        root=root, font_paths=fonts(), ignore_system_fonts=True,
        sys_inputs={"fill": "yes"} if fill else {},
    )
    compiler.compile(input=main.encode(), format="pdf", pdf_standards=["ua-1"], timestamp=0)
"""
PAGES = """
import sys
from pathlib import Path
from curriculumkit.app import build
out = Path(sys.argv[2])
built = build(Path(sys.argv[1]), out, lambda *_: None, audience="facilitator", pdf=False)
if not built.pages:
    sys.exit(str(built.report.diagnostics))
"""
WEASYPRINT = """
import sys
from pathlib import Path
import weasyprint
pages, letter = 0, [weasyprint.CSS(string="@page { size: letter }")]
for page in sys.argv[2:]:
    made = weasyprint.HTML(page).render(stylesheets=letter, pdf_variant="pdf/ua-1")
    made.write_pdf(pdf_variant="pdf/ua-1")
    pages += len(made.pages)
Path(sys.argv[1]).write_text(str(pages))
"""
LATEX_CONF = """
from curriculumkit.sphinxext import nodes as ck
from curriculumkit.sphinxext.settings import DEFAULTS
globals().update(DEFAULTS)
latex_engine = "xelatex"
def opened(self, node):
    self.body.append(self.encode(node.get("title") or node.get("label") or "") + " ")
def closed(self, node):
    self.body.append("\\n\\n" if isinstance(node, ck.ck_block) else "")
def setup(app):
    for name in ("block", "source", "write", "scale", "tick", "blank", "cite"):
        app.add_node(getattr(ck, f"ck_{name}"), override=True, latex=(opened, closed))
"""
LATEX = """
import subprocess, sys
from pathlib import Path
stage, out = Path(sys.argv[1]), Path(sys.argv[2])
sphinx = [sys.executable, "-m", "sphinx", "-M", "latexpdf", stage, out, "-Q", "-c", sys.argv[3]]
subprocess.run(sphinx, stdout=subprocess.DEVNULL)
sys.exit(0 if list(out.glob("latex/*.pdf")) else "latexpdf made no PDF")
"""
WEEKS = 12


def write_track(root: Path) -> None:
    """Write a track of twelve weeks and its plan: two evenings a week, of 90 minutes.

    The plan uses the modules that are for groups, in order, again and again when they run out.
    """
    files = sorted((root / "modules").rglob("*.md"))
    modules = [one.stem for one in files if "\nformat: group\n" in one.read_text("utf-8")]
    folder = root / "curriculum/tracks"
    folder.mkdir(parents=True)
    slots = "".join(
        f'  - {{day: {day}, start: "18:00", minutes: 90, service: group, leaders: 1}}\n'
        for day in ("mon", "thu")
    )
    (folder / "bench.yaml").write_text(
        f"title: {{en: Bench}}\nweeks: {WEEKS}\nadmission: {{kind: cohort}}\nstart: 2026-01-05\n"
        f"time_zone: America/New_York\ngroup: {{least: 4, most: 12}}\nslots:\n{slots}"
    )
    lines = [
        f'  - {{week: {number // 2 + 1}, day: {("mon", "thu")[number % 2]}, start: "18:00", '
        f"minutes: 90, module: {modules[number % len(modules)]}}}\n"
        for number in range(2 * WEEKS)
    ]
    text = f"version: 1\ntitle: {{en: Bench}}\nsessions:\n{''.join(lines)}"
    (folder / "bench.lock.yaml").write_text(text)


def page_count(out: Path) -> int:
    """Return how many pages all PDFs below a folder have."""
    import pikepdf  # noqa: PLC0415 - not in the measured processes

    total = 0
    for file in out.rglob("*.pdf"):
        with pikepdf.open(file) as pdf:
            total += len(pdf.pages)
    return total


def bench(documents: int, runs: int, seed: int) -> dict[str, float | None]:
    """Return the figures of a library of so many documents, half of them handouts."""
    with tempfile.TemporaryDirectory() as scratch:
        root, out = Path(scratch, "library"), Path(scratch, "out")
        write_library(root, documents // 2, seed)
        write_track(root)
        cold, bare, again = [], [], []
        for _ in range(runs):
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            cold.append(_run(PRINT, root, out))
            sources = Path(scratch, "sources.json")
            shutil.copyfile(out / "sources.json", sources)
            bare.append(_run(BARE, sources))
            again.append(_run(PRINT, root, out))
        pages = page_count(out)
        shutil.rmtree(out)
        rivals = _rivals(root, Path(scratch))
    ours = min(cold, key=lambda one: one.cpu)
    return {
        "documents": documents,
        "topics": len(TOPICS),
        "pages": pages,
        "cpu_s": ours.cpu,
        "pages_per_cpu_s": pages / ours.cpu,
        "over_bare_typst": ours.cpu / min(one.cpu for one in bare),
        "unchanged_percent_of_cold": 100 * min(one.cpu for one in again) / ours.cpu,
        "peak_memory_mb": ours.memory,
        **rivals,
    }


def _run(code: str, *arguments: Path) -> Cost:
    """Return what a program costs; its bytecode is kept, as that of installed programs is."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return measured([sys.executable, "-c", code, *map(str, arguments)], environment)


def _rivals(root: Path, scratch: Path) -> dict[str, float | None]:
    """Return how many times our processor seconds others take; None where one is not installed."""
    out, site = scratch / "same", scratch / "site"
    place = out / ".work/facilitator/en"
    whole = _run(SAME, root, out)
    found: dict[str, float | None] = {"weasyprint_over_ours": None, "latexpdf_over_ours": None}
    if find_spec("weasyprint") is None or find_library("pango-1.0") is None:
        print("WeasyPrint is left out: it or Pango is not installed.", file=sys.stderr)
    else:
        shutil.rmtree(place / "pdf")
        (place / "printed.json").unlink()
        ours = _run(SAME, root, out)
        _run(PAGES, root, site)
        prints = sorted(one.relative_to(place / "pdf") for one in (place / "pdf").rglob("*.pdf"))
        pages = [site / "editions/facilitator/en" / one.with_suffix(".html") for one in prints]
        count = scratch / "pages.txt"
        found["weasyprint_over_ours"] = _run(WEASYPRINT, count, *pages).cpu / ours.cpu
        ratio = int(count.read_text("utf-8")) / page_count(place / "pdf")
        found["pages_of_weasyprint_over_ours"] = ratio
    if shutil.which("xelatex") is None or shutil.which("latexmk") is None:
        print("latexpdf is left out: TeX is not installed.", file=sys.stderr)
    else:
        conf = scratch / "conf"
        conf.mkdir()
        (conf / "conf.py").write_text(LATEX_CONF, "utf-8")
        latex = _run(LATEX, place / "stage", scratch / "latex", conf)
        found["latexpdf_over_ours"] = latex.cpu / whole.cpu
    return found


def main() -> None:
    """Print the figures as JSON, one object for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, action="append")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for documents in given.documents or [50, 500]:
        print(json.dumps(bench(documents, given.runs, given.seed), indent=1), flush=True)


if __name__ == "__main__":
    main()
