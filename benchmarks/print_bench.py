"""How fast the complete set of PDFs is: guides, handouts in all forms, packs, binder.

Run as `nox -s bench`, or: python benchmarks/print_bench.py --documents 50 --documents 500

Three ratios are of one run and of processor seconds on one core: to bare Typst, which compiles
the same sources into the same PDFs and does nothing else; to WeasyPrint on the same pages, where it
is installed; and what a second run with nothing changed costs. Every figure is the least of a few
runs, each in a process of its own. Nothing is asserted.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from check_bench import Cost, measured
from generated import TOPICS, write_library

PRINT = """
import json, sys
from pathlib import Path
from curriculumkit import app_print, packs, print as printing
from curriculumkit.app_plan import read_track
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
read = read_track(root, "bench")
place = Workplace(out / ".work/facilitator/en")
staged = stage(read.library, "facilitator", "en")
with build_lock(out, root):
    write_stage(staged, root, read.library.settings, place, pdf=True)
    printing.print_edition(staged, place, conf=None, jobs=1, progress=lambda *_: None)
order = PackOrder("", "", people=9)
list(app_print.pack(read, out, order, lambda _: None, week=None, day=None))
app_print.binder(read, out, None, lambda _: None)
if sources:
    (out / "sources.json").write_text(json.dumps(sources))
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
build(Path(sys.argv[1]), Path(sys.argv[2]), lambda *_: None, audience="facilitator", pdf=False)
"""
WEASYPRINT = """
import sys
from pathlib import Path
import weasyprint
for page in sorted(Path(sys.argv[1]).glob("*/**/*.html")):
    if page.parts[-3] in ("modules", "tracks") or page.parts[-2] == "handouts":
        weasyprint.HTML(page).write_pdf(pdf_variant="pdf/ua-1")
"""
WEEKS = 12


def write_track(root: Path, modules: int) -> None:
    """Write a track of twelve weeks and its plan: two evenings a week, of 90 minutes."""
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
        f"minutes: 90, module: module-{number % modules:05}}}\n"
        for number in range(2 * WEEKS)
    ]
    text = f"version: 1\ntitle: {{en: Bench}}\nsessions:\n{''.join(lines)}"
    (folder / "bench.lock.yaml").write_text(text)


def page_count(out: Path) -> int:
    """Return how many pages all PDFs below a folder have."""
    import pypdfium2  # noqa: PLC0415 - not in the measured processes

    return sum(len(pypdfium2.PdfDocument(file)) for file in out.rglob("*.pdf"))


def bench(documents: int, runs: int, seed: int) -> dict[str, float | None]:
    """Return the figures of a library of so many documents, half of them handouts."""
    modules = documents // 2
    environment = dict(os.environ)
    with tempfile.TemporaryDirectory() as scratch:
        root, out = Path(scratch, "library"), Path(scratch, "out")
        write_library(root, modules, seed)
        write_track(root, modules)

        def run(code: str, *arguments: Path) -> Cost:
            command = [sys.executable, "-c", code, *map(str, arguments)]
            return measured(command, environment)

        cold, bare, again = [], [], []
        for _ in range(runs):
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            cold.append(run(PRINT, root, out))
            sources = Path(scratch, "sources.json")
            shutil.copyfile(out / "sources.json", sources)
            bare.append(run(BARE, sources))
            again.append(run(PRINT, root, out))
        pages = page_count(out)
        other = _weasyprint(run, root, Path(scratch, "site"))
    ours = min(cold, key=lambda one: one.cpu)
    floor = min(one.cpu for one in bare)
    return {
        "documents": documents,
        "topics": len(TOPICS),
        "pages": pages,
        "cpu_s": ours.cpu,
        "pages_per_cpu_s": pages / ours.cpu,
        "over_bare_typst": ours.cpu / floor,
        "unchanged_percent_of_cold": 100 * min(one.cpu for one in again) / ours.cpu,
        "peak_memory_mb": ours.memory,
        "weasyprint_over_ours": other / ours.cpu if other else None,
    }


def _weasyprint(run: object, root: Path, site: Path) -> float | None:
    """Return WeasyPrint's processor seconds on the pages of the same documents, if it is there."""
    from importlib.util import find_spec  # noqa: PLC0415

    if find_spec("weasyprint") is None or not callable(run):
        return None
    run(PAGES, root, site)
    cost: Cost = run(WEASYPRINT, site)
    return cost.cpu


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
