"""How long what was said is kept: as long as the owner wants (`LAMELLA_HISTORY_DAYS`), in small transactions.

What a person told about themselves, and their shelf, have times of their own and stay.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.tables import conversation, event

_AT_ONCE = 500
"""Rows that one transaction takes, so that nobody's message waits for long."""


class Dropped(NamedTuple):
    """Conversations that have gone as a whole, and events of others."""

    conversations: int
    events: int


def drop_said_before(database: Database, moment: float) -> Dropped:
    """Takes out conversations that have rested since, and of the others the events before; seconds since 1970.

    What a running conversation needs to go on, its last turn and what it has come to, stays however old it is.
    """
    dropped = Dropped(0, 0)
    while more := _rested(database, moment):
        dropped = dropped._replace(conversations=dropped.conversations + more)
    while more := _earlier(database, moment):
        dropped = dropped._replace(events=dropped.events + more)
    return dropped


def _rested(database: Database, moment: float) -> int:
    with database.write() as connection:
        # Locked, so that nobody goes on with one in between: who comes then finds it gone, and takes the turn again.
        rested = connection.execute(
            sa.select(conversation.c.id)
            .where(conversation.c.updated < moment)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        ).scalars()
        numbers = list(rested)
        if numbers:
            connection.execute(event.delete().where(event.c.conversation_id.in_(numbers)))
            connection.execute(conversation.delete().where(conversation.c.id.in_(numbers)))
            database.mark_traces(connection)
    return len(numbers)


def _earlier(database: Database, moment: float) -> int:
    with database.write() as connection:
        # Ids grow with time, so the old ones are found at the beginning.
        earlier = connection.execute(
            sa.select(event.c.id)
            .join(conversation, conversation.c.id == event.c.conversation_id)
            .where(event.c.timestamp < moment, event.c.sequence < conversation.c.replay_from)
            .order_by(event.c.id)
            .limit(_AT_ONCE)
        ).scalars()
        numbers = list(earlier)
        if numbers:
            connection.execute(event.delete().where(event.c.id.in_(numbers)))
            database.mark_traces(connection)
    return len(numbers)
