"""A fuzzer that is led by coverage: ``nox -s fuzz -- KIND SECONDS``, as in ``lock 600``.

It needs atheris, which is not among the development tools: it exists for some Pythons only. A text
that makes the program fail is kept in `cases`, and `test_fuzz.py` then holds it for good.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["curriculumkit", "mdit_py_plugins"]):
    from fuzzing import BASE, PATHS, look

HERE = Path(__file__).parent

CASES = HERE / "cases"


def main(kind: str, seconds: str) -> None:
    """Fuzz files of a kind for so many seconds."""
    corpus = Path(f"build/fuzz/{kind}")
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / "base").write_text(BASE[PATHS[kind]], encoding="utf-8")
    for case in CASES.glob(f"{kind}-*"):
        (corpus / case.stem).write_bytes(case.read_bytes())
    words = Path("build/fuzz/words.dict")
    words.write_text("".join(_entries(kind)), encoding="utf-8")

    def one(raw: bytes) -> None:
        try:
            look(kind, raw)
        except BaseException:
            (CASES / f"{kind}-{sha256(raw).hexdigest()[:8]}.txt").write_bytes(raw)
            raise

    limits = (f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=1500", "-max_len=6000")
    atheris.Setup(
        [sys.argv[0], *limits, f"-dict={words}", "-artifact_prefix=build/fuzz/", str(corpus)], one
    )
    atheris.Fuzz()


def _entries(kind: str) -> Iterator[str]:
    """Yield entries of a dictionary: what has troubled parsers, and the words of a good file."""
    troubling = (HERE / "words.txt").read_text(encoding="utf-8").split("\n~\n")
    own = re.findall(r"[\w-]+", BASE[PATHS[kind]])
    for word in dict.fromkeys((*troubling, *own)):
        if raw := word.encode()[:60]:
            yield '"' + "".join(f"\\x{byte:02x}" for byte in raw) + '"\n'


if __name__ == "__main__":
    main(*sys.argv[1:3])
