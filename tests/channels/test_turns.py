"""A door's turns without a server: how many are taken, and what a failure becomes."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from sqlalchemy.exc import OperationalError

from bot.channels.turns import Turns
from bot.storage.errors import DuplicateMessageError, StaleTrackerError

SESSION = "someone"


class Store:
    """Remembers the replies of the turns that were stored."""

    def __init__(self) -> None:
        self.stored: dict[str, list[dict[str, Any]]] = {}

    async def replies(self, sender: str, message_id: str) -> list[dict[str, Any]] | None:
        return self.stored.get(message_id)


def request(store: Store, ready: bool = True) -> Any:
    agent = SimpleNamespace(tracker_store=store, is_ready=lambda: ready)
    return SimpleNamespace(app=SimpleNamespace(ctx=SimpleNamespace(agent=agent)))


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


async def sent(turns: Turns, store: Store, message_id: str = "m1", ready: bool = True) -> tuple[int, Any]:
    response = await turns.answer(request(store, ready), SESSION, message_id, "hello", lambda found: found)
    return response.status, json.loads(response.body)


async def test_copies_that_come_together_share_one_turn() -> None:
    store = Store()
    rasa = Rasa(store)
    turns = Turns(rasa, "test")
    found = await asyncio.gather(*(sent(turns, store) for _ in range(50)))
    assert rasa.taken == 1
    assert all(reply == (200, [{"text": "Turn 1", "buttons": [], "answer": None}]) for reply in found)
    assert await sent(turns, store) == found[0]
    assert rasa.taken == 1


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
    assert (await sent(turns, store))[1][0]["text"] == "Turn 1"
    assert rasa.taken == 1


async def test_what_another_worker_saved_meanwhile_is_taken_again() -> None:
    store = Store()
    rasa = Rasa(store, StaleTrackerError("saved"), DuplicateMessageError("stored"))
    status, (reply,) = await sent(Turns(rasa, "test"), store)
    assert (status, reply["text"]) == (200, "Turn 3")


@pytest.mark.parametrize(
    ("failure", "status"),
    [(OperationalError("SELECT secretword", {}, Exception("down")), 503), (ValueError("a mistake of ours"), 500)],
)
async def test_a_failed_turn_is_an_error_with_an_apology_and_can_be_sent_again(
    failure: Exception, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store()
    turns = Turns(Rasa(store, failure), "test")
    found, body = await sent(turns, store)
    assert found == status
    assert "Sorry" in body["error"]["message"]
    assert "secretword" not in caplog.text
    assert (await sent(turns, store))[0] == 200


async def test_without_a_model_nothing_is_asked_of_rasa() -> None:
    store = Store()
    rasa = Rasa(store)
    assert (await sent(Turns(rasa, "test"), store, ready=False))[0] == 503
    assert rasa.taken == 0
