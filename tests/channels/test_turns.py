"""A door's turns without a server: how many are taken, and what a failure becomes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore

from bot.channels.guard.refused import Refused
from bot.channels.replies import NotReadyError
from bot.channels.turns import Turns, forget
from bot.storage.errors import DuplicateMessageError, StaleTrackerError

SESSION = "someone"


class Store:
    """Remembers the replies of the turns that were stored."""

    def __init__(self) -> None:
        self.stored: dict[str, list[dict[str, Any]]] = {}

    async def replies(self, sender: str, message_id: str) -> list[dict[str, Any]] | None:
        return self.stored.get(message_id)


def agent(store: Store, ready: bool = True) -> Any:
    return SimpleNamespace(tracker_store=store, is_ready=lambda: ready)


class Rasa:
    """Takes turns that last a moment, counts them, and stores each under its id, or fails."""

    def __init__(self, store: Store, *failures: Exception) -> None:
        self.store, self.taken, self.failures = store, 0, list(failures)

    async def __call__(self, message: UserMessage) -> None:
        self.taken += 1
        await asyncio.sleep(0.01)
        if self.failures:
            raise self.failures.pop(0)
        await message.output_channel.send_response("someone", {"text": f"Turn {self.taken}"})
        self.store.stored[str(message.message_id)] = [{"text": f"Turn {self.taken}", "sender": "someone"}]


async def sent(turns: Turns, store: Store, message_id: str = "m1") -> list[dict[str, Any]]:
    return await turns.replies(agent(store), SESSION, message_id, "hello")


async def test_copies_that_come_together_share_one_turn() -> None:
    store = Store()
    rasa = Rasa(store)
    turns = Turns(rasa, "test")
    found = await asyncio.gather(*(sent(turns, store) for _ in range(50)))
    assert rasa.taken == 1
    assert all(reply == [{"text": "Turn 1", "buttons": [], "answer": None}] for reply in found)
    assert await sent(turns, store) == found[0]
    assert rasa.taken == 1


async def test_messages_of_one_person_are_taken_in_the_order_in_which_they_came() -> None:
    """The first one's look into the database lasts longer than the second's; somebody else waits for neither."""
    waits = {"m1": 0.03, "m2": 0.0, "m3": 0.01, "other": 0.0}
    taken: list[str] = []

    class Slow(Store):
        async def replies(self, sender: str, message_id: str) -> list[dict[str, Any]] | None:
            await asyncio.sleep(waits[message_id])
            return await super().replies(sender, message_id)

    store = Slow()

    async def rasa(message: UserMessage) -> None:
        taken.append(str(message.message_id))
        await message.output_channel.send_response("someone", {"text": "Yes."})

    turns = Turns(rasa, "test")
    own = [turns.replies(agent(store), SESSION, named, "hello") for named in ("m1", "m2", "m3")]
    await asyncio.gather(*own, turns.replies(agent(store), "somebody else", "other", "hello"))
    assert taken == ["other", "m1", "m2", "m3"]


async def test_another_message_takes_its_own_turn() -> None:
    store = Store()
    rasa = Rasa(store)
    turns = Turns(rasa, "test")
    await asyncio.gather(sent(turns, store, "m1"), sent(turns, store, "m2"))
    assert rasa.taken == 2


async def test_a_client_that_goes_away_does_not_end_the_turn() -> None:
    store = Store()
    rasa = Rasa(store)
    turns = Turns(rasa, "test")
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(sent(turns, store), 0.002)
    assert (await sent(turns, store))[0]["text"] == "Turn 1"
    assert rasa.taken == 1


async def test_what_another_worker_saved_meanwhile_is_taken_again() -> None:
    store = Store()
    rasa = Rasa(store, StaleTrackerError("saved"), DuplicateMessageError("stored"))
    (reply,) = await sent(Turns(rasa, "test"), store)
    assert reply["text"] == "Turn 3"


async def test_a_failed_turn_can_be_sent_again() -> None:
    store = Store()
    turns = Turns(Rasa(store, ValueError("a mistake of ours")), "test")
    with pytest.raises(ValueError, match="a mistake"):
        await sent(turns, store)
    assert (await sent(turns, store))[0]["text"] == "Turn 2"


async def test_without_a_model_nothing_is_asked_of_rasa() -> None:
    store = Store()
    rasa = Rasa(store)
    with pytest.raises(NotReadyError):
        await Turns(rasa, "test").replies(agent(store, ready=False), SESSION, "m1", "hello")
    assert rasa.taken == 0


async def test_a_limit_counts_turns_and_not_copies_of_a_message() -> None:
    asked: list[str] = []

    async def two(sender: str) -> None:
        asked.append(sender)
        if len(asked) > 2:
            raise Refused(429, "too_many", retry_after=7)

    store = Store()
    rasa = Rasa(store)
    turns = Turns(rasa, "test", two)
    first = await sent(turns, store, "m1")
    await sent(turns, store, "m2")
    with pytest.raises(Refused):
        await sent(turns, store, "m3")
    assert await sent(turns, store, "m1") == first
    assert (rasa.taken, asked) == (2, [SESSION] * 3)


async def test_somebody_is_forgotten_once_their_turn_has_ended() -> None:
    done: list[str] = []
    locks = InMemoryLockStore()

    class Kept(Store):
        async def forget(self, sender: str) -> None:
            done.append(f"forgotten {sender}")

    known = SimpleNamespace(tracker_store=Kept(), is_ready=lambda: True, lock_store=locks)
    async with locks.lock(SESSION):
        forgetting = asyncio.create_task(forget(known, SESSION))
        await asyncio.sleep(0.05)
        done.append("turn ended")
    await forgetting
    assert done == ["turn ended", f"forgotten {SESSION}"]


async def test_without_a_model_nobody_is_forgotten() -> None:
    with pytest.raises(NotReadyError):
        await forget(agent(Store(), ready=False), SESSION)
