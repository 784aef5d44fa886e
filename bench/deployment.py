"""Starts what is measured, ours and the peer, each with all its processes, on free ports, and stops all of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from bot import model

ROOT = Path(__file__).resolve().parent.parent
_START = 600
"""Seconds that a start may take at most."""


class Deployment(NamedTuple):
    """What runs: where it answers over REST, since when it does, and where its SQLite file is."""

    address: str
    seconds_to_ready: float
    processes: tuple[int, ...]
    database: Path

    def memory(self) -> float:
        """MB of all processes together; what they share is counted once."""
        return sum(_proportional(process) for own in self.processes for process in _family(own)) / 1024

    def cpu(self) -> float:
        """Seconds that all processes have computed since they were started."""
        return sum(_computed(process) for own in self.processes for process in _family(own))


@contextmanager
def ours(workers: int = 1, **environment: str) -> Iterator[Deployment]:
    """Lamella as `make run` starts it, with a database of its own."""
    with tempfile.TemporaryDirectory(prefix="lamella-bench-") as name, ExitStack() as stack:
        folder, port = Path(name), free_port()
        database = folder / "lamella.db"
        settings = {"DATABASE_URL": f"sqlite:///{database}", "LAMELLA_WORKERS": str(workers), **environment}
        command = ["-m", "bot.quiet", "run", "--interface", "127.0.0.1", "--port", str(port)]
        began = time.perf_counter()
        process = stack.enter_context(
            _running([sys.executable, *command, "--model", str(model.MODEL)], ROOT, folder / "log", settings)
        )
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/ready", process, folder / "log")
        yield Deployment(address, time.perf_counter() - began, (process.pid,), database)


@contextmanager
def peer(python: Path, project: Path, set_ports: Callable[[int], None]) -> Iterator[Deployment]:
    """The peer: Rasa's server and its action server. `set_ports` writes the action server's port into the project."""
    with tempfile.TemporaryDirectory(prefix="lamella-bench-") as name, ExitStack() as stack:
        folder, port, action_port = Path(name), free_port(), free_port()
        database = project / "peer.db"
        database.unlink(missing_ok=True)
        set_ports(action_port)
        settings = {"TF_CPP_MIN_LOG_LEVEL": "3"}
        actions = [python, "-m", "rasa", "run", "actions", "--actions", "bench.peer.actions", "--port", action_port]
        server = [python, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", port]
        began = time.perf_counter()
        started = [
            stack.enter_context(_running(list(map(str, command)), where, folder / log, settings))
            # The actions read Lamella's knowledge, so they run where that is.
            for command, where, log in ((actions, ROOT, "actions.log"), (server, project, "server.log"))
        ]
        _wait(f"http://127.0.0.1:{action_port}/health", started[0], folder / "actions.log")
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/", started[1], folder / "server.log")
        yield Deployment(address, time.perf_counter() - began, tuple(one.pid for one in started), database)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(
    command: list[str], folder: Path, log: Path, settings: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **model.ENVIRONMENT, "PYTHONPATH": str(ROOT), **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own: what it starts is stopped with it.
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"It did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _family(process: int) -> list[int]:
    """A process and all that it started."""
    found = [process]
    for one in found:
        for tasks in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, tasks.read_text().split())
    return found


def _proportional(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _computed(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
