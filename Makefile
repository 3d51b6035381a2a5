# The workbench, from a fresh clone. `make help` lists the commands.

PYTHON ?= python3
FOLDER ?= cases
HEADLESS ?=
MINUTES ?= 60

BIN := .venv/bin
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup start test laws browser bench digest dataset hooks constraints fuzz

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

setup:  ## make .venv with everything in it (a moment when it is there already; PYTHON=python3.12 names the interpreter)
	@$(PYTHON) tools/set_up.py

start:  ## open the first notebook in JupyterLab, in FOLDER=cases (HEADLESS=1: run it without a browser)
	@$(PYTHON) tools/set_up.py --run
	@$(BIN)/python -m workbench start $(FOLDER) $(if $(HEADLESS),--headless)

test: setup browser laws  ## everything CI runs: style, types, laws, tests, doctests, notebooks, browser, wheel
	$(BIN)/python -m pytest --doctest-modules -n 2 --dist loadfile --no-loadscope-reorder -m "not browser" workbench tests
	$(BIN)/python -m pytest tests/browser

laws: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.laws

browser:
	@$(PYTHON) tools/chromium.py --install

fuzz: setup  ## change files and read them for an hour (MINUTES=60); what surprises a reader is kept in fuzz/
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) --keep fuzz

bench: setup  ## measure the speed floors and compare with MovingPandas
	$(BIN)/python -m benchmarks

digest: setup  ## one line for each result, to show that a refactoring changes none (AGAINST=FILE: compare with an earlier output)
	$(BIN)/python -m benchmarks.digest $(if $(AGAINST),--against $(AGAINST))

dataset: setup  ## make datasets/eastmere again, byte for byte
	$(BIN)/python -m workbench simulate datasets/eastmere --case eastmere

hooks: setup  ## run the style and law checks before every commit
	$(BIN)/pre-commit install

constraints: setup  ## pin what .venv holds in constraints.txt
	@$(BIN)/python tools/constraints.py > constraints.new && mv constraints.new constraints.txt
