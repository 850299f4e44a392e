# Every target first makes the Python environment in .venv, which takes no time when it is up to date.
# Settings: PIN_ADVISOR_PYTHON, PIN_ADVISOR_PORT, PIN_ADVISOR_DEMO_PORT; see README.md.

# Rasa takes 15 s longer to start without compiled files.
unexport PYTHONDONTWRITEBYTECODE
export RASA_TELEMETRY_ENABLED = false

bin = .venv/bin

.PHONY: run test chat channels-demo train check format lock understanding thresholds environment
.DEFAULT_GOAL = run

run: environment       ## start the bot; trains the model first if need be
	@$(bin)/pin-advisor run

test: environment      ## run every test; pass arguments with ARGS="-k engine"
	@$(bin)/python -m pytest $(ARGS)

chat: environment      ## talk to the bot in this terminal
	@$(bin)/pin-advisor chat

channels-demo: environment  ## see every channel on one page, without any account at a platform
	@$(bin)/pin-advisor demo

train: environment     ## train the model, unless there is one for the present data
	@$(bin)/pin-advisor train

check: environment     ## style, types, training data, catalog
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy
	@$(bin)/rasa data validate --fail-on-warning
	@$(bin)/pin-advisor validate

format: environment    ## put the code into the house style
	@$(bin)/ruff check --fix .
	@$(bin)/ruff format .

lock: environment      ## write requirements.lock anew after a change of the dependencies
	@$(bin)/uv pip compile --quiet --python-version 3.10 --extra dev --override requirements/overrides.txt \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements.lock pyproject.toml

understanding: environment  ## train this product and stock Rasa alike, compare how they understand; ARGS="--skip-stock"
	@$(bin)/python -m benchmarks.understanding $(ARGS)

thresholds: environment  ## what each threshold of understanding costs and gains; takes some minutes
	@$(bin)/pin-advisor thresholds

environment:
	@scripts/environment.sh
