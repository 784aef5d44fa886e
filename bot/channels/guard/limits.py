"""How often somebody may ask: counted in this process, or in Redis for several."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from limits import RateLimitItem
from limits.storage import MemoryStorage, RedisStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError
from sanic.request import Request

from bot.channels.guard.address import Network, bucket, client, is_local
from bot.channels.guard.key import ServerKey
from bot.channels.guard.privately import pseudonym
from bot.channels.guard.refused import Refused

_SECONDS = 2
"""That Redis has to answer."""


class LimitsError(RuntimeError):
    """Nothing could be counted: Redis does not answer."""


def storage(redis_url: str | None) -> Storage:
    """Where is counted. Nothing is connected to yet."""
    if redis_url is None:
        return MemoryStorage()
    made: Storage = storage_from_string(redis_url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS)
    return made


async def reachable(counted_in: Storage) -> bool:
    """Whether the counters can be used."""
    return bool(await asyncio.to_thread(counted_in.check))


class Limit:
    """At most so often, each: `rates` are those of the library `limits`, such as 20 a minute."""

    def __init__(self, name: str, rates: Sequence[RateLimitItem], counted_in: Storage, key: ServerKey) -> None:
        self._name, self._rates, self._storage, self._key = name, rates, counted_in, key
        self._limiter = FixedWindowRateLimiter(counted_in)

    async def count(self, who: str) -> None:
        """Counts one more of somebody. Raises Refused with 429 when it is one too many, and LimitsError."""
        counted_as = pseudonym(who, await self._key.of("limits"))
        try:
            # Redis is a network away; what is in memory takes less time than a thread.
            wait = (
                await asyncio.to_thread(self._count, counted_as)
                if isinstance(self._storage, RedisStorage)
                else self._count(counted_as)
            )
        except RedisError as problem:
            raise LimitsError(type(problem).__name__) from problem
        if wait is not None:
            raise Refused(429, "too_many", retry_after=wait, seconds=wait)

    def _count(self, who: str) -> int | None:
        """None, or the seconds until the next one is let in."""
        for rate in self._rates:
            if not self._limiter.hit(rate, self._name, who):
                return max(1, int(self._limiter.get_window_stats(rate, self._name, who)[0] - time.time()) + 1)
        return None


class AddressLimit:
    """The check by address. This machine itself is not counted: rehearsals and benchmarks come from there."""

    def __init__(self, limit: Limit, proxies: Sequence[Network]) -> None:
        self._limit, self._proxies = limit, proxies

    async def __call__(self, request: Request) -> None:
        if not is_local(request):
            forwarded = request.headers.getall("x-forwarded-for", [])
            await self._limit.count(bucket(client(request.ip, forwarded, self._proxies)))
