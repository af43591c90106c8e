"""How long `build` takes for the pages, beside a bare `sphinx-build` over the same staged pages.

Run as `nox -s bench`, or: python benchmarks/site_bench.py --modules 72 --modules 500

For each size: both editions, the patients' in two languages, cold, and again after the title of
one module was changed. In the same run Sphinx alone, with the same extension and theme, builds
each of the staged trees: cold, and to find that nothing changed. All that on one core, each in a
process of its own, and Python may keep what it compiled, as where the program is installed; the
figures are processor seconds, which hardly change when other programs run.
The build is also timed on the clock with one process and with two. With `--pdf` the prints are made
too in the end, and then made new after the title of one module was changed again; at 500 modules
that takes some minutes more. Nothing is asserted.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from check_bench import Cost, measured, plain_environment
from generated import write_library

BUILD = "from curriculumkit.cli import main; import sys; main(sys.argv[1:])"
CONF = "from curriculumkit.sphinxext.settings import DEFAULTS\nglobals().update(DEFAULTS)\n"
EDITIONS = ("facilitator/en", "patient/en", "patient/es")


def bare(stage: Path, place: Path, conf: Path) -> float:
    """Return the processor seconds of Sphinx alone over a staged tree; what it made stays."""
    options = ["-q", "-j", "1", "-b", "html", "-c", str(conf), "-d", str(place / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(stage), str(place / "html")]
    return measured(command, plain_environment()).cpu


def set_apart(root: Path) -> None:
    """Put a word between every few words of the handouts, which no module has.

    Handouts and modules are made of the same phrases, which the search for leaks would refuse.
    """
    for path in root.glob("handouts/*.md"):
        head, front, body = path.read_text("utf-8").split("---\n", 2)
        lines = [
            re.sub(r"(\S+(?: +\S+){0,5})(?: +|$)", r"\1 yep ", line).strip()
            if line.strip()[:1].isalnum()
            else line
            for line in body.split("\n")
        ]
        path.write_text("---\n".join((head, front, "\n".join(lines))), "utf-8")


def translate(root: Path) -> None:
    """Give the library a second language, in which each handout reads as in the first one."""
    for name in ("library", "topics"):
        file = root / "curriculum" / f"{name}.yaml"
        text = file.read_text("utf-8").replace("languages: [en]", "languages: [en, es]")
        file.write_text(re.sub(r"{en: ([^{}]+)}", r"{en: \1, es: \1}", text), "utf-8")
    (root / "handouts" / "es").mkdir()
    for path in root.glob("handouts/*.md"):
        text = path.read_text("utf-8")
        head, front, body = text.split("---\n", 2)
        origin = f"translates: sha256:{sha256(text.encode()).hexdigest()}\n"
        translated = "---\n".join((head, front + origin, body))
        (root / "handouts" / "es" / path.name).write_text(translated, "utf-8")


def rename(root: Path) -> tuple[str, str]:
    """Give the first module a new title; return the old one and the new one."""
    path = min(root.glob("modules/*/*.md"))
    text = path.read_text("utf-8")
    found = re.search(r"^title: (.*)$", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"{path} has no title")
    new = f"Renamed {time.time_ns()}"
    path.write_text(text.replace(found[0], f"title: {new}", 1), "utf-8")
    return found[1].strip('"'), new


def left(out: Path, old: str) -> list[str]:
    """Return the pages that still quote an old title."""
    said = re.compile(rf">\s*{re.escape(old)}\s*<")
    pages = (file for name in EDITIONS for file in (out / "editions" / name).rglob("*.html"))
    return [str(file.relative_to(out)) for file in pages if said.search(file.read_text("utf-8"))]


def bench(modules: int, seed: int, *, pdf: bool) -> dict[str, float | int]:
    """Return the figures for a library of so many modules, and as many handouts."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        root, out, conf = scratch / "library", scratch / "out", scratch / "conf"
        write_library(root, modules, seed)
        set_apart(root)
        translate(root)
        conf.mkdir()
        (conf / "conf.py").write_text(CONF, "utf-8")
        environment = {**plain_environment(), "XDG_CACHE_HOME": str(scratch / "cache")}

        def build(jobs: int = 1, place: Path = out, *, pages_only: bool = True) -> Cost:
            options = ["--library", str(root), "--out", str(place), "--jobs", str(jobs)]
            options += ["--no-pdf"] if pages_only else []
            return measured([sys.executable, "-c", BUILD, "build", *options], environment)

        def alone(place: Path) -> float:
            stages = [(scratch / "stages" / one, place / one) for one in EDITIONS]
            return sum(bare(stage, where, conf) for stage, where in stages)

        cold = build()
        for one in EDITIONS:
            shutil.copytree(out / ".work" / one / "stage", scratch / "stages" / one)
        cold_bare = alone(scratch / "bare")
        idle_bare = alone(scratch / "bare")
        idle = build().cpu
        together = build(2, scratch / "two")
        old, _ = rename(root)
        edited = build().cpu
        stale = left(out, old)
        if stale:
            raise ValueError(f"pages that still quote the old title: {stale}")
        if not (out / "editions" / EDITIONS[0]).is_dir():
            raise ValueError("nothing was built; see `curriculumkit build` of such a library")
        prints: dict[str, float | int] = {}
        if pdf:
            prints["build_with_pdf_cpu_s"] = build(pages_only=False).cpu
            rename(root)
            again = build(pages_only=False).cpu
            prints["one_changed_with_pdf_cpu_s"] = again
            prints["one_changed_with_pdf_over_sphinx_alone_unchanged"] = again / idle_bare
            prints["pdfs"] = sum(1 for _ in (out / "editions").rglob("*.pdf"))
        pages = sum(1 for one in EDITIONS for _ in (out / "editions" / one).rglob("*.html"))
    return {
        "modules": modules,
        "pages": pages,
        "build_cpu_s": cold.cpu,
        "build_wall_s": cold.wall,
        "build_two_processes_wall_s": together.wall,
        "build_ms_a_page": 1000 * cold.cpu / pages,
        "sphinx_alone_cpu_s": cold_bare,
        "build_over_sphinx_alone": cold.cpu / cold_bare,
        "unchanged_cpu_s": idle,
        "sphinx_alone_unchanged_cpu_s": idle_bare,
        "one_changed_cpu_s": edited,
        "one_changed_over_sphinx_alone_unchanged": edited / idle_bare,
        "peak_memory_mb": cold.memory,
        **prints,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures as JSON, one object for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modules", type=int, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pdf", action="store_true")
    given = parser.parse_args(arguments)
    for modules in given.modules or [72, 500]:
        print(json.dumps(bench(modules, given.seed, pdf=given.pdf), indent=1), flush=True)


if __name__ == "__main__":
    main()
