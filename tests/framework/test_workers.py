"""Several workers on one port: the setting, a worker that is killed, and none that is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from bot.framework.workers import wanted
from bot.settings import SettingsError
from tests.conftest import ROOT, free_port

APP = """
import os, sys
from sanic import Sanic
from sanic.response import text
from bot.framework import install

install()
from rasa.core.utils import number_of_sanic_workers
from rasa.utils.endpoints import EndpointConfig

app = Sanic("several", configure_logging=False)

@app.get("/")
async def who(request):
    return text(str(os.getpid()), headers={"Connection": "close"})

store = EndpointConfig(type="bot.storage.lock_store.LamellaLockStore")
app.run(host="127.0.0.1", port=int(sys.argv[1]), workers=number_of_sanic_workers(store))
"""


@contextmanager
def served(folder: Path, workers: int) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], set[int]]]]:
    """The process that started the workers, and a look at which of them answer."""
    port = free_port()
    (folder / "app.py").write_text(APP)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LAMELLA_WORKERS": str(workers), "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen([sys.executable, str(folder / "app.py"), str(port)], cwd=folder, env=environment)

    def answering() -> set[int]:
        found = set()
        for _ in range(40):
            try:
                found.add(int(requests.get(f"http://127.0.0.1:{port}/", timeout=5).text))
            except requests.ConnectionError:
                break
        return found

    try:
        yield process, answering
    finally:
        process.kill()
        process.wait(20)


def eventually(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="several processes on one port need Linux")
def test_a_killed_worker_is_replaced_and_none_is_left_behind(tmp_path: Path) -> None:
    with served(tmp_path, 2) as (process, answering):
        eventually(lambda: len(answering()) == 2)
        first = answering()
        killed = min(first)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: len(answering()) == 2)
        assert len(answering() & first) == 1
        process.kill()  # Not asked to end: nobody tells the workers.
        eventually(lambda: not answering())
    with served(tmp_path, 2) as (process, answering):
        eventually(lambda: len(answering()) == 2)
        process.terminate()
        assert process.wait(30) == 0
        assert not answering()


def test_the_setting_is_a_number_of_processes() -> None:
    assert [wanted({}), wanted({"LAMELLA_WORKERS": " "}), wanted({"LAMELLA_WORKERS": "2"})] == [1, 1, 2]
    for wrong in ("0", "many", "-2", "2.5", "65"):
        with pytest.raises(SettingsError, match="LAMELLA_WORKERS"):
            wanted({"LAMELLA_WORKERS": wrong})
