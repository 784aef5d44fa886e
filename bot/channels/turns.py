"""One message at a door: its turn is taken once, however often it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.lock_store import LOCK_LIFETIME

from bot.channels import metrics
from bot.channels.replies import NotReadyError, OnMessage, replies_to, reply
from bot.storage.delivery import Replies, exactly_once
from bot.storage.lock_here import LocksHere


async def unlimited(sender: str) -> None:
    """The limit of a door that has none."""


class Turns:
    """The turns of one door. The same message sent again while its turn runs waits for that turn.

    `exactly_once` alone would let each copy take the whole turn and then refuse to store it. Other messages of the
    sender wait behind it from the moment they come: what is asked of the database and of the limits before Rasa locks
    the conversation may take longer for the first than for the second.

    `limit` is asked before a new turn of a sender, and raises Refused. A message that was answered before gets its
    reply all the same: who sends again because the answer was lost on the way does not ask more.
    """

    def __init__(
        self, on_new_message: OnMessage, channel: str, limit: Callable[[str], Awaitable[None]] = unlimited
    ) -> None:
        self._on_new_message = on_new_message
        self._channel = channel
        self._limit = limit
        self._in_order = LocksHere()
        self._running: dict[tuple[str, str], asyncio.Task[Replies]] = {}

    async def replies(self, agent: Any, sender: str, message_id: str, text: str, *, public: bool = False) -> Replies:
        """The replies to a message; `public` where others read along.

        Raises NotReadyError, Refused, LockUnavailableError, and whatever the turn raises.
        """
        key = (sender, message_id)
        if key not in self._running:
            task = asyncio.create_task(self._take(agent, sender, message_id, text, public))
            task.add_done_callback(lambda done: self._ended(key, done))
            self._running[key] = task
        # A client that goes away does not end the turn: it may ask for the replies again.
        return await asyncio.shield(self._running[key])

    def _ended(self, key: tuple[str, str], task: asyncio.Task[Replies]) -> None:
        self._running.pop(key, None)
        # Looked at, or Python would log what failed, with the visitor's words, when nobody waits for it any more.
        if not task.cancelled():
            task.exception()

    async def _take(self, agent: Any, sender: str, message_id: str, text: str, public: bool) -> Replies:
        store = ready(agent).tracker_store

        async def take_turn() -> Replies:
            await self._limit(sender)
            with metrics.FAILED.labels(self._channel).count_exceptions(), metrics.ANSWERED.labels(self._channel).time():
                found = await replies_to(self._on_new_message, text, sender, self._channel, message_id, public=public)
            metrics.count_answers(self._channel, found)
            return found

        async with self._in_order.lock(sender, LOCK_LIFETIME):
            return [reply(found) for found in await exactly_once(store, sender, message_id, take_turn)]


def ready(agent: Any) -> Any:
    """The agent. Raises NotReadyError where no model is loaded."""
    if agent is None or not agent.is_ready():
        raise NotReadyError("no model is loaded")
    return agent


async def forget(agent: Any, sender: str) -> None:
    """Erases all that is kept of a sender, once no turn of theirs runs: it would write the conversation back.

    Raises NotReadyError, and what the database raises.
    """
    async with ready(agent).lock_store.lock(sender):
        await agent.tracker_store.forget(sender)
