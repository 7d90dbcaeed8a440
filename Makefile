# Bare `make` lists the habits of this house.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check fix proof bench lock

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

$(VENV)/run.stamp: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "vrede needs Python 3.11 or newer; PYTHON=/path/to/python3.11 make ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

run: $(VENV)/run.stamp ## set up, build the shipped sample and a made-up register, print the article's table, serve http://127.0.0.1:8000
	$(BIN)/vrede build --sample
	$(BIN)/vrede show article
	$(BIN)/vrede register demo --once
	$(BIN)/vrede serve

test: $(VENV)/dev.stamp ## set up and run every test
	sh tests/browser/chromium.sh
	sh tests/register/postgresql.sh
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp ## format, types, import rule, words: changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/check

fix: $(VENV)/dev.stamp ## format and mend what can be mended by machine
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python tools/sample_forecasts.py

proof: $(VENV)/dev.stamp ## kill a build 50 times, fuzz 2,000 files, check 300 MB: minutes, by hand
	$(BIN)/python -m pytest -n0 tests/proof

bench: $(VENV)/dev.stamp ## measure; the results stand in docs/performance.md
	$(BIN)/python bench/run.py

lock: ## write requirements*.txt anew from pyproject.toml (needs uv on the PATH)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --group build pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --all-extras --group dev pyproject.toml -o requirements-dev.txt
