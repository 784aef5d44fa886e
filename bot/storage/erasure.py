"""Forgetting a person. An action asks for it with a marker that the tracker store obeys when it saves the turn.

Rows that an action deletes itself would be written back by the save at the end of its turn.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from rasa.shared.core.events import Event, SlotSet, UserUttered

from bot.storage import unanswered
from bot.storage.database import Connection, Database
from bot.storage.tables import OF_A_SENDER, conversation, event

logger = logging.getLogger(__name__)

OF = "@"
"""Stands between a person and the group in which they talk: `telegram:7@-100` is what 7 says in the group -100."""

SLOT = "erasure"
"""The slot whose setting is the marker. The domain has to name it, or Rasa logs an error."""


def marker() -> dict[str, Any]:
    """The event that an action returns to have everything of this conversation's person erased, this turn included."""
    return {"event": SlotSet.type_name, "timestamp": None, "name": SLOT, "value": True}


def is_asked_for(events: Iterable[Event]) -> bool:
    """Whether the marker is among the events."""
    return any(isinstance(found, SlotSet) and found.key == SLOT and found.value for found in events)


def forget(database: Database, sender: str, also_said: Iterable[str] = ()) -> None:
    """Erases all that is kept of a sender, whole or not at all; a second time does nothing.

    What the same person said in groups goes too. `also_said` are messages that are not stored as events yet.
    """
    with database.write() as connection:
        said = [*_messages(connection, sender), *also_said]
        unanswered.withdraw(connection, sender, said)
        of_sender = sa.select(conversation.c.id).where(_is_of(conversation, sender))
        connection.execute(event.delete().where(event.c.conversation_id.in_(of_sender)))
        erased = sum(
            connection.execute(table.delete().where(_is_of(table, sender))).rowcount
            for table in (conversation, *OF_A_SENDER)
        )
        if erased:
            database.mark_traces(connection)


def _is_of(table: Any, sender: str) -> Any:
    return (table.c.sender_id == sender) | table.c.sender_id.startswith(f"{sender}{OF}", autoescape=True)


def _messages(connection: Connection, sender: str) -> list[str]:
    rows = connection.execute(
        sa.select(event.c.data)
        .join(conversation, conversation.c.id == event.c.conversation_id)
        .where(_is_of(conversation, sender), event.c.type_name == UserUttered.type_name)
    )
    said = []
    for (data,) in rows:
        try:
            said.append(str(json.loads(data).get("text") or ""))
        except ValueError:
            logger.warning("A stored message cannot be read; it is erased all the same.")
    return said
