# Two commands matter to a newcomer: `make demo` and `make test`. Both do all the set-up, inside this folder.

SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(not sys.version_info >= (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
UV_VERSION := 0.13.9
# A uv on the PATH serves as it is; otherwise one is fetched into .uv/, never into the system's Python.
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
RUN := $(UV) run --frozen --extra sandbox
export UV_LINK_MODE ?= copy
export UV_PYTHON_PREFERENCE ?= only-system

.PHONY: help demo test check bench newest format clean

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

.uv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Breakwater needs Python 3.11 or newer; none was found on the PATH." >&2; exit 1; }
	@echo "Fetching uv into .uv/ ..."
	@"$(PYTHON)" -m venv .uv || { echo "Python's venv module is needed (Debian: apt install python3-venv)." >&2; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: uv.lock pyproject.toml | $(filter .uv/bin/uv,$(UV))
	@$(UV) sync --frozen --quiet --extra sandbox $(if $(PYTHON),--python "$(PYTHON)")
	@touch $@

demo: .venv/.synced ## Play the two incidents in a Discord on loopback (ONCE=1 ends by itself)
	@$(RUN) breakwater demo $(if $(ONCE),--once)

test: .venv/.synced ## Run the tests
	@$(RUN) pytest

check: .venv/.synced ## Lint, formatting, types and import contracts
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) pyright
	@$(RUN) lint-imports

format: .venv/.synced ## Format the code
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix .

bench: .venv/.synced ## Measure, each figure as a ratio against a named baseline (needs a C++ compiler)
	@$(RUN) --group bench pytest tests/bench --override-ini addopts= -p no:randomly -s

newest: | $(filter .uv/bin/uv,$(UV)) ## Run the tests on the newest Python that is installed (3.13)
	@UV_PROJECT_ENVIRONMENT=.venv-newest $(UV) run --frozen --extra sandbox --python 3.13 pytest

clean: ## Remove what the commands above made
	rm -rf .venv .venv-newest .uv .pytest_cache .ruff_cache .import_linter_cache .hypothesis
