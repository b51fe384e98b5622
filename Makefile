# One task runner. Each target makes its own environment from Python 3.11 and a C library.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRAIN := .venv-train
TORCH := torch==2.13.0

.PHONY: demo serve test test-train test-browser lint check lock bench torture clean

demo: $(READY)
	@$(BIN)/refleqt demo

serve: $(READY)
	@$(BIN)/refleqt serve

test: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadfile

# The training environment: torch first, in its CPU build where the package index has one.
test-train: $(READY) $(TRAIN)/.ready
	@REFLEQT_TRAIN_PYTHON="$(CURDIR)/$(TRAIN)/bin/python" OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m train -n 2 --dist loadfile

# The same tests run in `make test` where Chromium is found; this one installs it (Debian).
test-browser: $(READY)
	@command -v chromium >/dev/null || apt-get install -y chromium
	@$(BIN)/python -m pytest tests/browser

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright --level error
	@$(BIN)/lint-imports --no-cache | tail -n 4

check: lint
	@$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

bench: $(READY)
	@$(BIN)/python -m benchmarks.demo

torture: $(READY) $(TRAIN)/.ready
	@REFLEQT_TRAIN_PYTHON="$(CURDIR)/$(TRAIN)/bin/python" OMP_NUM_THREADS=1 $(BIN)/python -m pytest --torture -m torture -n 2
	@$(BIN)/python -m benchmarks.kill

lock: $(READY)
	$(BIN)/uv pip compile -q requirements/app.in requirements/dev.in --override requirements/overrides.txt \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --universal -p 3.11 -o requirements/requirements.lock
	$(BIN)/uv pip compile -q requirements/bootstrap.in \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --universal -p 3.11 -o requirements/bootstrap.lock
	$(BIN)/uv pip compile -q requirements/train.in --override requirements/train-overrides.txt \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --universal -p 3.11 -o requirements/train.lock

# uv is quick; pip is the way round where uv does not know this machine's package index.
$(READY): requirements/requirements.lock requirements/bootstrap.lock pyproject.toml
	@echo "Making $(VENV) (once; a few minutes at the most)" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements/bootstrap.lock
	@$(BIN)/uv pip install -q --compile-bytecode --no-deps --require-hashes -r requirements/requirements.lock -p $(BIN)/python \
	  || $(BIN)/python -m pip install -q --no-deps --require-hashes -r requirements/requirements.lock
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(TRAIN)/.ready: requirements/train.lock
	@echo "Making $(TRAIN) (once; torch is large)" >&2
	@test -x $(TRAIN)/bin/python || $(PYTHON) -m venv $(TRAIN)
	@$(TRAIN)/bin/python -c "import torch" 2>/dev/null \
	  || $(TRAIN)/bin/python -m pip install -q "$(TORCH)+cpu" 2>/dev/null \
	  || $(TRAIN)/bin/python -m pip install -q "$(TORCH)"
	@$(TRAIN)/bin/python -m pip install -q --no-deps --require-hashes -r requirements/train.lock
	@touch $@

clean:
	rm -rf $(VENV) $(TRAIN) .pytest_cache .ruff_cache build *.egg-info
