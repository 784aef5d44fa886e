"""Whether a conversation gets slower as it grows: its 1,000th message against its 10th, over HTTP on the real server.

Run with `python -m bench.growth`; `DATABASE_URL` names another database than a SQLite file of its own, as in
`.ci/with-postgres sh -c 'DATABASE_URL=$TEST_POSTGRES_URL python -m bench.growth'`. One visitor sends the same ten
messages over and over, so that every window holds the same mix. A second figure keeps a machine's own changes out: at
the end the long conversation and a fresh one take turns. Each message's time goes to `reports/growth-….csv`.
"""

from __future__ import annotations

import argparse
import csv
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from rich.console import Console
from rich.table import Table

from bot import model

MESSAGES = (
    "can i use a clay mask and vitamin c serum on the same day?",
    "why?",
    "and at night?",
    "how often should i use retinol",
    "walk me through a clay mask and niacinamide",
    "next",
    "how long do i leave it on?",
    "stop",
    "which serum for oily skin?",
    "thanks",
)
FOLDER = Path("reports")
_WINDOW = 2 * len(MESSAGES)
_ROUNDS = 6
"""Rounds of the ten messages in which the long conversation and a fresh one take turns."""
_SECONDS_TO_START = 180


def main() -> None:
    """Measures, prints the table and writes the times."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--messages", type=int, default=1000, help="messages of the long conversation")
    count = arguments.parse_args().messages
    with tempfile.TemporaryDirectory(prefix="lamella-growth-") as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/lamella.db"
        database = url.split(":", 1)[0].split("+", 1)[0]
        with _server(url, Path(folder) / "server.log") as address, requests.Session() as session:
            _times(session, address, "warm-up", _WINDOW)
            long = _times(session, address, "long", count)
            turns = [
                (_time(session, address, "long", count + at), _time(session, address, "fresh", at))
                for at in range(_ROUNDS * len(MESSAGES))
            ]
    early, late = _around(long, 10), _around(long, count)
    _write(FOLDER / f"growth-{database}.csv", long)
    _print(database, count, early, late, *(statistics.median(times) for times in zip(*turns, strict=True)))


def _around(times: list[float], at: int) -> float:
    """The median of the window that holds message `at`, counted from 1: whole rounds of the ten messages."""
    first = min(max(0, at - _WINDOW // 2), len(times) - _WINDOW)
    return statistics.median(times[first : first + _WINDOW])


def _times(session: requests.Session, address: str, sender: str, count: int) -> list[float]:
    return [_time(session, address, sender, at) for at in range(count)]


def _time(session: requests.Session, address: str, sender: str, at: int) -> float:
    """Seconds until the reply to message `at` of a sender, counted from 0. Raises where there is none."""
    body = {"sender": sender, "message": MESSAGES[at % len(MESSAGES)]}
    start = time.perf_counter()
    reply = session.post(f"{address}/webhooks/rest/webhook", json=body, timeout=60)
    took = time.perf_counter() - start
    reply.raise_for_status()
    if not reply.json():
        raise RuntimeError(f"no reply to message {at + 1}: {body['message']}")
    return took


def _write(path: Path, times: list[float]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("message", "milliseconds"))
        rows.writerows((number, f"{1000 * took:.2f}") for number, took in enumerate(times, 1))


def _print(database: str, count: int, early: float, late: float, long: float, fresh: float) -> None:
    table = Table("", "early", f"around message {count:,}", "ratio", title=f"A growing conversation, {database}")
    for name, one, other in (
        ("one conversation, median", early, late),
        ("taking turns with a fresh one, median", fresh, long),
    ):
        table.add_row(name, f"{1000 * one:.1f} ms", f"{1000 * other:.1f} ms", f"{other / one:.2f}")
    Console().print(table)


@contextmanager
def _server(database: str, log: Path) -> Iterator[str]:
    """The address of a real server on this database, that ends with the block."""
    environment = {**os.environ, **model.ENVIRONMENT, "DATABASE_URL": database}
    subprocess.run([sys.executable, "-m", "bot.storage.migrate"], env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if requests.get(f"{address}/ready", timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")


if __name__ == "__main__":
    main()
