# Two commands matter: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PROMPT ?= A hero discovers a hidden treasure in ancient ruins
OUT ?= film.mp4
# Files go to one worker more than there are cores, in the order that tests/conftest.py gives them.
SPREAD := pytest -n auto --dist loadfile --no-loadscope-reorder

.PHONY: help setup setup-dev run test test-fast test-several test-states check fix bench bench-quick soak load demo fake-replicate screenshots docs clean

help: ## List the commands.
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.runs ## Make .venv with what the product needs.

setup-dev: $(VENV)/.tests ## The same with what tests and checks need, a browser included.

# Each stamp holds the requirements it was made from, so a changed line installs again.
$(VENV)/.runs: requirements.txt requirements.lock
	@$(PYTHON) .ci/install.py $(VENV) requirements.txt && touch $@

$(VENV)/.tests: requirements-dev.txt requirements.txt requirements.lock
	@$(PYTHON) .ci/install.py $(VENV) requirements-dev.txt && touch $(VENV)/.runs $@

# MoviePy, to compare with, lives apart from the product, since it wants other versions of the same packages.
.venv-bench/.rival: requirements-bench.txt
	@$(PYTHON) .ci/install.py .venv-bench $< $< && touch $@

run: setup ## Start the app on http://localhost:8000.
	@exec $(BIN)/python app.py

# Tests start dozens of processes, and each would compile the same modules if bytecode was not written.
test: export PYTHONDONTWRITEBYTECODE =
test: setup-dev ## Run all tests.
	@$(BIN)/python .ci/browser.py
	@$(BIN)/python -W ignore:Unable -m slipcover -m $(SPREAD)
	@$(BIN)/python .ci/coverage.py .coverage.json 95

test-fast: setup-dev ## Run the tests that need neither browser nor more than five seconds each.
	@$(BIN)/python -m $(SPREAD) -m "not browser and not slow"

test-several: setup-dev ## Run the tests of core and contract with everything on PostgreSQL and S3.
	@$(BIN)/python -m $(SPREAD) --places several tests/core tests/contract

test-states: setup-dev ## Try EXAMPLES (1000) random sequences of events on a job, and as many walks through the API.
	@$(BIN)/python -m pytest --timeout 0 --examples $(or $(EXAMPLES),1000) tests/core/states tests/contract/test_contract_walks.py

check: setup-dev ## Check format, lint, types and layers.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: setup-dev ## Mend format and lint where that can be done by itself.
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

demo: setup ## Make a film without a server: make demo PROMPT="..." OUT=film.mp4
	@$(BIN)/python -m core make "$(PROMPT)" --out "$(OUT)"

bench: setup-dev .venv-bench/.rival ## Measure everything and print goals beside measurements; takes about an hour.
	@$(BIN)/python -m bench

bench-quick: setup-dev .venv-bench/.rival ## The same in under three minutes.
	@$(BIN)/python -m bench --quick

soak: setup-dev ## Kill workers and crash the database for SECONDS (600), then look at every film.
	@$(BIN)/python -m bench.soak --seconds $(or $(SECONDS),600) --films $(or $(FILMS),30)

load: setup-dev ## Let USERS (200) walk for SECONDS (60) while a film is rendered.
	@$(BIN)/python -m bench.load --users $(or $(USERS),200) --seconds $(or $(SECONDS),60)

fake-replicate: setup-dev ## Start a stand-in for Replicate on http://127.0.0.1:8790.
	@$(BIN)/python -m tests.fake_replicate --port 8790

screenshots: setup-dev ## Take the pictures of docs/screenshots/ anew.
	@$(BIN)/python .ci/browser.py
	@$(BIN)/python -m tests.e2e.screenshots

clean: ## Remove the virtual environment and caches; films in data/ stay.
	rm -rf $(VENV) .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
