# Everything runs in .venv, made on first use from the exact versions in constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXTRAS := demo,test
# hundreds of processes import the same modules in a run of the tests: each is compiled once
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo desk test attack types lint pictures proof clean help

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Digest needs Python 3.11 or later; try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh .ci/python-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@

demo: $(VENV)/ready ## gather the samples, build their digest, send it to a mail catcher on this machine
	@$(BIN)/python -m samples.demo

desk: $(VENV)/ready ## the editors' desk on the samples, at http://127.0.0.1:8000, until Ctrl-C
	@$(BIN)/python -m samples.desk

# four processes on two cores: many tests wait. Files that take long come first (tests/conftest.py).
PYTEST := $(BIN)/python -m pytest -q -n 4 --dist loadfile --no-loadscope-reorder

test: $(VENV)/ready lint ## everything that must hold: tests, types, lint, architecture
	@echo '$(BIN)/mypy, and beside it $(PYTEST)'; mkdir -p build; \
	$(BIN)/mypy >build/types.txt 2>&1 & types=$$!; \
	$(PYTEST); tests=$$?; \
	wait $$types; types=$$?; cat build/types.txt; exit $$((tests | types))

.PHONY: whole
whole: $(VENV)/ready ## the long tests, large tables and all examples, of which `make test` takes a part
	$(PYTEST) --whole

# no browser, no mail server, no kills, nothing that takes long; `make test` has all the rest
QUICK := tests/test_architecture.py tests/test_docs.py tests/test_recipes.py \
	tests/test_timetable.py tests/test_languages.py tests/edit tests/readers tests/recipients \
	tests/settings tests/store tests/wording \
	tests/compose/test_brief.py tests/compose/test_compose_select.py \
	tests/compose/test_headlines.py tests/compose/test_linkage.py tests/test_sentences.py \
	tests/deliver/test_bounce.py tests/deliver/test_outbox.py tests/deliver/test_retry.py \
	tests/deliver/test_signed_links.py \
	tests/gather/test_clean.py tests/gather/test_feeds.py tests/gather/test_read.py \
	tests/present/test_golden.py tests/present/test_lint.py tests/present/test_plain.py \
	tests/present/test_subject.py tests/present/test_templates.py tests/present/test_text.py
LONG := tests/store/test_one_door.py tests/store/test_backup.py tests/store/test_integrity.py

.PHONY: quick
quick: $(VENV)/ready lint ## lint, and the tests that take less than a minute together
	$(BIN)/python -m pytest -q -n 2 --dist loadfile $(addprefix --ignore=,$(LONG)) $(QUICK)

attack: $(VENV)/ready ## hostile inputs, mail servers, kills, floods, broken disks: some 20 minutes
	$(BIN)/python -m tests.attack

types: $(VENV)/ready ## strict types
	$(BIN)/mypy

lint: $(VENV)/ready ## lint and format
	$(BIN)/ruff check digest tests samples
	$(BIN)/ruff format --check digest tests samples

pictures: $(VENV)/ready ## screenshots of the demo's mail and of the desk, with Debian's chromium
	$(BIN)/python -m samples.pictures
	$(BIN)/python -m samples.desk_pictures

proof: $(VENV)/ready ## other people's programs over our mails: build/proof/index.html
	$(BIN)/python -m tests.proof.run --install --out build/proof --tools build/proof-tools

clean: ## remove what was built
	rm -rf $(VENV) build dist
