# Needs only Python 3.11 (or later) with venv, git and make: each target sets up .venv when it is missing.
SHELL := /bin/bash
.DEFAULT_GOAL := test
BIN := .venv/bin
# Marks in .venv: the program alone is installed, and all that the tests need.
PROGRAM := .venv/.program
READY := .venv/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Scripts of benchmarks/ that measure what users wait for, each on its own; the first says what machine it is.
BENCHMARKS := check_speed.py check_hook.py check_server.py

.PHONY: demo test lint parity bench wheel frameworks vscode vscode-editor browser docs playground fuzz lowest newest installed sbom build-check clean

demo: $(PROGRAM)  ## what de-lint is for, in one screen
	@$(BIN)/python demo/show.py

test: lint browser  ## everything that is checked before a commit
	$(BIN)/pytest -q -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel:  ## build the sdist and the wheel into dist/
	@[ -x .venv/bin/python ] || python3.11 -m venv .venv 2>/dev/null || python3 -m venv .venv
	@$(PIP) 'build>=1.2'
	rm -rf dist && $(BIN)/python -m build --outdir dist .

parity: $(READY)  ## what the working tree reads or finds otherwise than BASE: in the fixtures, and in the folders in CORPUS
	$(BIN)/python benchmarks/parity.py --base $(or $(BASE),HEAD) $(CORPUS)

bench: $(READY)  ## how long de-lint takes, beside other programs: anew into benchmarks/RESULTS.md
	@mkdir -p build
	@set -o pipefail; for script in $(BENCHMARKS); do $(BIN)/python benchmarks/$$script || exit 1; done | tee build/results.md
	@mv build/results.md benchmarks/RESULTS.md

browser:  ## Chromium for the tests of the dashboard, where this may install it
	@.ci/install_chromium

frameworks: $(READY)  ## run the page about agent frameworks against them; they weigh more than all the rest
	python3 -m venv build/frameworks
	build/frameworks/bin/python -m pip install --quiet --disable-pip-version-check -e . pytest hypothesis \
		pydantic-ai-slim openai-agents langgraph crewai
	build/frameworks/bin/python -m pytest -q -rs -p no:cacheprovider tests/docs/test_frameworks.py

vscode: $(READY)  ## build, test and package the extension for VS Code into build/de-lint.vsix; needs Node.js 20
	@mkdir -p build
	cd editors/vscode && npm ci && npm run check && npm run build
	[ ! -d build/editor ] || export DE_LINT_EDITOR=$(CURDIR)/build/editor; cd editors/vscode && \
		DE_LINT_COMMAND='["$(CURDIR)/$(BIN)/de-lint", "server"]' npm test
	cd editors/vscode && npm run package -- --out ../../build/de-lint.vsix

vscode-editor: browser  ## install VS Code for a browser, with which `make vscode` tests the extension in a real editor
	editors/vscode/test/install-editor build/editor

docs: $(READY)  ## regenerate the reference pages and build the site into build/site
	$(BIN)/python docs/generate.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict
	@if command -v npm >/dev/null; then $(BIN)/python docs/playground/build.py build/site/playground; \
		else echo "There is no npm: the playground is built without its reader." >&2; fi

playground: $(READY) browser  ## the page that reads in the browser, into build/site/playground, and its tests; needs npm
	$(BIN)/python docs/playground/build.py build/site/playground
	$(BIN)/pytest -q -rs tests/docs/test_playground.py

fuzz: $(READY)  ## look for what breaks TARGETS (all eight), SECONDS for each, beginning with the fixtures and what is in SEEDS
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(PIP) atheris
	FUZZ_SECONDS=$(or $(SECONDS),60) FUZZ_SEEDS="$(SEEDS)" $(BIN)/python tests/fuzz/run.py $(TARGETS)

# The tools of the tests are the newest ones, whatever the program itself is run with; the lowest versions are those that
# are there for the Python at hand.
lowest: RESOLUTION := lowest-direct
newest: RESOLUTION := highest
lowest newest:  ## the tests with the lowest versions that pyproject.toml allows, or the newest ones
	python3 -m venv --clear build/$@
	build/$@/bin/python -m pip install --quiet --disable-pip-version-check uv
	build/$@/bin/uv pip compile --quiet --python build/$@/bin/python --resolution $(RESOLUTION) --only-binary :all: \
		--extra dashboard --extra dask --extra lsp --extra mcp --extra parquet --extra remote pyproject.toml -o build/$@.txt
	build/$@/bin/uv pip install --quiet --python build/$@/bin/python -c build/$@.txt -e '.[test]'
	build/$@/bin/python -m compileall -q de_lint
	build/$@/bin/pytest -q -n auto

installed: wheel  ## the tests against the wheel, which is built from the sdist, instead of the checkout
	.ci/test_wheel dist/*.whl

sbom: $(PROGRAM)  ## what the program brings along with all extras: an SBOM and the licences, in build/
	python3 -m venv --clear build/sbom
	build/sbom/bin/python -m pip install --quiet --disable-pip-version-check '.[dashboard,dask,lsp,mcp,parquet,remote]'
	build/sbom/bin/python -m pip uninstall --quiet --yes setuptools pip
	@$(PIP) cyclonedx-bom
	$(BIN)/cyclonedx-py environment build/sbom --pyproject pyproject.toml --output-reproducible -o build/sbom.json
	$(BIN)/python .ci/licences build/sbom.json | tee build/licences.txt

build-check: $(PROGRAM)  ## two builds must be the same, well-formed, and do what a new user does
	@$(PIP) 'build>=1.2' twine check-wheel-contents
	.ci/try_build $(BIN)/python
	.ci/try_wheel dist/*.whl

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(PROGRAM): pyproject.toml setup.py
	@python3.11 -m venv .venv 2>/dev/null || python3 -m venv .venv
	@$(PIP) -e .
	@$(BIN)/python -m compileall -q de_lint # a hook is waited for: also where Python is told to keep no bytecode
	@touch $@

$(READY): $(PROGRAM)
	$(PIP) -e '.[test]'
	@touch $@
