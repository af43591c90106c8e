# Everything needed is installed into .venv by the first target that is called.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready

# Some machines forbid Python to keep what it compiled; every command of a test would compile anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: guides pdfs test lint docs bench clean lock

## Check the library and build both editions with their PDFs into build/.
guides: $(RUN_READY)
	$(BIN)/curriculumkit check
	$(BIN)/curriculumkit build

## Print packs and a binder too, and hold every PDF to two checkers of PDF/UA that are not ours.
pdfs: guides $(DEV_READY)
	$(BIN)/curriculumkit pack adult-evening --all
	$(BIN)/curriculumkit binder adult-evening
	$(BIN)/python tests/print/every_pdf.py build

## Lint, then run all tests (the pages in a real Chromium too).
test: $(DEV_READY)
	$(BIN)/ruff format --check src tests docs benchmarks noxfile.py
	$(BIN)/ruff check src tests docs benchmarks noxfile.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile

docs: $(DEV_READY)
	$(BIN)/sphinx-build -n -W --keep-going -b html docs build/manual

bench: $(DEV_READY)
	$(BIN)/nox -s bench

clean:
	rm -rf build $(VENV)

## Choose the locked versions anew from the ranges in pyproject.toml.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --all-extras --group dev pyproject.toml -c requirements/run.txt -o requirements/dev.txt

$(RUN_READY): requirements/run.txt pyproject.toml
	sh tools/system-packages venv
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

$(DEV_READY): $(RUN_READY) requirements/dev.txt
	sh tools/system-packages browser
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@
