"""Sessions of work: lint, tests, docs and bench. `make` calls the same tools without nox."""

import os
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.sessions = ["lint", "tests", "docs"]

PLACES = ("src", "tests", "docs", "benchmarks", "noxfile.py")


def ready(session: nox.Session) -> None:
    """Install what is locked, and the package itself."""
    session.install("--require-hashes", "-r", "requirements/dev.txt")
    session.install("--no-deps", "-e", ".")


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, types and the floors."""
    ready(session)
    session.run("ruff", "format", "--check", *PLACES)
    session.run("ruff", "check", *PLACES)
    session.run("mypy")
    session.run("lint-imports")
    session.run("curriculumkit", "check")


@nox.session
def tests(session: nox.Session) -> None:
    """Run all tests; arguments go to pytest."""
    ready(session)
    session.run("pytest", "-n", "2", "--dist", "loadfile", *session.posargs)


@nox.session
def pythons(session: nox.Session) -> None:
    """Assemble with every supported Python of this machine: the tests, and each plan anew."""
    ready(session)
    found = session.run("python", "tests/assemble/pythons.py", silent=True)
    for line in str(found).splitlines():
        version, _, python = line.partition(" ")
        made = Path(".nox", "of-pythons", version)
        session.run(python, "-m", "venv", "--clear", str(made), external=True)
        new = str(made / ("Scripts" if os.name == "nt" else "bin") / "python")
        pip = (new, "-m", "pip", "install", "--quiet")
        session.run(*pip, "--require-hashes", "-r", "requirements/dev.txt", external=True)
        session.run(*pip, "--no-deps", "-e", ".", external=True)
        session.run(new, "-m", "pytest", "tests/assemble", *session.posargs, external=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the manual without a warning."""
    ready(session)
    session.run("sphinx-build", "-n", "-W", "--keep-going", "-b", "html", "docs", "build/manual")


@nox.session
def bench(session: nox.Session) -> None:
    """Print the figures of the manual. `nox -s bench -- check_bench` runs one of them."""
    ready(session)
    session.install("check-jsonschema==0.39.0")  # what our check is compared with
    names = session.posargs or ["check_bench", "assemble_bench", "print_bench", "site_bench"]
    if "print_bench" in names:
        session.install("weasyprint==70.0")  # what print is compared with; needs Pango
    for name in names:
        session.run("python", f"benchmarks/{name}.py")


@nox.session
def search(session: nox.Session) -> None:
    """Run the property tests on cases drawn anew; `nox -s tests` draws the same ones each time."""
    ready(session)
    profile = "--hypothesis-profile=default"
    session.run("pytest", "-n", "2", profile, "-m", "hypothesis", *session.posargs)


@nox.session
def growth(session: nox.Session) -> None:
    """Look for texts on which a check takes more than its share: `nox -s growth -- WORD`."""
    ready(session)
    session.run("python", "benchmarks/growth.py", *session.posargs)


@nox.session
def kill(session: nox.Session) -> None:
    """Kill commands at random moments: `nox -s kill -- TIMES SEED`, as in ``10 7`` for 2,240."""
    ready(session)
    times, seed, *_ = (*session.posargs, *("10", "2026")[len(session.posargs) :])
    session.env |= {"CURRICULUMKIT_KILLS": times, "CURRICULUMKIT_SEED": seed}
    session.run("pytest", "tests/security/test_interrupted.py", "-k", "killed")


@nox.session
def fuzz(session: nox.Session) -> None:
    """Look for texts that make the program fail: `nox -s fuzz -- KIND SECONDS` for one kind."""
    ready(session)
    session.install("atheris==3.0.0")
    kinds = ("module", "handout", "settings", "topics", "references", "track", "lock", "standard")
    kinds += ("terms", "reviews", "picture", "cache", "plan")
    given = session.posargs
    for kind in given[:1] or kinds:
        session.run("python", "tests/security/guided.py", kind, *(given[1:] or ["120"]))
