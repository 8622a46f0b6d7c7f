# Everything a newcomer needs: make demo, make test. Both create .venv and install what they need.
# A distribution compiles its Python with the profile of a run: it takes a quarter less time than one compiled at home.
OWN := /usr/bin/python3
PYTHON ?= $(shell $(OWN) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(OWN) || echo python3)
BIN := .venv/bin
# Three for two cores: the third works while another waits for a browser or a server.
WORKERS ?= 3
SPREAD := --forks $(WORKERS)
# One order and one choice of examples: what is green here is green there. `make shuffle` looks for others.
PYTEST := $(BIN)/python -m pytest $(SPREAD) --randomly-seed=20261122
# The foundations whole, and of each room that stands on them one story.
QUICK := $(addprefix tests/,core policy accounts audit clocks documents jobs leads messages search ui \
  registry/test_subject_registry.py planning/test_demands.py engines/test_folder_draw.py draw/test_engine.py \
  inspection/test_story.py publicity/test_notices.py)

.DEFAULT_GOAL := help
.PHONY: help demo run test browser quick shuffle spark axe tamper check bench lock docs clean

help:            ## What there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

.venv/.ready: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新的版本：make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	@# The lock pins every hash; a Python it was not made for falls back to the ranges of pyproject.toml, and says so.
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock \
	  || { echo '锁定文件不适用于此 Python，改按 pyproject.toml 的版本范围安装。'; $(BIN)/python -m pip install -q -e '.[dev]'; }
	$(BIN)/python -m pip install -q --no-deps -e .
	@touch $@

.venv/.bench: .venv/.ready
	$(BIN)/python -m pip install -q -e '.[bench]'
	@touch $@

demo: .venv/.ready   ## Build the fictional 鹭湾市, live its year, verify its transcripts, open its site
	$(BIN)/mingqian demo --serve

run: .venv/.ready    ## Any command: make run ARGS="run-year --registry FILE --pack xiamen-2017 --out DIR"
	$(BIN)/mingqian $(or $(ARGS),help)

test: .venv/.ready   ## Everything, on SQLite and on PostgreSQL
	$(PYTEST)
	$(PYTEST) --database=postgresql

browser:         ## The browser of the browser tests, where this may be installed; without one they say so and are skipped
	@test -x /usr/lib/chromium/chromium-headless-shell \
	  || { apt-get -qq update && apt-get -qq install -y chromium-headless-shell >/dev/null; } \
	  || echo '没有装上 chromium-headless-shell：有别的 Chromium 就用它，没有就跳过浏览器测试。'

quick: .venv/.ready  ## The quick tier, on SQLite: a minute
	$(PYTEST) -m "not slow" $(QUICK)

shuffle: .venv/.ready ## The quick tier in another order, with other examples
	MINGQIAN_TEST_SHUFFLE=1 $(BIN)/python -m pytest $(SPREAD) -m "not slow" $(QUICK)

spark: .venv/.ready  ## The engine tests on a real Spark cluster of two workers: half a gigabyte, Java 17
	$(BIN)/python -m pip install -q -e '.[spark]'
	$(PYTEST) --forks 1 tests/engines -m spark

axe: .venv/.ready    ## Every kind of page of the site that `make demo` has opened, as axe-core sees it: minutes
	$(BIN)/python -m tools.check_pages $(or $(URL),http://127.0.0.1:8000)

tamper: .venv/.ready  ## Every mutation and every fraud in real Chromium, too
	MINGQIAN_TEST_WHOLE_SWEEP=1 $(BIN)/python -m pytest tests/verify/test_mutations.py tests/browser/test_tampering.py

check: .venv/.ready  ## Style, types, directions, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mingqian makemigrations --check --dry-run

bench: .venv/.bench  ## Ratios within one run against the named peer or the bare floor
	@missed=0; for file in bench/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || missed=1; done; exit $$missed

lock: .venv/.ready   ## Make requirements.lock anew; it names no host
	$(BIN)/python -m pip install -q pip-tools
	$(BIN)/pip-compile -q --extra dev --generate-hashes --allow-unsafe --strip-extras \
	  --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock pyproject.toml

docs: .venv/.ready   ## Write every generated page anew
	@for tool in clauses events offline_verifier openapi packs parameters states vectors; do $(BIN)/python -m tools.write_$$tool || exit 1; done

clean:           ## Remove the environment and the demo's data
	rm -rf .venv var/demo
