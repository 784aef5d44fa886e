"""Rasa's own commands work from the root as any Rasa user expects."""

from __future__ import annotations

import os
import subprocess
import sys

import pexpect

from bot import model
from tests.conftest import ROOT, free_port

ENVIRONMENT = {**os.environ, **model.ENVIRONMENT, "LOG_LEVEL": "WARNING"}


def _rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
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
    port = str(free_port())
    shell = pexpect.spawn(
        sys.executable,
        ["-m", "rasa", "shell", "--port", port],
        cwd=str(ROOT),
        env={**ENVIRONMENT, "TERM": "xterm"},  # type: ignore[arg-type]
        timeout=120,
        encoding="utf-8",
        dimensions=(50, 80),
    )
    try:
        shell.expect("Your input")
        shell.send("can i use a clay mask and a niacinamide serum on the same day?\r")
        shell.expect("Yes: clay mask first")
        shell.expect(r"\[1\] Walk me through")
        shell.send("1\r")
        shell.expect("Step 1 of 5")
    finally:
        shell.close(force=True)
