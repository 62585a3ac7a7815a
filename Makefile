# The one command list. Bare `make` explains it. Nothing is needed beforehand but Python, pip, make and git.

# The first Python that is new enough; name another with `make PYTHON=/path/to/python3`.
NEW_ENOUGH = -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	if $$name $(NEW_ENOUGH); then command -v $$name; break; fi; done)

BIN := .venv/bin
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check fix bench docs client messages lock clean python

help: ## explain these commands
	@echo "Fristad. Each command sets itself up the first time."
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/base.stamp ## start the demonstration on http://localhost:8000 (PORT=8001 chooses another)
	@$(BIN)/fristad serve --demo --port $(or $(PORT),8000)

# One worker for each processor, four at most, since each may start a browser and a database server. Whole files go to
# a worker, since what a file makes for all its tests is then made once.
test: .venv/dev.stamp ## run all tests (ARGS="-k name" chooses)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/dev.stamp ## lint, format, types, architecture, docs, library; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build/html
	$(BIN)/fristad library check

fix: .venv/dev.stamp ## repair what lint and format can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/bench.stamp ## measure Fristad beside its peers on the same data
	@$(BIN)/python -m benchmarks $(ARGS)

docs: .venv/dev.stamp ## build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

client: ## build the sheet and the script of the pages from client/ (needs Node)
	cd client && npm ci --ignore-scripts && npm run --silent build

messages: .venv/dev.stamp ## gather the texts of the server, compile their translations, list what is missing
	@$(BIN)/python scripts/messages.py

lock: .venv/dev.stamp ## write requirements/*.txt anew from pyproject.toml
	scripts/lock.sh

clean: ## remove everything that these commands made
	rm -rf .venv build dist docs/_build demo/out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp newer than its requirements means that the packages are installed. `dev` and `bench` hold all of `base`.
.venv/%.stamp: requirements/%.txt pyproject.toml scripts/set_up.py | python
	@$(PYTHON) scripts/set_up.py $*

python:
	@test -n "$(PYTHON)" || { \
	echo "Fristad needs Python 3.11 or newer, and none was found on this machine."; \
	echo "Found: $$(python3 --version 2>&1 || true)"; \
	echo "Debian, Ubuntu:  sudo apt-get install python3 python3-pip"; \
	echo "Fedora:          sudo dnf install python3 python3-pip"; \
	echo "macOS:           brew install python"; \
	echo "Installed elsewhere?  make PYTHON=/path/to/python3"; \
	exit 1; }
