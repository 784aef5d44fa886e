"""Several workers on one database: each message is answered once, no save overwrites another."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain

from bot.storage.database import Database
from bot.storage.delivery import exactly_once
from bot.storage.errors import DuplicateMessageError, StaleTrackerError
from bot.storage.tables import event
from bot.storage.tracker_store import LamellaTrackerStore
from tests.storage.conftest import DOMAIN
from tests.storage.turns import begun, reply, turn, update, user


def answered(store: LamellaTrackerStore, sender: str, message_id: str, answer: str, focus: object = None) -> Any:
    """What a door does with a message; counts how often the turn was taken."""

    async def take_turn() -> list[dict[str, Any]]:
        await turn(store, sender, "can i mix these?", answer=answer, message_id=message_id, focus=focus)
        return [{"text": answer}]

    return exactly_once(store, sender, message_id, take_turn)


async def test_a_message_that_was_answered_is_given_the_stored_reply(store: LamellaTrackerStore) -> None:
    assert not await store.seen("ann", "m1")
    assert [r["text"] for r in await answered(store, "ann", "m1", "first")] == ["first"]
    again = await answered(store, "ann", "m1", "second")
    assert [r["text"] for r in again] == ["first"]
    assert again[0]["buttons"] == [{"title": "Why?", "payload": "Why?"}]
    assert again[0]["answer"] == {"headline": "first"}
    assert await store.seen("ann", "m1")


async def test_the_replies_are_those_of_the_message_and_no_other(store: LamellaTrackerStore) -> None:
    for number in range(3):
        await turn(store, "ann", "same words", answer=f"answer {number}", message_id=f"m{number}")
    await turn(store, "bob", "same words", answer="for bob", message_id="m1")
    found = await store.replies("ann", "m1")
    assert found is not None
    assert [r["text"] for r in found] == ["answer 1"]
    assert await store.replies("ann", "unknown") is None


async def test_a_message_is_stored_once_even_when_nobody_asked_before(store: LamellaTrackerStore) -> None:
    one, two = await begun(store, "ann"), await begun(store, "ann")
    for tracker in (one, two):
        update(tracker, user("hello", "m1"), *reply("Hello."))
    await store.save(one)
    with pytest.raises(DuplicateMessageError):
        await store.save(two)
    with pytest.raises(DuplicateMessageError):
        await turn(store, "ann", "hello", message_id="m1")


async def test_a_turn_on_an_older_conversation_is_not_saved(store: LamellaTrackerStore) -> None:
    await turn(store, "ann", "one")
    late = await begun(store, "ann")
    await turn(store, "ann", "two", focus=2)
    update(late, user("three"), *reply("Yes.", 3))
    with pytest.raises(StaleTrackerError):
        await store.save(late)
    again = await store.retrieve("ann")
    assert again is not None
    assert again.get_slot("focus") == 2


def test_threads_lose_and_double_nothing(store: LamellaTrackerStore) -> None:
    """Eight threads with the same forty messages of four people, and no lock between them."""
    messages = [(f"person {n % 4}", f"m{n}") for n in range(40)]

    def worker(number: int) -> None:
        for sender, message_id in messages[number:] + messages[:number]:
            asyncio.run(_patiently(store, sender, message_id))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(worker, range(0, 40, 5)))
    _check_stored_once(store.database, messages)


def test_processes_lose_and_double_nothing(url: str) -> None:
    """Three processes that begin together on a database without tables."""
    messages = [(f"person {n % 3}", f"m{n}") for n in range(30)]
    spawn = multiprocessing.get_context("spawn")
    if not url.startswith("sqlite"):
        Database(url).migrate()
    workers = [spawn.Process(target=_process, args=(url, messages[n * 10 :] + messages[: n * 10])) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    _check_stored_once(Database(url), messages)


def _process(url: str, messages: list[tuple[str, str]]) -> None:
    store = LamellaTrackerStore(Domain.from_yaml(DOMAIN), database=Database(url))
    for sender, message_id in messages:
        asyncio.run(_patiently(store, sender, message_id))


async def _patiently(store: LamellaTrackerStore, sender: str, message_id: str) -> None:
    """Without Rasa's lock around a conversation, five attempts may all be overtaken: a client sends again."""
    for _ in range(20):
        try:
            replies = await answered(store, sender, message_id, f"reply to {message_id}", {"last": message_id})
        except StaleTrackerError:
            continue
        assert [r["text"] for r in replies] == [f"reply to {message_id}"]
        return
    raise AssertionError(f"{message_id} was overtaken a hundred times")


def _check_stored_once(database: Database, messages: list[tuple[str, str]]) -> None:
    with database.read() as connection:
        stored = connection.execute(sa.select(event.c.message_id).where(event.c.type_name == "user")).scalars().all()
        numbers = connection.execute(
            sa.select(sa.func.count(), sa.func.max(event.c.sequence)).group_by(event.c.conversation_id)
        ).all()
    assert sorted(stored) == sorted(message_id for _, message_id in messages)
    assert all(count == last + 1 for count, last in numbers)
    store = LamellaTrackerStore(Domain.from_yaml(DOMAIN), database=database)
    for sender, message_id in messages:
        found = asyncio.run(store.replies(sender, message_id))
        assert found is not None
        assert [reply["text"] for reply in found] == [f"reply to {message_id}"]
