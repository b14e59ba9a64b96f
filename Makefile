# Everything runs in .venv, which is made on first use with the versions of constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check format bench clean

$(VENV)/.made: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "boredcrawl needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

# The tools that others read archives with, for the tests; apart, so that their pins and ours need not agree.
.venv-archive/.made: tests/archive/tools.txt
	test -x .venv-archive/bin/python || $(PYTHON) -m venv .venv-archive
	.venv-archive/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

demo: $(VENV)/.made  ## the whole job on a miniature site of our own, network off
	$(BIN)/boredcrawl demo

test: $(VENV)/.made .venv-archive/.made  ## every test, on SQLite and on a real PostgreSQL
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.made  ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.made
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.made  ## what is measured, each against a baseline in the same run
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) .venv-archive archive/demo .mypy_cache .ruff_cache .pytest_cache
