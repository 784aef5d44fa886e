# make run and make test are all that is needed; the rest is for working on Lamella.
PORT ?= 5005
VENV := .venv
INSTALLED := $(VENV)/installed
DEPLOY := .venv-deploy
STANDIN := $(wildcard bot/framework/tensorflow_standin/pyproject.toml bot/framework/tensorflow_standin/src/*.py)
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
QUIET := PYTHONWARNINGS=ignore LOG_LEVEL=ERROR

.PHONY: run test shell train evaluate lint check check-deploy audit docs pictures transcripts bench soak bench-understanding lock full

run: $(INSTALLED)
	@$(VENV)/bin/bot serve --port $(PORT)

test: $(INSTALLED) lint check check-deploy
	@$(VENV)/bin/bot train
	@$(QUIET) $(VENV)/bin/python -m pytest -q

shell: $(INSTALLED)
	@$(VENV)/bin/bot train
	@LOG_LEVEL=ERROR LAMELLA_WORKERS=1 $(VENV)/bin/python -m bot.quiet shell

train: $(INSTALLED)
	@$(VENV)/bin/bot train --always

# How well the labelled questions of tests/nlu are understood; the report goes to reports/understanding.
evaluate: $(INSTALLED)
	@$(VENV)/bin/bot evaluate

lint: $(INSTALLED)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-logo

# The files of deploy/, each by the checker of its kind; the proxy's where there is one.
check-deploy: $(DEPLOY)/installed
	@$(DEPLOY)/bin/hadolint deploy/Dockerfile
	@$(DEPLOY)/bin/check-jsonschema --quiet --builtin-schema vendor.compose-spec deploy/compose.yml
	@$(DEPLOY)/bin/kubernetes-validate --strict --quiet deploy/kubernetes.yml
	@if command -v caddy >/dev/null; then \
		caddy validate --adapter caddyfile --config deploy/Caddyfile 2>&1 | grep -q "Valid configuration"; fi

# Known weaknesses of what serves, as PyPI knows them, but for those that were looked at and accepted.
audit: $(DEPLOY)/installed
	@$(DEPLOY)/bin/pip-audit --requirement requirements/serve.txt --no-deps --require-hashes --disable-pip \
		$$(sed -n 's/^\([A-Z][A-Za-z0-9-]*\) .*/--ignore-vuln \1/p' requirements/accepted-findings.txt)

$(DEPLOY)/installed: requirements/deploy-tools.txt bin/setup
	@bin/setup $(DEPLOY) requirements/deploy-tools.txt tools

check: $(INSTALLED)
	@$(VENV)/bin/bot check

# The pages of docs/ that list rules, ingredients and sources, from the knowledge files; and schemas for editors.
docs: $(INSTALLED)
	@$(VENV)/bin/bot docs
	@$(VENV)/bin/bot schemas

# The pictures of docs/pictures, taken in a real browser; those of the messengers need a font that has emoji.
pictures: $(INSTALLED)
	@$(QUIET) $(VENV)/bin/python -m tests.web.pictures
	@$(QUIET) $(VENV)/bin/python -m tests.channels.telegram_pictures
	@$(QUIET) $(VENV)/bin/python -m tests.channels.slack.pictures
	@$(QUIET) $(VENV)/bin/python -m tests.report_pictures

# Some conversations as they go, in docs/conversations.md.
transcripts: $(INSTALLED)
	@$(QUIET) $(VENV)/bin/python -m bench.transcripts

# Every figure of docs/speed.md; beside Rasa's default pipeline where `make full` was run. ONLY="serving growth" takes
# some of the steps, ROUNDS= and SECONDS= make them shorter.
bench: $(INSTALLED)
	@$(VENV)/bin/bot train
	@$(QUIET) $(VENV)/bin/python -m bench.speed $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ONLY),--only $(ONLY))

# Half of the top rate for MINUTES=20: memory and latency over time.
soak: $(INSTALLED)
	@$(VENV)/bin/bot train
	@$(QUIET) $(VENV)/bin/python -m bench.soak --minutes $(or $(MINUTES),20)

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
	uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--override requirements/never-needed.txt --override requirements/without-tensorflow.txt \
		--constraint requirements/lock.txt \
		--custom-compile-command "make lock" pyproject.toml -o requirements/serve.txt
	uv pip compile --quiet --python-version 3.10 --generate-hashes \
		--custom-compile-command "make lock" requirements/deploy-tools.in -o requirements/deploy-tools.txt

# Rasa with the real TensorFlow, in .venv-full, for its TensorFlow components.
full:
	@bin/setup .venv-full requirements/lock-full.txt full
