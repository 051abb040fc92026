# Every command of the project. `make` alone lists them.
# `make run` and `make test` set up what they need; nothing has to be installed before but python3 and make.

SHELL := /bin/sh
PYTHON3 ?= python3
PORT ?= 8000
BIN := .venv/bin
HERE := $(CURDIR)/var

export HOLDFAST_DATA ?= $(HERE)
# Threads of the engine wait without burning the core that another test needs.
export OMP_WAIT_POLICY ?= passive
.DEFAULT_GOAL := help
.PHONY: help run demo test quick check lint bench drill calibrate shots lock clean

help: ## list the commands
	@printf 'Holdfast. The commands:\n\n'
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nThe data of `make run` lie in ./var; HOLDFAST_DATA=/another/place moves them.\n'

run: .venv/ready-run ## serve on this computer, http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(BIN)/holdfast serve --port $(PORT)

demo: .venv/ready-run ## serve a throw-away copy with Ana, Ben and 90 simulated days
	@$(BIN)/holdfast demo --port $(PORT)

test: .venv/ready-dev ## everything CI runs: lint, floors, all tests on SQLite and PostgreSQL, coverage
	@$(BIN)/python tools/test.py

quick: .venv/ready-dev ## the fast tests, in about a minute
	@$(BIN)/pytest -q -n 2 -m "not browser and not slow" tests

check: .venv/ready-run ## is this installation as it should be? in sentences
	@$(BIN)/holdfast check

lint: .venv/ready-dev ## style and floors alone
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-logo

bench: .venv/ready-dev ## measure speed as ratios to a bare Django view; results in benchmarks/results
	@$(BIN)/python -m benchmarks.run

drill: .venv/ready-dev ## the stolen-disk drill, and 1,000 kills of a writer
	@$(BIN)/holdfast drill stolen-disk
	@$(BIN)/python -m tests.faults.kills --kills 1000 --log benchmarks/results/kills.json

calibrate: .venv/ready-dev ## the release tests of the engine, for hours; report in reports/calibration
	@$(BIN)/holdfast study calibrate --out reports/calibration

shots: .venv/ready-dev ## make the pictures in docs/
	@$(BIN)/python tools/shots.py

lock: .venv/ready-dev ## resolve the dependencies anew into the two lock files
	@$(BIN)/python tools/lock.py

clean: ## remove the environment and caches, never the data
	@rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov

# The stamps say that the environment fits the lock it was made from.
.venv/ready-run: requirements.lock pyproject.toml tools/bootstrap.py
	@test -e .venv/ready-dev -a .venv/ready-dev -nt requirements-dev.lock -a .venv/ready-dev -nt pyproject.toml || $(PYTHON3) tools/bootstrap.py
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml tools/bootstrap.py
	@$(PYTHON3) tools/bootstrap.py dev
	@touch $@
