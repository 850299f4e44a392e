# Every target first makes the Python environment in .venv, which takes no time when it is up to date. Those
# that develop or test add what they need to it.
# Settings: PIN_ADVISOR_PYTHON, PIN_ADVISOR_PORT, PIN_ADVISOR_DEMO_PORT; see docs/operations.md.

# Rasa takes 15 s longer to start without compiled files.
unexport PYTHONDONTWRITEBYTECODE
export RASA_TELEMETRY_ENABLED = false

bin = .venv/bin
compile = .cache/uv/bin/uv pip compile --quiet --python-version 3.10 --generate-hashes --no-emit-index-url \
	--no-header --override requirements/overrides.txt

.PHONY: run test chat channels-demo train doctor check format lock understanding thresholds bench soak \
	audit sbom size environment development tools
.DEFAULT_GOAL = run

run: environment       ## start the bot; trains the model first if need be
	@$(bin)/pin-advisor run

# All tests in two processes, each file in one of them.
test: development tools ## run every test; pass arguments with ARGS="-k engine"
	@$(bin)/python -m pytest $(or $(ARGS),--numprocesses 2 --dist loadfile)

chat: environment      ## talk to the bot in this terminal
	@$(bin)/pin-advisor chat

channels-demo: environment  ## see every channel on one page, without any account at a platform
	@$(bin)/pin-advisor demo

train: environment     ## train the model, unless there is one for the present data
	@$(bin)/pin-advisor train

doctor: environment    ## what is wrong with this installation, and what to do about it
	@$(bin)/pin-advisor doctor --quiet

check: development     ## style, types, training data, catalog
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/rasa data validate --fail-on-warning
	@$(bin)/pin-advisor validate

format: development    ## put the code into the house style
	@$(bin)/ruff check --fix .
	@$(bin)/ruff format .

lock: development      ## write the lock files anew after a change of the dependencies
	@$(compile) --override requirements/overrides-shop.txt --output-file requirements.lock pyproject.toml
	@$(compile) --override requirements/overrides-development.txt --constraint requirements.lock --extra dev \
		--output-file requirements/dev.lock pyproject.toml requirements/encoder.in
	@$(compile) --constraint requirements/dev.lock --no-deps \
		--output-file requirements/encoder.lock requirements/encoder.in
	@$(compile) --output-file requirements/tools.lock requirements/tools.in

understanding: development  ## train this product and stock Rasa alike, compare how they understand; ARGS="--skip-stock"
	@$(bin)/python -m benchmarks.understanding $(ARGS)

bench: development     ## serve visitors with this product and with stock Rasa, compare; ARGS="--skip-stock"
	@$(bin)/python -m benchmarks.serving $(ARGS)

soak: development      ## many visitors for long: what grows, what is not kept; ARGS="--minutes 60 --visitors 20"
	@$(bin)/python -m benchmarks.soak $(ARGS)

thresholds: environment  ## what each threshold of understanding costs and gains; takes some minutes
	@$(bin)/pin-advisor thresholds

audit: environment tools  ## look for published vulnerabilities of what is installed; needs the network
	@$(bin)/python -m supply_chain.audit $(ARGS)

sbom: environment tools  ## list what a shop runs, with versions and licences, in build/sbom.cdx.json (CycloneDX)
	@$(bin)/python -m supply_chain.sbom $(ARGS)

size: environment      ## how much disk a shop needs, package by package
	@$(bin)/python -m supply_chain.size $(ARGS)

environment:
	@scripts/environment.sh

development:
	@scripts/environment.sh development

tools:
	@scripts/environment.sh tools
