# One command a chore. PYTHON= names the interpreter, VENV= the virtual environment, PORT= the
# demo's port, PYTEST= further arguments of pytest: make test PYTEST="tests/house -x"

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
PYTEST ?=

PY := $(VENV)/bin/python
MANAGE := $(PY) site/manage.py
TEMPLATES = $(shell find templates cmsflows flow_blocks site tests -name '*.html' -path '*templates/*')
CURLYLINT := curlylint==0.13.1

.DEFAULT_GOAL := help

help: ## List these commands.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|' 2>/dev/null \
		|| sed -n 's/^\([a-z-]*\):.*## /  make \1: /p' Makefile

demo: $(VENV)/.cmsflows-demo ## Serve a small shop with a checkout; its data stays.
	$(MANAGE) migrate --verbosity 0
	PORT=$(PORT) $(MANAGE) load_demo
	PORT=$(PORT) $(MANAGE) runserver 127.0.0.1:$(PORT)

demo-reset: ## Forget the demo's data; the next `make demo` starts over.
	rm -rf site/var

test: $(VENV)/.cmsflows-dev ## Run every test.
	$(PY) -m pytest $(PYTEST)

test-stores: $(VENV)/.cmsflows-dev ## Run what every store must show, on each of them.
	set -e; for store in memory files redis cluster; do \
		echo "On $$store"; CMSFLOWS_TEST_STORE=$$store $(PY) -m pytest -q -m every_store $(PYTEST); \
	done
	set -e; for database in postgres mariadb; do \
		echo "On $$database"; CMSFLOWS_TEST_DB=$$database $(PY) -m pytest -q -m every_store $(PYTEST); \
	done

coverage: $(VENV)/.cmsflows-dev ## Run every test, and list the lines and branches none of them takes.
	$(PY) -m pytest --cov --cov-report=term-missing $(PYTEST)

check: lint types layers templates migrations build ## Everything but the tests that can be wrong.

lint: $(VENV)/.cmsflows-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.cmsflows-dev
	$(PY) -m mypy

layers: $(VENV)/.cmsflows-dev
	PYTHONPATH=. $(VENV)/bin/lint-imports --no-logo

templates: $(VENV)/.cmsflows-dev $(VENV)/.cmsflows-curlylint
	$(PY) -m djhtml --check --tabwidth 2 $(TEMPLATES)
	$(VENV)/curlylint/bin/curlylint --quiet $(TEMPLATES)

migrations: $(VENV)/.cmsflows-dev
	DJANGO_SETTINGS_MODULE=tests.settings $(PY) -m django makemigrations --check --dry-run
	$(MANAGE) makemigrations --check --dry-run

build: $(VENV)/.cmsflows-dev
	$(PY) -m pytest -p no:randomly tests/house/test_distribution.py

bench: $(VENV)/.cmsflows-dev ## Print what a step costs, beside other ways to serve a form.
	$(PY) -m tests.bench

bench-memory: $(VENV)/.cmsflows-dev ## Print whether a process grows over BENCH_STEPS steps.
	$(PY) -m tests.bench.memory

soak: $(VENV)/.cmsflows-dev ## Serve many visitors for SOAK_SECONDS, with trouble; count what went wrong.
	$(PY) -m tests.soak

format: $(VENV)/.cmsflows-dev ## Mend what the linters can mend themselves.
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(PY) -m djhtml --tabwidth 2 $(TEMPLATES)

walks: $(VENV)/.cmsflows-dev ## Let WALKS visitors walk the demo's shop at random; compare its books.
	$(PY) -m tests.walks

clean: ## Remove what these commands made, save the demo's data.
	rm -rf $(VENV) build dist htmlcov .coverage .hypothesis
	rm -rf .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# A stamp remembers that this was installed; a newer pyproject.toml installs again.
$(VENV)/.cmsflows-demo $(VENV)/.cmsflows-dev: $(VENV)/.cmsflows-%: pyproject.toml
	$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

# curlylint and mypy want different releases of pathspec, so curlylint lives by itself.
$(VENV)/.cmsflows-curlylint: Makefile
	$(PYTHON) -m venv $(VENV)/curlylint
	$(VENV)/curlylint/bin/python -m pip install --quiet --disable-pip-version-check $(CURLYLINT)
	@touch $@

.PHONY: help demo demo-reset test test-stores coverage check lint types layers templates migrations \
	build bench bench-memory soak walks format clean
