"""Conversations are stored so that Rasa goes on from them as from its own stores."""

from __future__ import annotations

import json
import logging
import random
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    ConversationPaused,
    ConversationResumed,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage.database import Database
from bot.storage.errors import StaleTrackerError
from bot.storage.tables import conversation, event
from bot.storage.tracker_store import LamellaTrackerStore
from tests.storage.turns import LISTEN, SESSION, begun, reply, turn, update, user


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What a tracker says of itself, as JSON and back like all that is stored."""
    found = tracker.current_state()
    del found["latest_event_time"]
    plain: dict[str, Any] = json.loads(json.dumps(found))
    return plain


async def test_a_stranger_has_no_conversation(store: LamellaTrackerStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.retrieve_full_tracker("nobody") is None
    assert not await store.exists("nobody")
    assert list(await store.keys()) == []


async def test_conversations_are_listed_and_kept_apart(store: LamellaTrackerStore) -> None:
    await turn(store, "ann", "retinol and peeling?", focus={"kind": "a"})
    await turn(store, "bob", "clay mask?", focus={"kind": "b"})
    assert sorted(await store.keys()) == ["ann", "bob"]
    assert await store.exists("ann")
    ann, bob = await store.retrieve("ann"), await store.retrieve("bob")
    assert ann is not None
    assert bob is not None
    assert (ann.get_slot("focus"), bob.get_slot("focus")) == ({"kind": "a"}, {"kind": "b"})
    assert ann.latest_message.text == "retinol and peeling?"


async def test_the_store_counts_as_asynchronous_for_rasa(store: LamellaTrackerStore) -> None:
    assert check_if_tracker_store_async(store)


async def test_rasa_uses_the_store_itself_and_hears_its_errors(store: LamellaTrackerStore, domain: Domain) -> None:
    agent = Agent(domain=domain, tracker_store=store)
    assert agent.tracker_store is store
    assert isinstance(Agent(domain=domain).tracker_store, InMemoryTrackerStore)


async def test_a_tracker_is_as_long_after_many_turns_as_after_two(store: LamellaTrackerStore) -> None:
    lengths = []
    for number in range(30):
        tracker = await turn(store, "ann", f"question {number}", focus={"n": number})
        lengths.append(len(tracker.events))
    assert len(set(lengths[2:])) == 1
    whole = await store.retrieve_full_tracker("ann")
    assert whole is not None
    assert len(whole.events) == 3 + 30 * 5
    assert whole.get_slot("focus") == {"n": 29}


@pytest.mark.parametrize(("turns", "seed"), [(300, 1), (60, 2), (60, 3), (60, 4), (60, 5), (60, 6)])
async def test_a_long_conversation_goes_as_in_rasas_own_store(
    store: LamellaTrackerStore, domain: Domain, turns: int, seed: int
) -> None:
    """With restarts, steps back, pauses, expired sessions and emptied slots in between."""
    chance = random.Random(seed)
    ours, theirs = store, InMemoryTrackerStore(domain)
    for number in range(turns):
        kind = chance.choices(
            ["plain", "expired", "restart", "back", "pause", "resume", "reset", "silent"], [60, 4, 2, 12, 2, 6, 3, 3]
        )[0]
        states = []
        for kept in (ours, theirs):
            tracker = await begun(kept, "ann", expired=kind == "expired")
            update(tracker, user(f"message {number}", f"id-{number}"))
            if kind == "restart":
                update(tracker, ActionExecuted("action_restart"), Restarted())
                update(tracker, ActionExecuted(SESSION), SessionStarted(), ActionExecuted(LISTEN))
            elif kind == "back":
                update(tracker, ActionExecuted("action_back"), UserUtteranceReverted(), UserUtteranceReverted())
                update(tracker, ActionExecuted(LISTEN))
            elif kind == "silent":
                update(tracker, ActionExecuted(LISTEN))
            else:
                update(tracker, *reply(f"answer {number}", {"kind": kind, "n": number}))
            extra = {"pause": ConversationPaused, "resume": ConversationResumed, "reset": AllSlotsReset}.get(kind)
            if extra is not None:
                update(tracker, extra())
            await kept.save(tracker)
            again = await kept.retrieve("ann")
            assert again is not None
            states.append(state(again))
        assert states[0] == states[1], f"turn {number} ({kind})"
    whole, reference = await ours.retrieve_full_tracker("ann"), await theirs.retrieve_full_tracker("ann")
    assert whole is not None
    assert reference is not None
    assert state(whole) == state(reference)


async def test_an_active_form_keeps_its_whole_session(store: LamellaTrackerStore) -> None:
    await turn(store, "ann", "one", focus=1)
    await turn(store, "ann", "two", focus=2, also=(ActiveLoop("a_form"),))
    tracker = await turn(store, "ann", "three", focus=3)
    assert tracker.active_loop_name == "a_form"
    await turn(store, "ann", "four", focus=4, also=(ActiveLoop(None),))
    after = await turn(store, "ann", "five", focus=5)
    again = await store.retrieve("ann")
    assert again is not None
    assert again.active_loop_name is None
    assert len(again.events) < len(after.events)


async def test_saving_the_same_tracker_twice_appends_nothing(store: LamellaTrackerStore, database: Database) -> None:
    tracker = await turn(store, "ann", "one")
    before = _rows(database)
    await store.save(tracker)
    assert _rows(database) == before


async def test_a_tracker_made_elsewhere_is_appended_to_the_session(store: LamellaTrackerStore, domain: Domain) -> None:
    """As Rasa's HTTP API does with `PUT /conversations/…/tracker/events`."""
    first = await turn(store, "ann", "one", focus=1)
    events = [e.as_dict() for e in (*first.events, user("two"), *reply("Yes.", 2))]
    await store.save(DialogueStateTracker.from_dict("ann", events, domain.slots))
    again = await store.retrieve("ann")
    whole = await store.retrieve_full_tracker("ann")
    assert again is not None
    assert whole is not None
    assert (again.get_slot("focus"), len(whole.events)) == (2, len(first.events) + 5)


