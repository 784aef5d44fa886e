"""The tracker store that endpoints.yml names, with Lamella's overrides in place.

Each message costs the same, however long the conversation is: what is read is one row and the last turn's events
(see `compaction`), what is written is that row and the turn's new events, its replies among them, in one commit.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import IntegrityError

from bot.framework import install
from bot.nlu.shop import SHOP
from bot.storage import counting, erasure, events, notes
from bot.storage.catalogue import CATALOGUE
from bot.storage.compaction import Loaded, StoredTracker, compact
from bot.storage.database import Connection, Database, shared
from bot.storage.errors import DuplicateMessageError, StaleTrackerError, UndoneError
from bot.storage.tables import conversation, event

install()
SHOP.source = CATALOGUE.first
logger = logging.getLogger(__name__)


class LamellaTrackerStore(TrackerStore):
    """Conversations in the database of `DATABASE_URL`; a SQLite file in the project folder without it.

    `save` raises DuplicateMessageError for a message that is stored already and StaleTrackerError when the
    conversation was saved since the tracker was read; `delivery.exactly_once` acts on both. It raises UndoneError for a
    turn whose `notes` say that it could not be taken. Nothing is written then.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: Any = None,
        database: Database | None = None,
        **_: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self.database = database or shared()

    def init_tracker(self, sender_id: str) -> StoredTracker:
        """An empty tracker of a conversation that is not stored yet."""
        return StoredTracker(sender_id, self.domain.slots)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """A tracker with the state and the last turn's events: all that the next turn needs."""
        return await asyncio.to_thread(self._retrieve, sender_id, whole=False)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """A tracker with all events of all sessions."""
        return await asyncio.to_thread(self._retrieve, conversation_id, whole=True)

    async def exists(self, conversation_id: str) -> bool:
        """Whether anything of the conversation is stored."""
        return await asyncio.to_thread(self._exists, conversation_id)

    async def keys(self) -> Iterable[str]:
        """The sender ids of all conversations."""
        return await asyncio.to_thread(self._keys)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends the tracker's new events and keeps what their `notes` say, in one commit.

        With the marker of `erasure` everything of the sender is erased instead.
        """
        new = await asyncio.to_thread(self._save, tracker)
        if self.event_broker is not None:
            # After the commit: a listener must not hear of a turn that did not happen.
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def stream_events(self, tracker: DialogueStateTracker) -> None:
        """Publishes the tracker's events that are not stored yet. `save` does so by itself."""
        if self.event_broker is not None:
            new = _new(tracker, await asyncio.to_thread(self._loaded, tracker))
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def replies(self, sender: str, message_id: str) -> list[dict[str, Any]] | None:
        """The stored replies to a message, as `OutputChannel.send_response` takes them; None for an unknown message."""
        return await asyncio.to_thread(self._replies, sender, message_id)

    async def seen(self, sender: str, message_id: str) -> bool:
        """Whether a message was answered already."""
        return await self.replies(sender, message_id) is not None

    async def forget(self, sender: str) -> None:
        """Erases all that is kept of a sender. Within a turn, return `erasure.marker()` from the action instead."""
        await asyncio.to_thread(erasure.forget, self.database, sender)

    def _retrieve(self, sender: str, *, whole: bool) -> StoredTracker | None:
        with self.database.read() as connection:
            row = _row(connection, sender)
            if row is None:
                return None
            stored = connection.execute(
                sa.select(event.c.data)
                .where(event.c.conversation_id == row.id, event.c.sequence >= (0 if whole else row.replay_from))
                .order_by(event.c.sequence)
            ).all()
        tracker = self.init_tracker(sender)
        try:
            state = [] if whole else [events.from_dict(entry) for entry in json.loads(row.state)]
            found = [events.decode(data) for (data,) in stored]
            for entry in (*state, *found):
                tracker.update(entry)
        except Exception as error:
            # The text of the error may hold what somebody typed.
            logger.error(
                "Conversation %s cannot be read (%s); it begins afresh. Its old events stay stored.",
                row.id,
                type(error).__name__,
            )
            tracker = self.init_tracker(sender)
            tracker.loaded = Loaded(row.id, row.version, stored=row.events, session_from=row.events)
            return tracker
        tracker.loaded = Loaded(
            row.id, row.version, row.events, row.session_from, held=len(state) + len(found), state=len(state)
        )
        return tracker

    def _save(self, tracker: DialogueStateTracker) -> list[Event]:
        loaded = self._loaded(tracker)
        new = _new(tracker, loaded)
        if not new:
            return []
        if erasure.is_asked_for(new):
            said = [entry.text or "" for entry in new if isinstance(entry, UserUttered)]
            erasure.forget(self.database, tracker.sender_id, said)
            _remember(tracker, Loaded(held=len(tracker.events)))
            return []
        kept = notes.found_in(new)
        if any(found.undone for found in kept):
            raise UndoneError("The turn could not read what it needs.")
        try:
            _remember(tracker, self._append(tracker, loaded, new, kept))
        except (IntegrityError, StaleTrackerError) as error:
            self._explain(tracker.sender_id, new, error)
        return new

    def _append(
        self, tracker: DialogueStateTracker, loaded: Loaded, new: list[Event], kept: list[notes.Notes]
    ) -> Loaded:
        short = compact(tracker, loaded)
        row = {
            "version": loaded.version + 1,
            "events": loaded.stored + len(new),
            "session_from": short.session_from,
            "replay_from": short.replay_from,
            "state": f"[{','.join(events.encode(short.state))}]",
            "updated": time.time(),
        }
        rows = [
            {
                "sequence": loaded.stored + offset,
                "type_name": entry.type_name,
                "message_id": events.message_id(entry),
                "timestamp": entry.timestamp,
                "data": data,
            }
            for offset, (entry, data) in enumerate(
                zip(new, events.encode([notes.without_content(entry) for entry in new]), strict=True)
            )
        ]
        with self.database.write() as connection:
            number = loaded.conversation
            if number is None:
                made = connection.execute(conversation.insert().values(sender_id=tracker.sender_id, **row))
                number = made.inserted_primary_key[0]
            else:
                unchanged = (conversation.c.id == number) & (conversation.c.version == loaded.version)
                if connection.execute(conversation.update().where(unchanged).values(**row)).rowcount != 1:
                    raise StaleTrackerError("The conversation was saved or erased since it was read.")
            connection.execute(event.insert(), [{"conversation_id": number, **entry} for entry in rows])
            counting.record(connection, new, list(islice(tracker.events, loaded.held)))
            for found in kept:
                notes.keep(connection, tracker.sender_id, found)
        return Loaded(
            number,
            loaded.version + 1,
            loaded.stored + len(new),
            short.session_from,
            held=len(tracker.events),
            state=loaded.state,
        )

    def _explain(self, sender: str, new: list[Event], error: Exception) -> None:
        """Raises what it means that the events could not be appended."""
        for found in filter(None, map(events.message_id, new)):
            if self._replies(sender, found) is not None:
                raise DuplicateMessageError("The message was answered before.") from error
        raise StaleTrackerError("The conversation was saved or erased since it was read.") from error

    def _loaded(self, tracker: DialogueStateTracker) -> Loaded:
        """What of a tracker is stored. One that was made elsewhere is taken to begin with the stored session."""
        if isinstance(tracker, StoredTracker):
            return tracker.loaded
        with self.database.read() as connection:
            row = _row(connection, tracker.sender_id)
        if row is None:
            return Loaded()
        return Loaded(row.id, row.version, row.events, row.session_from, held=row.events - row.session_from)

    def _replies(self, sender: str, message_id: str) -> list[dict[str, Any]] | None:
        with self.database.read() as connection:
            asked = connection.execute(
                sa.select(event.c.conversation_id, event.c.sequence)
                .join(conversation, conversation.c.id == event.c.conversation_id)
                .where(conversation.c.sender_id == sender, event.c.message_id == message_id)
            ).first()
            if asked is None:
                return None
            after = connection.execute(
                sa.select(event.c.type_name, event.c.data)
                .where(event.c.conversation_id == asked.conversation_id, event.c.sequence > asked.sequence)
                .order_by(event.c.sequence)
                .limit(100)
            ).all()
        found = []
        for type_name, data in after:
            if type_name == UserUttered.type_name:
                break
            if type_name == BotUttered.type_name:
                found.append(events.decode(data).message())
        return found

    def _exists(self, sender: str) -> bool:
        with self.database.read() as connection:
            return _row(connection, sender) is not None

    def _keys(self) -> list[str]:
        with self.database.read() as connection:
            return list(connection.execute(sa.select(conversation.c.sender_id)).scalars())


def _row(connection: Connection, sender: str) -> Any:
    return connection.execute(sa.select(conversation).where(conversation.c.sender_id == sender)).first()


def _new(tracker: DialogueStateTracker, loaded: Loaded) -> list[Event]:
    return list(islice(tracker.events, loaded.held, None))


def _remember(tracker: DialogueStateTracker, loaded: Loaded) -> None:
    if isinstance(tracker, StoredTracker):
        tracker.loaded = loaded
