"""A fuzzer that is led by coverage: ``nox -s fuzz -- KIND SECONDS``, as in ``lock 600``.

It needs atheris, which is not among the development tools: it exists for some Pythons only. A text
that makes the program fail is kept in `cases`, and `test_fuzz.py` then holds it for good.
"""

import sys
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["curriculumkit", "mdit_py_plugins"]):
    from fuzzing import BASE, PATHS, look

CASES = Path(__file__).parent / "cases"


def main(kind: str, seconds: str) -> None:
    """Fuzz files of a kind for so many seconds, or all kinds one after another."""
    corpus = Path(f"build/fuzz/{kind}")
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "base").write_text(BASE[PATHS[kind]], encoding="utf-8")

    def one(raw: bytes) -> None:
        text = raw.decode("utf-8", errors="ignore").replace("\r", "\n").replace("\0", "")
        try:
            look(kind, text)
        except BaseException:
            name = f"{kind}-{sha256(text.encode()).hexdigest()[:8]}.txt"
            (CASES / name).write_text(text, encoding="utf-8", newline="")
            raise

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=20", str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:3])
