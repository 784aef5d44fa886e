"""What several rooms of tests share: knowledge, sentences, the reader, the trained model and a running server."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from hypothesis import settings

from bot import model
from bot.answers.texts import Texts, load_texts
from bot.knowledge.base import Knowledge
from bot.knowledge.files import load

ROOT = Path(__file__).parent.parent
SHOP = "http://shop.localhost"
"""The one foreign site that the tests' server allows to embed the chat."""

# In CI the same examples each time: a landing must not hang on a chance find. Elsewhere they are drawn anew.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(ROOT / "data/knowledge")


@pytest.fixture(scope="session")
def texts() -> Texts:
    return load_texts(ROOT / "data/answers")


def training_examples() -> list[tuple[str, str]]:
    """(label, text) of all NLU training examples."""
    found = []
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text())["nlu"]:
            lines = block["examples"].splitlines()
            found += [(block["intent"], line.strip()[2:].strip()) for line in lines if line.strip().startswith("- ")]
    return found


class Server:
    """A running Lamella, asked over REST."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.process = process
        self.log = log

    def post(self, message: Any, sender: str) -> requests.Response:
        body = {"sender": sender, "message": message}
        return requests.post(f"{self.address}/webhooks/rest/webhook", json=body, timeout=30)

    def ask(self, message: str, sender: str | None = None) -> str:
        """The text of the replies to one message; a conversation of its own without a sender."""
        reply = self.post(message, sender or f"test-{uuid.uuid4().hex}")
        assert reply.status_code == 200, reply.text
        return "\n".join(part["text"] for part in reply.json())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server with the trained model, on a free port, with a database of its own."""
    with running(
        tmp_path_factory.mktemp("server"), LAMELLA_ORIGINS=f"{SHOP},http://localhost:8080,http://127.0.0.1:3000"
    ) as started:
        yield started


@contextmanager
def running(folder: Path, *arguments: str, asked: str = "/ready", **environment: str) -> Iterator[Server]:
    """A real server whose database and log lie in a folder. A second one on the same folder goes on from the first.

    It is there once the path `asked` answers 200. `arguments` are for `rasa run`.
    """
    if not model.is_current():
        model.train()
    port = free_port()
    log = folder / "server.log"
    settings = {"DATABASE_URL": f"sqlite:///{folder}/lamella.db", **environment}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port), *arguments],
            cwd=ROOT,
            env={**os.environ, **model.ENVIRONMENT, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    started = Server(port, process, log)
    try:
        _wait_until_ready(started, asked)
        yield started
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def agent() -> Any:
    """The trained model in this process, for tests of understanding that ask more than a server answers in time."""
    if not model.is_current():
        model.train()
    from bot.rehearsal import load_agent

    silenced = logging.root.manager.disable
    try:
        return load_agent()
    finally:
        logging.disable(silenced)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_ready(server: Server, asked: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert server.process.poll() is None, server.log.read_text()[-3000:]
        try:
            if requests.get(f"{server.address}{asked}", timeout=10).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.3)
    raise AssertionError(f"not ready after two minutes:\n{server.log.read_text()[-3000:]}")


def check_reply(reply: str, conveys: list[str], never: list[str]) -> None:
    """A reply must match every pattern of `conveys` and none of `never`, whatever the case."""
    missing = [pattern for pattern in conveys if not re.search(pattern, reply, re.IGNORECASE)]
    wrong = [pattern for pattern in never if re.search(pattern, reply, re.IGNORECASE)]
    assert not missing, f"does not convey {missing}:\n{reply}"
    assert not wrong, f"must not say {wrong}:\n{reply}"


def without_sources(reply: str) -> str:
    """A reply without its source lines, whose titles would answer some questions by themselves."""
    return "\n".join(line for line in reply.splitlines() if not line.startswith("Source:"))
