# On a fresh machine with Python 3.11 or newer and make: `make run` and `make test` need nothing else.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
DB ?= sqlite:///build/mou.sqlite

.PHONY: run test test-fast lint gazetteer accuracy pairs confidence system-packages clean

# Reads the corpus into build/mou.sqlite, shows what was found, and writes the tables to build/export.
run: $(VENV)/.installed
	@mkdir -p build
	$(BIN)/mou-miner run corpus/ --db $(DB)
	@for format in csv parquet jsonl; do \
	  $(BIN)/mou-miner export --format $$format --to build/export --db $(DB) > /dev/null || exit 1; done
	@echo "Tables: build/export (CSV, Parquet, JSON Lines)"

# Format, lint, types and all tests.
test: $(VENV)/.dev system-packages lint
	$(BIN)/python -m pytest

# Without the slow tests and what they need of the system.
test-fast: $(VENV)/.dev lint
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Builds the table of places anew from its sources and the aliases.
gazetteer: $(VENV)/.dev
	$(BIN)/python -m mou_miner.gazetteer.build

# Measures the program on all gold and writes docs/accuracy.md.
accuracy: $(VENV)/.dev
	$(BIN)/python -m benchmarks.accuracy

# Trains the model that judges which governments a document joins.
pairs: $(VENV)/.dev
	$(BIN)/mou-miner train pairs --gold annotations/gold/train.jsonl

# Counts on the training gold how often each rule is right.
confidence: $(VENV)/.installed
	$(BIN)/mou-miner train confidence --gold annotations/gold/train.jsonl

# Tesseract and PostgreSQL, where we may install them; the tests that need them are skipped elsewhere.
system-packages:
	@.ci/system-packages

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "mou-miner needs Python 3.11 or newer; say where it is with make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.installed: pyproject.toml $(VENV)/pyvenv.cfg
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@
