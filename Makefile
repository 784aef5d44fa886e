# make run and make test are all that is needed; the rest is for working on Lamella.
PORT ?= 5005
VENV := .venv
INSTALLED := $(VENV)/installed
STANDIN := $(wildcard bot/framework/tensorflow_standin/pyproject.toml bot/framework/tensorflow_standin/src/*.py)
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
QUIET := PYTHONWARNINGS=ignore LOG_LEVEL=ERROR

.PHONY: run test shell train evaluate lint check docs pictures transcripts bench bench-understanding lock full

run: $(INSTALLED)
	@$(VENV)/bin/bot serve --port $(PORT)

test: $(INSTALLED) lint check
	@$(VENV)/bin/bot train
	@$(QUIET) $(VENV)/bin/python -m pytest -q

shell: $(INSTALLED)
	@$(VENV)/bin/bot train
	@LOG_LEVEL=ERROR $(VENV)/bin/python -m bot.quiet shell

train: $(INSTALLED)
	@$(VENV)/bin/bot train --always

# How well the labelled questions of tests/nlu are understood; the report goes to reports/understanding.
evaluate: $(INSTALLED)
	@$(VENV)/bin/bot evaluate

lint: $(INSTALLED)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

check: $(INSTALLED)
	@$(VENV)/bin/bot check

# The pages of docs/ that list rules, ingredients and sources, from the knowledge files.
docs: $(INSTALLED)
	@$(VENV)/bin/bot docs

# The pictures of the widget in docs/pictures, taken in a real browser.
pictures: $(INSTALLED)
	@$(QUIET) $(VENV)/bin/python -m tests.web.pictures

# Some conversations as they go, in docs/conversations.md.
transcripts: $(INSTALLED)
	@$(QUIET) $(VENV)/bin/python -m bench.transcripts

bench: $(INSTALLED)
	@$(VENV)/bin/python -m bench.rules

# Cross-validation of the kinds of question; beside Rasa's default pipeline where `make full` was run.
bench-understanding: $(INSTALLED)
	@$(QUIET) $(VENV)/bin/python -m bench.understanding

$(INSTALLED): requirements/lock.txt pyproject.toml bin/setup $(STANDIN)
	@bin/setup $(VENV) requirements/lock.txt

# The pinned versions anew. Hashes, but no address of an index.
lock:
	uv pip compile --quiet --python-version 3.10 --generate-hashes --extra dev \
		--override requirements/never-needed.txt --override requirements/without-tensorflow.txt \
		--custom-compile-command "make lock" pyproject.toml -o requirements/lock.txt
	uv pip compile --quiet --python-version 3.10 --generate-hashes --extra dev \
		--override requirements/never-needed.txt \
		--custom-compile-command "make lock" pyproject.toml -o requirements/lock-full.txt

# Rasa with the real TensorFlow, in .venv-full, for its TensorFlow components.
full:
	@bin/setup .venv-full requirements/lock-full.txt full
