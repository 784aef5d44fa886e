"""Turns as Rasa's processor takes them, without a model: reads the tracker, adds the events of a turn, saves once."""

from __future__ import annotations

import time
import uuid
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.storage import notes
from bot.storage.database import Database

LISTEN, SESSION = "action_listen", "action_session_start"


async def begun(store: TrackerStore, sender: str, *, expired: bool = False) -> DialogueStateTracker:
    """The tracker that a turn begins with; a session is started where there is none, its slots carried over."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    if not tracker.applied_events() or expired:
        carried = [SlotSet(e.key, e.value) for e in tracker.applied_events() if isinstance(e, SlotSet)]
        update(tracker, ActionExecuted(SESSION), SessionStarted(), *carried, ActionExecuted(LISTEN))
    return tracker


def update(tracker: DialogueStateTracker, *events: Event) -> None:
    for event in events:
        tracker.update(event)


def user(text: str, message_id: str | None = None) -> UserUttered:
    parsed: Any = {
        "text": text,
        "intent": {"name": "compatibility", "confidence": 0.9},
        "entities": [],
        "questions": [{"kind": "compatibility", "said": text}],
    }
    return UserUttered(text, parsed["intent"], [], parsed, message_id=message_id or uuid.uuid4().hex)


def reply(text: str, focus: object = None) -> list[Event]:
    return [
        ActionExecuted("action_answer"),
        BotUttered(text, {"buttons": [{"title": "Why?", "payload": "Why?"}]}, {"answer": {"headline": text}}),
        SlotSet("focus", focus),
        ActionExecuted(LISTEN),
    ]


async def turn(
    store: TrackerStore,
    sender: str,
    text: str,
    *,
    answer: str = "Yes.",
    focus: object = None,
    message_id: str | None = None,
    also: tuple[Event, ...] = (),
    expired: bool = False,
) -> DialogueStateTracker:
    """One turn, saved."""
    tracker = await begun(store, sender, expired=expired)
    update(tracker, user(text, message_id), *reply(answer, focus), *also)
    await store.save(tracker)
    return tracker


def keep(database: Database, sender: str, now: float = 1, **what: Any) -> None:
    """Keeps notes as the save of a turn does."""
    with database.write() as connection:
        notes.keep(connection, sender, notes.Notes(now=now, **what))


def noted(**what: Any) -> tuple[Event, ...]:
    """The events of an action that has something kept."""
    return tuple(SlotSet(e["name"], e["value"]) for e in notes.marker(notes.Notes(now=1, **what)))


def now() -> float:
    return time.time()
