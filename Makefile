# Two commands: `make demo` and `make test`. The rest is for those who work on Hilo.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=

.PHONY: demo test check fast lock translations docs clean

demo: $(VENV)/.installed  ## Load invented cases and show them in the browser (ARGS=--once: print the outcome and stop)
	HILO_HOME=$${HILO_HOME:-var/demo} $(BIN)/hilo demo $(ARGS)

test: $(VENV)/.installed-dev check  ## Everything that must hold
	$(BIN)/python -m pytest $(ARGS)

fast: $(VENV)/.installed-dev  ## The tests without the browser
	$(BIN)/python -m pytest -m "not browser" $(ARGS)

check: $(VENV)/.installed-dev  ## Style, types, import contracts, migrations, reference data, docs, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tests.checks

lock: $(VENV)/.installed-dev  ## Pin every dependency again, with hashes
	$(BIN)/pip install -q pip-tools
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe --strip-extras --extra postgres -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --allow-unsafe --strip-extras --extra postgres --extra case --extra dev -o requirements-dev.lock pyproject.toml

translations: $(VENV)/.installed-dev  ## Collect the texts and compile the translations
	$(BIN)/python -m tests.translations write

docs: $(VENV)/.installed-dev  ## Write docs/reference again from the code
	$(BIN)/python -m tests.reference_docs write

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit("Hilo needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/.made
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(VENV)/.made
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.installed

clean:  ## Remove what was made, not what was written
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
