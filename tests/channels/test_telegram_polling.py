"""Polling: every update taken once, by one worker, and none lost while something is away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.channels.replies import NotReadyError
from bot.channels.telegram import polling
from bot.channels.telegram.polling import poll, register
from bot.channels.telegram.sending import made
from bot.storage.database import Database
from tests.channels.telegram import Visitor, message, settings, somebody, until, update
from tests.channels.telegram_platform import TOKEN, Platform, platform, too_many
from tests.conftest import running


@pytest.fixture
def telegram() -> Iterator[Platform]:
    with platform() as started:
        yield started
        assert started.violations == []


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/lamella.db")


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_LOOK", "_FIRST_WAIT"):
        monkeypatch.setattr(polling, name, 0.05)
    monkeypatch.setattr(polling, "_ASKED_FOR", 1)


class Worker:
    """Takes updates; fails with what it was given first."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: list[int] = []

    async def __call__(self, reported: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(reported["update_id"])


@asynccontextmanager
async def at_work(worker: Worker, telegram: Platform, database: Database) -> Any:
    bot = made(TOKEN, telegram.address)
    task = asyncio.create_task(poll(bot, worker, lambda: database))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def soon(true: Callable[[], object]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen within ten seconds")


def reported(count: int) -> list[dict[str, Any]]:
    return [update(message=message("hi", somebody())) for _ in range(count)]


async def test_updates_are_taken_once_and_in_order(telegram: Platform, database: Database) -> None:
    telegram.updates = reported(5)
    ids = [one["update_id"] for one in telegram.updates]
    worker = Worker()
    async with at_work(worker, telegram, database):
        await soon(lambda: telegram.confirmed == ids[-1] + 1)
        more = reported(2)
        telegram.updates += more
        await soon(lambda: len(worker.taken) == 7)
    assert worker.taken == [*ids, *(one["update_id"] for one in more)]


async def test_an_update_waits_for_what_is_away(telegram: Platform, database: Database) -> None:
    telegram.updates = reported(2)
    ids = [one["update_id"] for one in telegram.updates]
    worker = Worker(NotReadyError(), NotReadyError(), NotReadyError(), NotReadyError(), NotReadyError())
    async with at_work(worker, telegram, database):
        await soon(lambda: len(worker.failures) < 3)
        assert telegram.confirmed < ids[0] + 1
        await soon(lambda: worker.taken == ids)


async def test_a_mistake_of_ours_holds_up_the_others_only_for_a_while(telegram: Platform, database: Database) -> None:
    telegram.updates = reported(2)
    last = telegram.updates[-1]["update_id"]
    worker = Worker(ValueError(), ValueError(), ValueError())
    async with at_work(worker, telegram, database):
        await soon(lambda: worker.taken)
        assert worker.taken == [last]


@pytest.mark.parametrize("trouble", [(500, {"ok": False}), (409, {"ok": False}), (401, {"ok": False}), too_many(1)])
async def test_telegram_is_asked_again(telegram: Platform, database: Database, trouble: Any) -> None:
    telegram.updates = reported(1)
    telegram.behaves["getupdates"] = trouble
    worker = Worker()
    async with at_work(worker, telegram, database):
        await soon(lambda: ("getupdates", None) in telegram.tried)
        telegram.behaves.clear()
        await soon(lambda: worker.taken)


async def test_one_worker_polls_and_another_takes_over_when_it_ends(telegram: Platform, database: Database) -> None:
    first, second = Worker(), Worker()
    telegram.updates = reported(1)
    async with at_work(first, telegram, database) as task:
        await soon(lambda: first.taken)
        async with at_work(second, telegram, database):
            await asyncio.sleep(0.5)
            telegram.updates += reported(3)
            await soon(lambda: len(first.taken) == 4)
            await soon(lambda: telegram.asking)
            assert telegram.asking == 1
            task.cancel()
            telegram.updates += reported(1)
            await soon(lambda: second.taken)
    assert len([*first.taken, *second.taken]) == 5


async def test_the_webhook_is_told_until_telegram_has_taken_it(telegram: Platform) -> None:
    telegram.behaves["setwebhook"] = (502, {})
    bot = made(TOKEN, telegram.address)
    task = asyncio.create_task(register(bot, "https://bot.example/webhooks/telegram/webhook", "s" * 64, []))
    await soon(lambda: ("setwebhook", None) in telegram.tried)
    telegram.behaves |= {"setmycommands": (200, {"ok": True, "result": True})}
    del telegram.behaves["setwebhook"]
    await asyncio.wait_for(task, 10)
    assert [call.method for call in telegram.calls] == ["setwebhook"]


def test_a_server_without_an_address_answers_by_polling(telegram: Platform, tmp_path: Path) -> None:
    alone = settings(telegram, LAMELLA_TELEGRAM_URL="", LAMELLA_TELEGRAM_POLLING="true")
    with running(tmp_path, **alone) as server:
        visitor = Visitor(server, telegram)
        telegram.updates.append(update(message=message("what is niacinamide?", visitor.id)))
        until(lambda: telegram.sent(visitor.id), 30)
        assert "vitamin B3" in telegram.sent(visitor.id)[0].text
        # Nobody is to call it, whatever secret they know.
        assert requests.post(f"{server.address}/webhooks/telegram/webhook", json={}, timeout=10).status_code == 404
    methods = [call.method for call in telegram.calls]
    assert "deletewebhook" in methods
    assert "setwebhook" not in methods
