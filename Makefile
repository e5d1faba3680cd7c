SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED := 1

.PHONY: run test test-slow bench lint kolada godkann installera installera-dev

run: $(VENV)/klar
	@$(BIN)/python manage.py forbered
	@$(BIN)/python manage.py starta

kolada: $(VENV)/klar
	$(BIN)/python manage.py hamta_kolada

test: $(VENV)/klar-dev
	$(BIN)/python -m tests.kor

test-slow: $(VENV)/klar-dev
	$(BIN)/python -m pytest -m slow

bench: $(VENV)/klar-dev
	$(BIN)/python -m bench

lint: $(VENV)/klar-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .

godkann: $(VENV)/klar-dev
	GODKANN=1 $(BIN)/python -m pytest tests/godkann -q

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 eller nyare behövs: ange den med make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python saknar venv. På Debian och Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/klar: requirements.txt | $(VENV)/bin/pip
	@echo "Installerar (en minut första gången) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/klar-dev: requirements.txt requirements-dev.txt $(VENV)/klar
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
