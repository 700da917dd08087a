# Everything that one does with EventHub from a clone. Needs make and Python 3.11 or later with venv.

PYTHON ?= python3
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

# An environment is as new as the requirements that it was made of.
fingerprint = $(shell cat $(1) | sha256sum | cut -c 1-16)
RUNTIME := .venv/.runtime-$(call fingerprint,requirements.txt)
TOOLS := .venv/.tools-$(call fingerprint,requirements.txt requirements-dev.txt)

# What a site in production sets, for the checks that look at its settings.
PRODUCTION := ENVIRONMENT=production DEBUG=false ALLOWED_HOSTS=calendar.example.org TRUSTED_PROXIES=127.0.0.1 \
	EMAIL_URL=smtp://127.0.0.1:25 \
	SECRET_KEY=only-for-the-checks-of-make-check-0123456789-abcdefghijklmnopqrstuvwxyz

.DEFAULT_GOAL := help
.PHONY: help run install check test test-long texts bench screenshots clean

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(RUNTIME) ## serve the demo on PORT (8000)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seed_demo --if-empty
	@exec $(MANAGE) serve $(if $(PORT),--port $(PORT))

install: $(TOOLS) ## make the environment, with the tools for development

check: $(TOOLS) ## look at the code without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

test: $(TOOLS) ## run the test suite, on DATABASE_URL or else on SQLite
	$(BIN)/python -m pytest -n auto --dist loadfile

test-long: $(TOOLS) ## 2,000 races, kills in the middle of writes, long property runs
	$(BIN)/python -m pytest -m long -n auto .

texts: $(TOOLS) ## bring the catalogues of texts up to date (needs GNU gettext)
	$(MANAGE) makemessages --locale de --no-obsolete --add-location file --verbosity 0 \
		--ignore .venv --ignore staticfiles --ignore tests --ignore var
	$(MANAGE) compilemessages --locale de --ignore .venv --ignore var --verbosity 0
	@msgfmt --statistics --output-file /dev/null locale/de/LC_MESSAGES/django.po

bench: $(TOOLS) ## measure the server on PostgreSQL, beside its floor
	$(BIN)/python -m bench

screenshots: $(TOOLS) ## take pictures of all pages, with Chromium, into var/screenshots
	$(BIN)/python -m browser.screenshots

clean: ## remove the environment, the demo's database and all that tools leave
	rm -rf .venv var staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis .schemathesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ensurepip is what Debian leaves out of python3 when python3-venv is missing
.venv/bin/python:
	@command -v $(PYTHON) >/dev/null \
		|| { echo "EventHub needs Python 3.11 or later: install python3 and python3-venv." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "EventHub needs Python 3.11 or later; $(PYTHON) is older. Name another: make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "EventHub needs Python's venv: install python3-venv." >&2; exit 1; }
	@$(PYTHON) -m venv .venv

$(RUNTIME): | .venv/bin/python
	@echo "Installing what EventHub runs on…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f .venv/.runtime-*
	@touch $@

$(TOOLS): | .venv/bin/python
	@echo "Installing what EventHub runs on, and the tools for development…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f .venv/.tools-* .venv/.runtime-*
	@touch $@ $(RUNTIME)
