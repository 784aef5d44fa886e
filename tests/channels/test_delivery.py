"""The outbox of a door against a platform that is slow, away, forgetful or says no."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.channels import delivery
from bot.channels.delivery import Delivery, TryLater, Undeliverable
from bot.channels.metrics import SENT_AGAIN, UNDELIVERED
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Part


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/lamella.db")


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "_LOOK", 0.01)
    monkeypatch.setattr(delivery, "_FIRST_WAIT", 0.01)


class Platform:
    """Takes parts, after the failures that it was given."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: list[str] = []

    async def __call__(self, part: Part) -> None:
        await asyncio.sleep(0.001)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(part["text"])


def parts(*texts: str) -> list[Part]:
    return [{"text": text} for text in texts]


async def until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within five seconds")


async def while_running(door: Delivery, work: Awaitable[None]) -> None:
    running = asyncio.create_task(door.run())
    try:
        await work
    finally:
        await door.end()
        running.cancel()


async def test_replies_are_sent_in_order_and_once(database: Database) -> None:
    platform = Platform()
    door = Delivery("test", platform, lambda: database)
    said = [f"{message}{part}" for message in range(20) for part in "ab"]
    for message in range(20):
        assert await door.hand_over("ann", str(message), parts(f"{message}a", f"{message}b"))
        assert not await door.hand_over("ann", str(message), parts("again"))
    await door.end()
    assert platform.taken == said


async def test_a_platform_that_is_away_gets_it_later_and_in_order(database: Database) -> None:
    platform = Platform(TryLater(), TryLater(0.02), TryLater())
    door = Delivery("test", platform, lambda: database)

    async def talk() -> None:
        await door.hand_over("ann", "1", parts("one", "two"))
        await door.hand_over("ann", "2", parts("three"))
        await until(lambda: len(platform.taken) == 3)

    await while_running(door, talk())
    assert platform.taken == ["one", "two", "three"]
    assert outbox.unsent(database) == {}


async def test_what_the_platform_will_never_take_holds_nothing_up(database: Database) -> None:
    platform = Platform(Undeliverable("the picture is too large"), ValueError("a mistake of ours, with words"))
    door = Delivery("never", platform, lambda: database)
    await door.hand_over("ann", "1", parts("picture", "broken", "text"))
    await door.end()
    assert platform.taken == ["text"]
    assert UNDELIVERED.labels("never")._value.get() == 2


async def test_a_worker_that_dies_leaves_its_part_to_another_and_that_is_counted(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "HELD_FOR", 0.1)
    stuck = asyncio.Event()

    async def dies(part: Part) -> None:
        stuck.set()
        await asyncio.sleep(60)

    dead = Delivery("dies", dies, lambda: database)
    await dead.hand_over("ann", "1", parts("one", "two"))
    await stuck.wait()
    for lane in dead._lanes.values():
        lane.cancel()
    platform = Platform()
    door = Delivery("dies", platform, lambda: database)
    await while_running(door, until(lambda: platform.taken == ["one", "two"]))
    assert SENT_AGAIN.labels("dies")._value.get() == 1


async def test_a_platform_that_never_answers_is_asked_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "HELD_FOR", 0.2)
    taken: list[str] = []

    async def slow_once(part: Part) -> None:
        if not taken:
            taken.append("silence")
            await asyncio.sleep(60)
        taken.append(part["text"])

    door = Delivery("slow", slow_once, lambda: database)

    async def talk() -> None:
        await door.hand_over("ann", "1", parts("one"))
        await until(lambda: taken == ["silence", "one"])

    await while_running(door, talk())
    assert SENT_AGAIN.labels("slow")._value.get() == 1, "the platform may have shown it all the same"


async def test_after_a_day_it_is_given_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    platform = Platform(TryLater())
    door = Delivery("day", platform, lambda: database)
    outbox.put(database, "day", "ann", "1", parts("old", "older"), time.time() - 25 * 60 * 60)
    await while_running(door, until(lambda: platform.taken == ["older"]))
    assert UNDELIVERED.labels("day")._value.get() == 1


async def test_what_is_handed_over_while_the_server_ends_is_still_sent(database: Database) -> None:
    platform = Platform()
    door = Delivery("test", platform, lambda: database)
    await door.end()
    assert await door.hand_over("ann", "1", parts("a turn", "that ran"))
    await door.end()
    assert platform.taken == ["a turn", "that ran"]
    assert outbox.unsent(database) == {}


async def test_what_cannot_be_kept_is_not_sent(tmp_path: Path) -> None:
    (tmp_path / "lamella.db").mkdir()
    platform = Platform()
    door = Delivery("test", platform, lambda: Database(f"sqlite:///{tmp_path}/lamella.db"))
    with pytest.raises(Exception, match="unable to open"):
        await door.hand_over("ann", "1", parts("one"))
    await door.end()
    assert platform.taken == []
