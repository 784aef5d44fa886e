"""How often Telegram may be called: never more often than it says, so that it has no reason to refuse.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio
import time

from aiolimiter import AsyncLimiter
from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter
from redis.exceptions import RedisError

from bot.channels.delivery import TryLater

OVERALL = RateLimitItemPerSecond(30)
IN_A_CHAT = RateLimitItemPerSecond(1)
IN_A_GROUP = RateLimitItemPerMinute(20)

_EVENLY = 1 / 25
"""Seconds between two messages of this worker: thirty at once that are long on their way may meet the next thirty."""
_APART = 1.0
"""Seconds from the answer to one message in a chat to the next: what is on its way may be late, and the next not."""
_REMEMBERED = 1000
"""Chats whose last answer is known; those that were spoken to longest ago are forgotten first."""
_PATIENCE = 5.0
"""Seconds to wait here; for longer the part goes back to the outbox."""
_SHORTEST = 0.05


class Pace:
    """The calls of one bot, of all workers where they count in Redis."""

    def __init__(self, bot: int, counted_in: Storage) -> None:
        self._bot, self._storage = str(bot), counted_in
        self._limiter = MovingWindowRateLimiter(counted_in)
        self._evenly = AsyncLimiter(1, _EVENLY)
        self._answered: dict[int, float] = {}

    async def turn(self, chat: int) -> None:
        """Returns when a message may be sent to a chat. Raises TryLater where that takes long."""
        deadline = time.monotonic() + _PATIENCE
        while (wait := await self._taken(chat)) > 0:
            if time.monotonic() + wait > deadline:
                raise TryLater(wait)
            await asyncio.sleep(wait)
        await self._evenly.acquire()

    def answered(self, chat: int) -> None:
        """Notes that Telegram has answered a call for a chat, or will not any more."""
        self._answered.pop(chat, None)
        self._answered[chat] = time.monotonic()
        if len(self._answered) > _REMEMBERED:
            del self._answered[next(iter(self._answered))]

    async def _taken(self, chat: int) -> float:
        """0 where a message was counted, else the seconds until it is worth asking again."""
        soon = self._answered.get(chat, 0.0) + _APART - time.monotonic()
        if soon > 0:
            return soon
        # Groups have negative ids.
        rates = [(OVERALL, "all"), (IN_A_CHAT, str(chat)), *([(IN_A_GROUP, str(chat))] if chat < 0 else [])]
        if not isinstance(self._storage, RedisStorage):
            return self._count(rates)
        try:
            return await asyncio.to_thread(self._count, rates)
        except RedisError as problem:
            raise TryLater from problem

    def _count(self, rates: list[tuple[RateLimitItem, str]]) -> float:
        for rate, who in rates:
            if not self._limiter.test(rate, "telegram", self._bot, who):
                reset, _ = self._limiter.get_window_stats(rate, "telegram", self._bot, who)
                return min(max(reset - time.time(), _SHORTEST), rate.get_expiry())
        for rate, who in rates:
            self._limiter.hit(rate, "telegram", self._bot, who)
        return 0.0
