"""What a turn has to keep besides its events, written in the turn's own commit.

An action says it with a marker that the tracker store obeys when it saves the turn: a turn that is refused, because its
message was answered before or the conversation was saved meanwhile, keeps nothing either.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import msgspec
from rasa.shared.core.events import Event, SlotSet

from bot.answers.memory import ShelfItem, StoredPerson
from bot.storage import unanswered
from bot.storage.database import Connection
from bot.storage.feedback import Feedback, put_feedback
from bot.storage.people import put_person
from bot.storage.shelf import put_shelf

logger = logging.getLogger(__name__)

SLOT = "notes"
"""The slot whose setting is the marker. The domain has to name it, or Rasa logs an error."""


class Notes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What to keep; None leaves what is kept. `now` in seconds since 1970."""

    now: float
    person: StoredPerson | None = None
    shelf: tuple[ShelfItem, ...] | None = None
    feedback: Feedback | None = None
    unanswered: str = ""
    """A message that could not be answered, as it was typed."""
    undone: bool = False
    """What the turn reads was away: nothing of it is kept, and its message is answered when it is sent again."""


def marker(notes: Notes) -> list[dict[str, Any]]:
    """The event that an action returns to have this kept; none where there is nothing to keep."""
    if notes == Notes(now=notes.now):
        return []
    return [{"event": SlotSet.type_name, "timestamp": None, "name": SLOT, "value": msgspec.to_builtins(notes)}]


def found_in(events: Iterable[Event]) -> list[Notes]:
    """The notes that the markers among the events hold. One of an older shape is left out, and logged."""
    found = []
    for event in events:
        if isinstance(event, SlotSet) and event.key == SLOT and event.value is not None:
            try:
                found.append(msgspec.convert(event.value, Notes))
            except msgspec.ValidationError:
                logger.exception("A note cannot be read; what it says is not kept.")
    return found


def without_content(event: Event) -> Event:
    """The event as it is stored: what a marker says stands in the tables, and nowhere twice.

    A new session sets all slots to what they were, so what was kept once would be kept again.
    """
    if isinstance(event, SlotSet) and event.key == SLOT:
        return SlotSet(SLOT, None, timestamp=event.timestamp)
    return event


def keep(connection: Connection, sender: str, notes: Notes) -> None:
    """Writes what the notes say within a transaction."""
    if notes.person is not None:
        put_person(connection, sender, notes.person, notes.now)
    if notes.shelf is not None:
        put_shelf(connection, sender, notes.shelf)
    if notes.feedback is not None:
        put_feedback(connection, sender, notes.feedback)
    if notes.unanswered:
        unanswered.count(connection, notes.unanswered, notes.now, sender)