async def test_a_full_tracker_can_be_saved(store: LamellaTrackerStore) -> None:
    """As Rasa's HTTP API does with `POST /conversations/…/tracker/events`."""
    await turn(store, "ann", "one", focus=1)
    await turn(store, "ann", "two", focus=2, expired=True)
    whole = await store.retrieve_full_tracker("ann")
    assert whole is not None
    before = len(whole.events)
    update(whole, SlotSet("focus", 3))
    await store.save(whole)
    again, whole = await store.retrieve("ann"), await store.retrieve_full_tracker("ann")
    assert again is not None
    assert whole is not None
    assert (again.get_slot("focus"), len(whole.events)) == (3, before + 1)


async def test_only_what_is_new_is_published_and_only_after_the_commit(
    store: LamellaTrackerStore, domain: Domain
) -> None:
    class Broker:
        def __init__(self) -> None:
            self.published: list[dict[str, Any]] = []

        def publish(self, event: dict[str, Any]) -> None:
            self.published.append(event)

    broker = Broker()
    await turn(store, "ann", "one")
    listening = LamellaTrackerStore(domain, event_broker=broker, database=store.database)
    await turn(listening, "ann", "two")
    assert [e["event"] for e in broker.published] == ["user", "action", "bot", "slot", "action"]
    tracker = await begun(listening, "ann")
    await turn(store, "ann", "meanwhile")
    update(tracker, user("three"), *reply("Yes."))
    await listening.stream_events(tracker)
    assert len(broker.published) == 10
    with pytest.raises(StaleTrackerError):
        await listening.save(tracker)
    assert len(broker.published) == 10


@pytest.mark.parametrize("broken", ["state", "event", "kind"])
async def test_a_broken_row_begins_a_fresh_conversation(
    store: LamellaTrackerStore, database: Database, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    await turn(store, "ann", "secretword", focus={"n": 1})
    with database.write() as connection:
        if broken == "state":
            connection.execute(conversation.update().values(state='[{"event": "slot", "secretword'))
        else:
            data = '{"event": "no_such_event", "text": "secretword"}' if broken == "kind" else "{secretword"
            connection.execute(event.update().where(event.c.type_name == "user").values(data=data))
    with caplog.at_level(logging.ERROR):
        tracker = await turn(store, "ann", "and again", focus={"n": 2})
    assert "begins afresh" in caplog.text
    assert "secretword" not in caplog.text
    assert tracker.latest_message.text == "and again"
    again = await turn(store, "ann", "third", focus={"n": 3})
    assert again.get_slot("focus") == {"n": 3}
    assert [e.as_dict()["event"] for e in again.events].count("user") == 2


async def test_a_file_opened_again_goes_on_where_it_was(url: str, domain: Domain) -> None:
    """What a killed server leaves behind: nothing is written at its end, so not ending it is enough."""
    for number in range(5):
        opened = Database(url)
        opened.migrate()
        tracker = await turn(
            LamellaTrackerStore(domain, database=opened), "ann", f"step {number}", focus={"at": number}
        )
        assert tracker.get_slot("focus") == {"at": number}
    last = Database(url)
    last.migrate()
    again = await LamellaTrackerStore(domain, database=last).retrieve("ann")
    assert again is not None
    assert again.latest_message.text == "step 4"


async def test_text_that_databases_stumble_over_is_kept(store: LamellaTrackerStore) -> None:
    text = "a\x00b \ud800 ' \" \\ %s :x 😀 \u202e"
    await turn(store, "ann", text)
    again = await store.retrieve("ann")
    assert again is not None
    assert again.latest_message.text == text


def _rows(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(event)).scalar() or 0)
