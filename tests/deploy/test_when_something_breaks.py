"""Real servers whose disk, database, Redis or model fails: a kind reply, nothing lost, and no restart needed."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from bench.cluster import Postgres, Process, missing
from bot import model
from bot.storage.database import Database
from tests.channels.telegram import until
from tests.channels.website import code, history, new_session, send
from tests.conftest import Server, free_port, running

APOLOGY = "Please send that once more"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One with a SQLite file, for this page only: its last test ends it."""
    with running(tmp_path_factory.mktemp("breaks")) as started:
        yield started


def file_of(server: Server) -> Path:
    return server.log.parent / "lamella.db"


def refused(found: requests.Response) -> None:
    assert code(found) == (503, "not_ready")
    assert APOLOGY in found.json()["error"]["message"]
    assert int(found.headers["Retry-After"]) > 0


def said(found: requests.Response) -> str:
    assert found.status_code == 200, found.text
    return " ".join(reply["text"] for reply in found.json()["replies"])


def ids(server: Server, session: str) -> list[Any]:
    return [turn["id"] for turn in history(server, session)]


def state(server: Server) -> tuple[int, dict[str, Any]]:
    found = requests.get(f"{server.address}/ready", timeout=30)
    return found.status_code, found.json()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """A SQLite file that another process writes to and does not let go of."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextmanager
def full_disk(server: Server, *files: Path) -> Iterator[None]:
    """No file of the server grows beyond the largest of these: to SQLite, a disk that takes no more."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    most = max(file.stat().st_size for file in files)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


def test_a_locked_file_is_waited_for_and_then_said(server: Server) -> None:
    session = new_session(server)
    assert "retinol" in said(send(server, session, {"id": "a", "text": "what is retinol?"})).lower()
    message = {"id": "b", "text": "how often?"}
    with locked(file_of(server)):
        refused(send(server, session, message))
        assert ids(server, session) == ["a"]
    answer = said(send(server, session, message))
    assert "retinol" in answer.lower()
    assert said(send(server, session, message)) == answer
    assert ids(server, session) == ["a", "b"]


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit needs Linux")
def test_a_full_disk_is_said_and_what_was_kept_is_kept(server: Server) -> None:
    session = new_session(server)
    said(send(server, session, {"id": "a", "text": "what is niacinamide?"}))
    message = {"id": "b", "text": "how often?"}
    with full_disk(server, file_of(server), Path(f"{file_of(server)}-wal")):
        for _ in range(3):
            refused(send(server, session, message))
        assert ids(server, session) == ["a"]
        assert requests.get(f"{server.address}/health", timeout=10).status_code == 200
    assert "niacinamide" in said(send(server, session, message)).lower()
    assert ids(server, session) == ["a", "b"]
    with sqlite3.connect(file_of(server)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_sigterm_in_the_middle_of_a_turn_lets_it_end(server: Server) -> None:
    session = new_session(server)
    with ThreadPoolExecutor(1) as page:
        with locked(file_of(server)):
            reply = page.submit(send, server, session, {"id": "the last", "text": "what is retinol?"})
            time.sleep(0.7)
            assert not reply.done()
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.7)
            with pytest.raises(requests.ConnectionError):
                requests.get(f"{server.address}/health", timeout=5)
            assert not reply.done()
        began = time.monotonic()
        assert "retinol" in said(reply.result(10)).lower()
    assert server.process.wait(10) == 0
    assert time.monotonic() - began < 8
    assert "Task was destroyed" not in server.log.read_text()
    with sqlite3.connect(file_of(server)) as database:
        assert database.execute("SELECT count(*) FROM event WHERE message_id = 'the last'").fetchone() == (1,)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """One that has not been started, in a folder that its own user may enter."""
    if missing():
        if os.environ.get("CI"):
            pytest.fail(f"{missing()} are not installed: .ci/run installs them")
        pytest.skip(f"{missing()} are not installed")
    with tempfile.TemporaryDirectory(prefix="lamella-breaks-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        made = Postgres(Path(folder) / "postgres")
        try:
            yield made
        finally:
            made.stop_if_running()


def test_postgresql_and_redis_may_come_late_and_go_away(postgres: Postgres, tmp_path: Path) -> None:
    port = free_port()
    redis = Process("redis", ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""], tmp_path)
    settings = {"DATABASE_URL": postgres.url, "REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    with running(tmp_path, asked="/health", **settings) as server:
        try:
            status, found = state(server)
            assert (status, found["database"], found["redis"]) == (503, "not reachable", "not reachable")
            refused(requests.post(f"{server.address}/webhooks/website/session", json={}, timeout=30))
            redis.start()
            postgres.start()
            until(lambda: state(server)[1]["redis"] == "reachable")
            assert "python -m bot.storage.migrate" in state(server)[1]["database"]
            database = Database(postgres.url)
            database.migrate()
            database.close()
            assert state(server)[0] == 200
            session = new_session(server)
            first, second = {"id": "a", "text": "what is retinol?"}, {"id": "b", "text": "how often?"}
            assert "retinol" in said(send(server, session, first)).lower()
            postgres.stop("immediate")
            refused(send(server, session, second))
            assert state(server)[1]["database"] == "not reachable"
            postgres.start()
            assert "retinol" in said(send(server, session, second)).lower()
            redis.end(signal.SIGKILL)
            refused(send(server, session, {"id": "c", "text": "why?"}))
            status, found = state(server)
            assert (status, found["database"], found["redis"]) == (503, "reachable", "not reachable")
            redis.start()
            until(lambda: state(server)[0] == 200)
            # A reply that was lost on the way is given again, and what was refused is answered now.
            assert "retinol" in said(send(server, session, second)).lower()
            assert said(send(server, session, {"id": "c", "text": "why?"}))
            assert ids(server, session) == ["a", "b", "c"]
        finally:
            redis.end()


def test_a_half_written_model_is_said_and_apologised_for(tmp_path: Path) -> None:
    half = tmp_path / "half.tar.gz"
    with model.MODEL.open("rb") as whole:
        half.write_bytes(whole.read(model.MODEL.stat().st_size // 2))
    with running(tmp_path, "--model", str(half), asked="/health") as server:
        status, found = state(server)
        assert (status, found["database"]) == (503, "reachable")
        assert "make train" in found["model"]
        refused(send(server, new_session(server), {"id": "a", "text": "what is retinol?"}))
        assert APOLOGY in server.post("what is retinol?", "ann").json()["error"]["message"]
        assert "the model is missing, or cannot be read: run `make train`" in server.log.read_text()


def test_training_that_is_cut_short_leaves_the_model_that_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    model.FOLDER.mkdir()
    model.MODEL.write_bytes(b"the old one")

    def cut_short(command: list[str], **_: Any) -> Any:
        Path(command[command.index("--out") + 1], model.MODEL.name).write_bytes(b"half of")
        return type("Done", (), {"returncode": 1})

    monkeypatch.setattr("bot.model.subprocess.run", cut_short)
    with pytest.raises(model.TrainingError):
        model.train()
    assert model.MODEL.read_bytes() == b"the old one"
    assert sorted(path.name for path in model.FOLDER.iterdir()) == ["lamella.tar.gz", "training.log"]
