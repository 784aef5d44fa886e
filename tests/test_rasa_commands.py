"""Rasa's own commands work from the root as any Rasa user expects."""

from __future__ import annotations

import os
import subprocess
import sys

from bot import model
from tests.conftest import ROOT


def _rasa(*arguments: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **model.ENVIRONMENT, "LOG_LEVEL": "WARNING"}
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


# FAQ labels are retrieval intents, answered by our own action: Rasa expects its own utterance for them in a rule.
EXPECTED = ["The utterance 'utter_faq' is not used in any story or rule."]


def test_rasa_data_validate_finds_nothing() -> None:
    """It returns 0 even while it prints some warnings, so printed ones fail too."""
    done = _rasa("data", "validate", "--fail-on-warnings")
    printed = [
        line for line in (done.stdout + done.stderr).splitlines() if "UserWarning: " in line or "WARNING" in line
    ]
    assert done.returncode == 0, done.stdout[-2000:]
    assert [line.split("UserWarning: ")[-1].strip() for line in printed] == EXPECTED


def test_the_shell_answers_in_text() -> None:
    done = _rasa("shell", typed="can i use a clay mask and a niacinamide serum on the same day?\n/stop\n")
    assert "Yes" in done.stdout
    assert "clay mask first" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
