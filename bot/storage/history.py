"""What was said in a conversation, as a page shows it again after a reload."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

import sqlalchemy as sa
from rasa.shared.core.events import BotUttered, UserUttered

from bot.storage import events
from bot.storage.database import Database
from bot.storage.tables import conversation, event

logger = logging.getLogger(__name__)


class Turn(NamedTuple):
    """One message of a visitor and the replies to it, as `OutputChannel.send_response` takes them."""

    message_id: str | None
    text: str
    at: float
    """Seconds since 1970."""
    replies: list[dict[str, Any]]


def last_turns(database: Database, sender: str, count: int) -> list[Turn]:
    """The last turns of a conversation, the oldest first; none of a stranger, or of somebody who was forgotten."""
    of_sender = event.c.conversation_id == (
        sa.select(conversation.c.id).where(conversation.c.sender_id == sender).scalar_subquery()
    )
    said = event.c.type_name == UserUttered.type_name
    with database.read() as connection:
        first = (
            sa.select(event.c.sequence).where(of_sender, said).order_by(event.c.sequence.desc()).limit(count).subquery()
        )
        rows = connection.execute(
            sa.select(event.c.data)
            .where(
                of_sender,
                said | (event.c.type_name == BotUttered.type_name),
                event.c.sequence >= sa.select(sa.func.min(first.c.sequence)).scalar_subquery(),
            )
            .order_by(event.c.sequence)
        ).scalars()
        return _turns(list(rows))


def _turns(rows: list[str]) -> list[Turn]:
    found: list[Turn] = []
    for data in rows:
        try:
            entry = events.decode(data)
        except Exception as problem:
            # The text of the error may hold what somebody typed.
            logger.error("A stored event cannot be read (%s); the history goes on without it.", type(problem).__name__)
            continue
        if isinstance(entry, UserUttered):
            found.append(Turn(events.message_id(entry), entry.text or "", entry.timestamp, []))
        elif isinstance(entry, BotUttered) and found:
            found[-1].replies.append(entry.message())
    return found
