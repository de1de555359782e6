# One command for each chore, each with all its set-up: `make run`, `make test`. play.py does them, here and
# on machines without make; it needs Python 3.11 or newer (make run PYTHON=python3.12) and nothing else.
# VENV= is the environment's folder, PORT= the app's, TESTS=tests/unit some of the tests; MNIST_DIR, PENDIGITS
# and UNIPEN say where the data are: without them the first two are downloaded, and checked by hash.
PYTHON ?= python3
VENV ?= .venv
export VENV PORT TESTS

CHORES = run test test-all check format train evaluate hostile soak bench bench-all pictures tools lock setup
.PHONY: $(CHORES) clean
.DEFAULT_GOAL := run

# run       The app, in the browser
# test      All tests
# test-all  The same, and every view in both themes and languages
# check     Lint, format, types, imports, known vulnerabilities
# format    Mend what can be mended by itself
# train     Train the digit networks, write core/digits/weights/
# evaluate  Measure the shipped networks
# hostile   20,000 hostile inputs, at most 15 minutes
# soak      20 visitors for ten minutes, and the server killed in the middle
# bench     Speed, distance and load, against a bare Streamlit app
# bench-all The same, and what was reached long ago
# pictures  The README's pictures, from the running app
# tools     Chromium and nginx, found or installed
# lock      Pin every package anew after a change of requirements*.txt; ARGS=--upgrade for the newest
# setup     All packages, and nothing else
$(CHORES):
	@$(PYTHON) play.py $@ $(ARGS)

clean:  ## Everything that make makes
	rm -rf $(VENV) build test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
