# newsdesk: everything a developer or a curious reader types. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PEER_VENV := .venv-bench
PEER_INSTALLED := $(PEER_VENV)/.installed
DEPLOY_VENV := .venv-deploy
DEPLOY_INSTALLED := $(DEPLOY_VENV)/.installed
COMPOSE = $(DEPLOY_VENV)/lib/python*/site-packages/compose/docker-compose
SHARED ?= ../shared
SIZES ?= 10000 100000 1000000
# a process for each core, at most four: each loads the embedding model; one that dies ends the run, because
# pytest-xdist can wait for ever for what is left of a file whose process it replaced
PARALLEL ?= --numprocesses logical --maxprocesses 4 --dist loadfile --max-worker-restart 0
# how much of it: 1 is all
TORTURE ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo preview test test-all torture check check-deploy format bench bench-scale simulate learn quantise screenshot clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(INSTALLED): pyproject.toml constraints.txt
	@echo "Installing newsdesk into $(VENV); this takes some minutes the first time."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsdesk needs Python 3.11 or newer; call: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev --editable '.[preview,evaluation]'
	@touch $@

demo: $(INSTALLED) ## ingest the sample library and ask it about Merz and a ceasefire
	$(BIN)/newsdesk --data-dir build/demo ingest samples/articles
	$(BIN)/newsdesk --data-dir build/demo ask "What did Merz say about a ceasefire?" --asked 2026-01-10

preview: $(INSTALLED) ## open the real bot in a local browser page: type /ask there
	$(BIN)/newsdesk preview --library sample --open

check: $(INSTALLED) ## style and types, without tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check ## every check: style, types, tests, coverage
	$(BIN)/pytest $(PARALLEL) -m "not slow" --cov --cov-report=term --cov-fail-under=85

test-all: check ## as test, with the slow tests
	$(BIN)/pytest $(PARALLEL) --cov --cov-report=term

torture: $(INSTALLED) ## kill, stop, fill and damage it, 400 times; TORTURE=0.1 does a tenth, TORTURE_SEED=N another chance
	TORTURE=$(TORTURE) $(BIN)/pytest tests/torture --numprocesses logical --maxprocesses 4 --dist load --max-worker-restart 0

$(DEPLOY_INSTALLED): pyproject.toml constraints.txt
	@echo "Installing Docker Compose and the schemas of Kubernetes into $(DEPLOY_VENV)."
	@test -x $(DEPLOY_VENV)/bin/python || $(PYTHON) -m venv $(DEPLOY_VENV)
	@$(DEPLOY_VENV)/bin/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(DEPLOY_VENV)/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt --group deploy
	@touch $@

# the program of Compose itself, for the package's own command ends with 0 whatever it found; copies, for it wants .env
check-deploy: $(DEPLOY_INSTALLED) ## deploy/ as Compose reads it, and by the schemas of Kubernetes
	@mkdir -p build/deploy && cp deploy/*.yaml build/deploy && touch build/.env
	$(COMPOSE) --file build/deploy/compose.yaml config --quiet
	POSTGRES_PASSWORD=- OBJECT_STORE_PASSWORD=- $(COMPOSE) --file build/deploy/newsroom.yaml --profile '*' config --quiet
	$(DEPLOY_VENV)/bin/kubernetes-validate --strict $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))

format: $(INSTALLED) ## put the code into its format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(PEER_INSTALLED): pyproject.toml constraints.txt
	@echo "Installing the llama-index set-up that newsdesk is measured beside into $(PEER_VENV)."
	@test -x $(PEER_VENV)/bin/python || $(PYTHON) -m venv $(PEER_VENV)
	@$(PEER_VENV)/bin/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(PEER_VENV)/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt --group bench
	@touch $@

bench: $(INSTALLED) $(PEER_INSTALLED) ## measure ingest and answers beside a llama-index set-up (needs SHARED, see bench/)
	$(BIN)/python bench/run.py --shared $(SHARED)

bench-scale: $(INSTALLED) ## measure answers in libraries of SIZES passages (needs SHARED; a million takes an hour, and 10 GB)
	$(BIN)/python bench/scale.py --shared $(SHARED) --sizes $(SIZES)

simulate: $(INSTALLED) ## newsdesk under up to 1000 times a newsroom's load, simulated; draws docs/images/simulated.svg
	$(BIN)/python bench/simulate.py

learn: $(INSTALLED) ## learn the weights of ranking and answers into build/learned (needs SHARED)
	mkdir -p build/learned
	$(BIN)/python -m evaluation.learning $(SHARED)/data/rtqa-train build/learned

quantise: $(INSTALLED) ## make the int8 embedding model in models/ anew (needs SHARED)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --group quantise
	$(BIN)/python scripts/quantise.py $(SHARED)

screenshot: $(INSTALLED) ## take the pictures of docs/images (needs Chromium)
	$(BIN)/python scripts/screenshot.py

clean: ## remove what these commands made, but the virtual environment
	rm -rf build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
