# One command for each chore. `make run` and `make test` do all their set-up themselves; they need
# Python 3.11 or newer (make run PYTHON=python3.12) and nothing else. MNIST_DIR and PENDIGITS say where
# the data are; without them they are downloaded, and checked by hash. UNIPEN names a third data set of make train.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8501

PY = $(VENV)/bin/python
RUNS = $(VENV)/.runs
DEVELOPS = $(VENV)/.develops

.PHONY: run test check format train evaluate bench pictures tools setup clean
.DEFAULT_GOAL := run

run: $(RUNS)  ## The app, in the browser
	$(PY) -m streamlit run app.py --server.port $(PORT)

test: tools  ## All tests; TESTS=tests/unit for some of them
	$(PY) -m pytest -n 2 $(TESTS)

check: $(DEVELOPS)  ## Lint, format, types, imports
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

format: $(DEVELOPS)  ## Mend what can be mended by itself
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

train: $(RUNS)  ## Train the digit networks, write core/digits/weights/
	$(PY) -m core.digits_training.train

evaluate: $(RUNS)  ## Measure the shipped networks
	$(PY) -m core.digits_training.evaluate

bench: tools  ## Speed and load, against a bare Streamlit app
	$(PY) -m benchmarks

pictures: tools  ## The README's pictures, from the running app
	$(PY) -m scripts.pictures

tools: $(DEVELOPS)  ## Chromium and nginx, found or installed
	$(PY) -m scripts.tools chromium nginx

setup: $(DEVELOPS)

clean:  ## Everything that make makes
	rm -rf $(VENV) build test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, and $(PYTHON) is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(RUNS): requirements.txt | $(PY)
	$(PY) -m pip install --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEVELOPS): requirements-dev.txt $(RUNS)
	$(PY) -m pip install --disable-pip-version-check -r requirements-dev.txt
	@touch $@
