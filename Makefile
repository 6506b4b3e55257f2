# Everything here works on a machine that has Python >= 3.11, make and a package index; what needs more says so.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
GOLIB_VERSION := 0.4.4
OPA_VERSION := v1.20.2
CONFTEST_VERSION := v0.71.1
GATEKEEPER_VERSION := v3.23.1
ACTIONLINT_VERSION := v1.7.12
WEB_PACKAGES := axe-core@4.14.1 mermaid@12.3.0 vnu-jar@26.9.27
KUBERNETES_VERSION := v1.34.4
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The tests start the command a thousand times: it must not be compiled each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo docs man test gate lint types imports generated wheel bench mutation corpus fuzz demo-evidence evidence-attacks opa conftest gator actionlint kube-apiserver web clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.made: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --upgrade pip
	$(BIN)/pip install -q -e . --group test --group lint
	$(BIN)/pip install -q --no-deps --ignore-requires-python opa-golib-python-bindings==$(GOLIB_VERSION) || echo "OPA as a library cannot be installed here: left out"
	touch $@

demo: $(VENV)/.made ## the main job on the examples: one estate that fails, and the same one mended
	@support/demo.sh $(BIN)/hds-policy

demo-evidence: $(VENV)/.made ## a signed evidence bundle of each example estate, verified, shown and compared
	@support/demo_evidence.sh $(abspath $(BIN))/hds-policy .cache/demo-evidence

test: $(VENV)/.made ## all tests
	$(BIN)/python -P -m pytest -n auto --dist loadfile

gate: lint types imports generated wheel ## everything CI asks besides the tests

lint: $(VENV)/.made ## ruff
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.made ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/.made ## import-linter contracts
	PYTHONPATH=collectors $(BIN)/lint-imports

generated: $(VENV)/.made ## generated files are as their generators make them
	$(BIN)/python support/build_rules_doc.py --check
	$(BIN)/python support/build_requirements_doc.py --check
	$(BIN)/python support/build_catalogue_doc.py --check
	$(BIN)/python support/build_input_schema_doc.py --check
	$(BIN)/python support/build_health_data_doc.py --check
	$(BIN)/python support/build_readme.py --check
	$(BIN)/python support/build_reference_doc.py --check
	$(BIN)/python support/translations.py --check

wheel: $(VENV)/.made ## the wheel, built from the sdist, works in an empty environment outside the checkout
	support/check_wheel.sh $(abspath $(BIN))

docs: $(VENV)/.made ## the documentation as a site in build/docs, every link checked
	$(BIN)/pip install -q --group docs
	$(BIN)/sphinx-build -q -W --keep-going -n -b html -d build/doctrees docs build/docs

man: $(VENV)/.made ## a man page for each command, in build/man
	$(BIN)/python support/man_pages.py

bench: $(VENV)/.made ## CPU seconds and peak memory, beside checkov on the same tree in the same run
	$(BIN)/python support/bench.py

mutation: $(VENV)/.made ## change the shipped rules one small thing at a time: their tests must notice; writes docs/mutation.md
	$(BIN)/python support/mutate_rules.py

corpus: $(VENV)/.made ## run on public repositories: make corpus CORPUS=<folder of checkouts>
	$(BIN)/python support/ecosystem.py $(CORPUS)

fuzz: $(VENV)/.made ## feed the reader a million mutated inputs; with coverage where atheris can be installed
	for target in hcl json evaluator yaml document manifests; do $(BIN)/python -P support/fuzz_hcl.py $$target --engine mutation || exit 1; done
	$(BIN)/python -P support/fuzz_hcl.py large
	test -x .cache/fuzz/bin/python || $(PYTHON) -m venv .cache/fuzz
	if .cache/fuzz/bin/pip install -q atheris PyYAML; then for target in hcl json evaluator yaml document; do \
	  .cache/fuzz/bin/python -P support/fuzz_hcl.py $$target --seconds 300 || exit 1; done; \
	else echo "make fuzz: atheris cannot be installed here: mutations only"; fi

evidence-attacks: $(VENV)/.made ## 100,000 changed evidence bundles and 1,000 killed writers: none may come through
	rm -rf .cache/evidence && mkdir -p .cache/evidence
	$(BIN)/hds-policy evidence keygen -o .cache/evidence/key > .cache/evidence/trust.toml
	$(BIN)/hds-policy evidence export examples/clinic/mended --key .cache/evidence/key -o .cache/evidence/bundle.zip; test $$? -ne 70
	$(BIN)/python -P -W ignore support/attack_evidence.py mutations .cache/evidence/bundle.zip .cache/evidence/trust.toml
	$(BIN)/python -P support/attack_evidence.py kills

opa: ## build OPA with Go into .cache/opa, as the oracle of the tests
	@command -v go >/dev/null || { echo "make opa: needs Go, left out"; exit 1; }
	test -x .cache/opa/opa || GOBIN=$(CURDIR)/.cache/opa go install github.com/open-policy-agent/opa@$(OPA_VERSION)

conftest: ## build conftest with Go into .cache/conftest, for the tests
	@command -v go >/dev/null || { echo "make conftest: needs Go, left out"; exit 1; }
	test -x .cache/conftest/conftest || GOBIN=$(CURDIR)/.cache/conftest go install github.com/open-policy-agent/conftest@$(CONFTEST_VERSION)

gator: ## build Gatekeeper's gator with Go into .cache/gator, for the tests
	@command -v go >/dev/null || { echo "make gator: needs Go, left out"; exit 1; }
	test -x .cache/gator/gator || GOBIN=$(CURDIR)/.cache/gator go install github.com/open-policy-agent/gatekeeper/v3/cmd/gator@$(GATEKEEPER_VERSION)

actionlint: ## build actionlint with Go into .cache/actionlint, for the tests of the GitHub action
	@command -v go >/dev/null || { echo "make actionlint: needs Go, left out"; exit 1; }
	test -x .cache/actionlint/actionlint || GOBIN=$(CURDIR)/.cache/actionlint go install github.com/rhysd/actionlint/cmd/actionlint@$(ACTIONLINT_VERSION)

kube-apiserver: ## build kube-apiserver and etcd with Go into .cache/kube-apiserver, for the tests (some minutes)
	@command -v go >/dev/null || { echo "make kube-apiserver: needs Go, left out"; exit 1; }
	support/kube_apiserver.sh $(KUBERNETES_VERSION) $(CURDIR)/.cache/kube-apiserver

web: ## axe-core, mermaid and the W3C checker into .cache/web, for the tests of pages and diagrams in a real browser
	@command -v npm >/dev/null || { echo "make web: needs npm, left out"; exit 1; }
	test -d .cache/web/node_modules/vnu-jar || { mkdir -p .cache/web && \
	  npm install --prefix .cache/web --no-save --no-package-lock --no-audit --no-fund --ignore-scripts $(WEB_PACKAGES); }

sigstore: ## Sigstore's verifier for Node.js into .cache/sigstore, for the tests of evidence bundles
	@command -v npm >/dev/null || { echo "make sigstore: needs npm, left out"; exit 1; }
	test -d .cache/sigstore/node_modules/@sigstore/verify || { mkdir -p .cache/sigstore && \
	  npm install --prefix .cache/sigstore --no-save --no-package-lock --no-audit --no-fund --ignore-scripts @sigstore/verify@4.1.3; }

clean: ## remove what was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
