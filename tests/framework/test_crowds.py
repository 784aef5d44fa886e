"""A server takes a thousand connections that come at once, and gives their replies time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from types import SimpleNamespace

import pytest

from bot.framework import crowds
from tests.conftest import ROOT

LOOK = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
from bot.framework import crowds
crowds.install()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def test_there_is_room_for_a_thousand_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SANIC_BACKLOG", raising=False)
    crowds.install()
    assert int(os.environ["SANIC_BACKLOG"]) > 1000
    monkeypatch.setenv("SANIC_BACKLOG", "7")
    crowds.install()
    assert os.environ["SANIC_BACKLOG"] == "7"


@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 2048, reason="this machine allows fewer files")
def test_a_low_limit_of_open_files_is_raised() -> None:
    # In a process of its own: a limit that was lowered for a test would stay.
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) >= 2048


def test_replies_have_more_time_than_a_minute() -> None:
    app = SimpleNamespace(config=SimpleNamespace(RESPONSE_TIMEOUT=60))
    crowds.be_patient(app)
    assert app.config.RESPONSE_TIMEOUT > 60
