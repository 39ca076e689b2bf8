# From a bare clone, with Python 3.11 or newer and make: `make decks`, `make test`.

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$python >/dev/null && $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
RUN := .venv/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check --no-input
# What was tested is what is installed: the program, its tools, and what builds it.
INSTALL := $(PIP) install --quiet --constraint constraints.txt --build-constraint constraints.txt
# make test ARGS="-k quotes -x"; make test BROWSER=no leaves out what needs Chromium
ARGS ?=
BROWSER ?= yes

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help decks test check bench fix clean constraints

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

decks: .venv/run ## build seeds/ into decks/
	@$(RUN) flashcards build

test: .venv/dev ## run all tests
	@$(if $(filter no,$(BROWSER)),,.venv/bin/python tests/browser.py)
	@$(RUN) pytest -n auto --dist loadgroup $(if $(filter no,$(BROWSER)),-m "not browser") $(ARGS)

check: .venv/dev ## look for errors of style and type
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy

bench: .venv/dev ## measure speed, size and memory (half an hour; ARGS=--quick for a part of it)
	@.venv/bin/python benchmarks/speed.py $(ARGS)

fix: .venv/dev ## fix style where a program can, and write the generated pages of docs/
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .
	@.venv/bin/python docs/generate.py

clean: ## remove all that was made, but not the ledgers in decks/
	rm -rf .venv dist build decks/*.apkg decks/.flashcards .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# To move to newer versions: `make constraints`, then `make check test`, and commit constraints.txt.
constraints: ## pin the newest versions of everything in constraints.txt
	rm -rf build/constraints && $(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --upgrade pip
	build/constraints/bin/python -m pip install --quiet --editable '.[anki]' --group dev hatchling editables
	{ echo '# All that was tested, pinned; made by `make constraints`.'; \
	  build/constraints/bin/python -m pip freeze --all --exclude-editable | grep -v ^setuptools=; } > constraints.txt
	rm -rf build/constraints

# The files below .venv say what has been installed into it; they are as new as what was asked for.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "flashcards needs Python 3.11 or newer: install it, or say where it is with make PYTHON=…" >&2; exit 1; }
	@echo "Making .venv (once; about half a minute)" >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) install --quiet --constraint constraints.txt --upgrade pip

.venv/run: pyproject.toml constraints.txt | .venv/bin/python
	@$(INSTALL) --editable .
	@touch $@

.venv/dev: pyproject.toml constraints.txt | .venv/bin/python
	@$(INSTALL) --editable . --group dev
	@touch $@ .venv/run
