"""Turns within one process: those of a conversation one after the other, and few of all conversations at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.storage.errors import LockUnavailableError

AT_ONCE = 4
"""Turns that run at a time. A turn is mostly computing, so more at a time would only make all of them end late:
of 1,000 that come together the first would be answered when the last is."""


class LocksHere:
    """A lock for each conversation, given in the order in which it was asked for."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str, seconds: float) -> AsyncIterator[None]:
        """Holds the conversation's lock. Raises LockUnavailableError when it was not free within so many seconds."""
        held = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._users[conversation_id] = self._users.get(conversation_id, 0) + 1
        try:
            if held.locked():
                await _within(seconds, held)
            else:
                await held.acquire()
            try:
                yield
            finally:
                held.release()
        finally:
            self._users[conversation_id] -= 1
            if not self._users[conversation_id]:
                del self._users[conversation_id], self._locks[conversation_id]


async def _within(seconds: float, lock: asyncio.Lock) -> None:
    try:
        await asyncio.wait_for(lock.acquire(), seconds)
    except asyncio.TimeoutError as problem:
        raise LockUnavailableError("Another turn of the conversation takes too long.") from problem
