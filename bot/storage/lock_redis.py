"""Turns of several machines: those of a conversation in the order in which they came, by a queue in Redis.

Whoever wants the lock stands in a list; the first has it. Entering, leaving and passing on are one script each, which
Redis runs as a whole. Who waits sleeps on a list of its own until the one before hands over, so nobody polls. Everyone
in the queue renews a lease; whose lease runs out, because its process was killed, is left out by the next one.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as ConnectionFailed
from redis.exceptions import RedisError

LEASE = 15.0
"""Seconds after which a process that was heard of no more has left the queue."""
_WAIT = 1
"""Seconds that Redis lets somebody sleep before they look whether the ones before them are still alive."""
_SECONDS = 5.0
"""That Redis has to answer."""
_PREFIX = "lamella:turns:"

_ENTER = """
local queue, leases, me, lease, enter = KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2]), ARGV[3]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local first = redis.call('LINDEX', queue, 0)
while first and first ~= me and tonumber(redis.call('HGET', leases, first) or '0') <= now do
    redis.call('LPOP', queue)
    redis.call('HDEL', leases, first)
    first = redis.call('LINDEX', queue, 0)
end
if redis.call('HEXISTS', leases, me) == 0 then
    if enter == '0' then return -1 end
    redis.call('RPUSH', queue, me)
    first = first or me
end
redis.call('HSET', leases, me, now + lease)
redis.call('PEXPIRE', queue, 2 * lease)
redis.call('PEXPIRE', leases, 2 * lease)
return first == me and 1 or 0
"""
"""1 for whoever has the lock, 0 for who waits, -1 for who was left out; renews the lease of all but the last."""

_LEAVE = """
local queue, leases, me, lease, calls = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3]
local first = redis.call('LINDEX', queue, 0) == me
redis.call('LREM', queue, 1, me)
redis.call('HDEL', leases, me)
local next = redis.call('LINDEX', queue, 0)
if first and next then
    redis.call('RPUSH', calls .. next, '1')
    redis.call('PEXPIRE', calls .. next, lease)
end
"""


class LocksInRedis:
    """A lock for each conversation between all processes that use the same Redis."""

    def __init__(self, url: str, lease: float = LEASE) -> None:
        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=_SECONDS,
            socket_connect_timeout=_SECONDS,
            # A connection that died with a restart of Redis is only noticed by using it. Each command may be repeated.
            retry=Retry(NoBackoff(), 1),
            retry_on_error=[ConnectionFailed],
        )
        self._lease = lease
        self._enter, self._leave = self._redis.register_script(_ENTER), self._redis.register_script(_LEAVE)

    @asynccontextmanager
    async def lock(self, conversation_id: str, seconds: float) -> AsyncIterator[None]:
        """Holds the conversation's lock, for at most so many seconds after it was got.

        Raises asyncio.TimeoutError when it was not free within as many, and RedisError.
        """
        # One slot of a cluster for all keys of a conversation.
        base, me = f"{_PREFIX}{{{conversation_id}}}", uuid.uuid4().hex
        keys, calls = [f"{base}:queue", f"{base}:leases"], f"{base}:call:"
        lease = int(1000 * self._lease)
        try:
            deadline = time.monotonic() + seconds
            while await self._enter(keys=keys, args=[me, lease, 1]) != 1:
                if time.monotonic() > deadline:
                    raise asyncio.TimeoutError
                await self._redis.blpop([calls + me], timeout=_WAIT)
            renewing = asyncio.create_task(self._renew(keys, me, lease, time.monotonic() + seconds))
            try:
                yield
            finally:
                renewing.cancel()
        finally:
            # Of a Redis that is gone the lease runs out by itself; what the turn raised is what counts.
            with suppress(RedisError):
                await asyncio.shield(self._leave(keys=keys, args=[me, lease, calls]))

    async def _renew(self, keys: list[str], me: str, lease: int, until: float) -> None:
        while time.monotonic() < until:
            await asyncio.sleep(self._lease / 3)
            with suppress(RedisError):
                if await self._enter(keys=keys, args=[me, lease, 0]) == -1:
                    return
