"""The lock store that endpoints.yml names: one turn of a conversation at a time, in order, and nobody polls for it.

Rasa's own lets whoever waits look once a second, and the one on Redis reads, changes and writes in three steps. A turn
here asks for its conversation's lock in three places, the nearest first: in the process, so that only one turn of a
process stands in a queue outside; then among the machine's processes, or in Redis where `REDIS_URL` is set; then for a
place among the turns that run. Should a lock be lost nevertheless, because a process was stopped for longer than its
lease, the tracker store refuses to save what was computed on an older conversation.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockStore
from redis.exceptions import RedisError

from bot.storage.database import shared
from bot.storage.errors import LockUnavailableError
from bot.storage.lock_file import LocksInFile, path_for
from bot.storage.lock_here import AT_ONCE, LocksHere
from bot.storage.lock_redis import LocksInRedis

Beyond = LocksInFile | LocksInRedis | None
"""The lock beyond the process."""


class LamellaLockStore(LockStore):
    """Locks in this process and beyond it."""

    def __init__(self, endpoint_config: Any = None, beyond: Beyond = None) -> None:
        self._here = LocksHere()
        self._beyond = beyond or _beyond()
        self._running = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 0
    ) -> AsyncIterator[TicketLock]:
        """Holds a conversation's lock.

        `lock_lifetime` is how many seconds are waited for it; `wait_time_in_seconds`, between the looks of Rasa's own
        stores, is of no use. Raises LockUnavailableError.
        """
        async with AsyncExitStack() as held:
            try:
                await held.enter_async_context(self._here.lock(conversation_id, lock_lifetime))
                if self._beyond is not None:
                    await held.enter_async_context(self._beyond.lock(conversation_id, lock_lifetime))
            except (asyncio.TimeoutError, RedisError, OSError) as problem:  # A full disk, for the file of locks.
                raise LockUnavailableError(f"The conversation is not free: {type(problem).__name__}.") from problem
            await held.enter_async_context(self._running)
            yield TicketLock(conversation_id)


def _beyond() -> Beyond:
    if url := os.environ.get("REDIS_URL", "").strip():
        return LocksInRedis(url)
    if sys.platform != "linux":
        return None
    return LocksInFile(path_for(shared()))
