"""`/ready` says what is missing before a message can be answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from bot.framework.operations import add, also_needed
from bot.storage import database
from bot.storage.database import Database
from bot.storage.errors import SchemaError


class App(SimpleNamespace):
    """Takes the routes as Sanic does."""

    def __init__(self) -> None:
        super().__init__(routes={}, config=SimpleNamespace())

    def add_route(self, handler: Any, path: str, **_: Any) -> None:
        self.routes[path] = handler

    def register_listener(self, *_: Any) -> None: ...

    def get(self, path: str) -> Any:
        return lambda handler: self.routes.setdefault(path, handler)


@pytest.fixture
def kept() -> Iterator[None]:
    before = list(database._of_this_process)
    yield
    database._of_this_process[:] = before


async def asked(url: str, *, model: bool = True) -> tuple[int, dict[str, Any]]:
    database.use(Database(url))
    app = App()
    add(app)
    agent = SimpleNamespace(is_ready=lambda: model)
    reply = await app.routes["/ready"](SimpleNamespace(app=SimpleNamespace(ctx=SimpleNamespace(agent=agent))))
    return reply.status, json.loads(reply.body)


async def test_ready_when_model_and_database_are(kept: None, tmp_path: Path) -> None:
    status, body = await asked(f"sqlite:///{tmp_path}/lamella.db")
    assert (status, body["ready"], body["database"]) == (200, True, "reachable")


async def test_not_ready_without_a_model(kept: None, tmp_path: Path) -> None:
    status, body = await asked(f"sqlite:///{tmp_path}/lamella.db", model=False)
    assert (status, body["ready"]) == (503, False)
    assert "make train" in body["model"]


async def test_not_ready_without_a_database(kept: None, tmp_path: Path) -> None:
    (tmp_path / "lamella.db").mkdir()
    status, body = await asked(f"sqlite:///{tmp_path}/lamella.db")
    assert (status, body["ready"], body["database"]) == (503, False, "not reachable")


async def test_a_server_that_does_not_answer_gives_no_password_away(kept: None) -> None:
    status, body = await asked("postgresql://lamella:secretword@127.0.0.1:1/lamella")
    assert status == 503
    assert "secretword" not in json.dumps(body)


async def test_tables_of_another_version_are_said(kept: None, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/lamella.db"
    newer = Database(url)
    newer.migrate()
    with newer.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    status, body = await asked(url)
    assert status == 503
    assert "update Lamella" in body["database"]


async def test_a_running_server_is_ready_while_a_newer_release_takes_over(kept: None, tmp_path: Path) -> None:
    running = Database(f"sqlite:///{tmp_path}/lamella.db")
    running.check()
    with running.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    running.check()
    with running.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(SchemaError):
        running.check()


@pytest.mark.parametrize(("found", "status", "said"), [(True, 200, "reachable"), (False, 503, "not reachable")])
async def test_what_a_channel_needs_besides_is_asked_for(
    kept: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: bool, status: int, said: str
) -> None:
    async def check() -> bool:
        return found

    monkeypatch.setitem(also_needed, "redis", check)
    answered, body = await asked(f"sqlite:///{tmp_path}/lamella.db")
    assert (answered, body["ready"], body["redis"]) == (status, found, said)
