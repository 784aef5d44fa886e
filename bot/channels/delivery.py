"""Replies to a messenger: on their way once the turn is committed, in order, until the platform has taken them.

A door answers the platform's request when `hand_over` has returned: a request that was not answered is repeated by the
platform, and a reply that is kept is sent by this worker or, when it dies, by another. So nothing is lost, and a part
is sent twice only when a worker dies between sending it and noting that.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from sanic import Blueprint, Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.guard.privately import pseudonym
from bot.channels.metrics import SENT, SENT_AGAIN, UNDELIVERED
from bot.framework.logs import where
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.outbox import Held, Part

logger = logging.getLogger(__name__)

_LOOK = 2.0
"""Seconds between looks for what another worker left behind and what was put off."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
"""Seconds before the first and before every later try, doubled from one to the next."""
_TRIED_FOR = 24 * 60 * 60.0
"""Seconds after which a part that no platform takes is given up; Telegram keeps what a bot has not fetched as long."""


class TryLater(Exception):  # noqa: N818 - it is an outcome, no fault of ours
    """Raised by a door's `send`: the platform is busy or away. `seconds` where it said how long.

    `maybe_sent` where it got the part and its answer was lost: the next try may be a repetition.
    """

    def __init__(self, seconds: float | None = None, *, maybe_sent: bool = False) -> None:
        super().__init__()
        self.seconds, self.maybe_sent = seconds, maybe_sent


class Undeliverable(Exception):  # noqa: N818 - as above
    """Raised by a door's `send`: the platform will never take this part. The message says why, without its words."""


class Delivery:
    """The outbox of one door. `send` makes one call to the platform and raises TryLater and Undeliverable.

    `send` has half of `outbox.HELD_FOR` seconds; what takes longer is tried again.
    """

    def __init__(self, door: str, send: Callable[[Part], Awaitable[None]], database: Callable[[], Database]) -> None:
        self._door, self._send, self._database = door, send, database
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._ending = False

    def attach(self, blueprint: Blueprint) -> None:
        """Has the server send what is waiting while it runs, and finish what is in hand before it ends."""

        running: list[asyncio.Task[None]] = []

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, loop: object) -> None:
            running.append(asyncio.create_task(self.run()))

        @blueprint.listener("before_server_stop")
        async def stop(app: Sanic, loop: object) -> None:
            await self.end()
            for task in running:
                task.cancel()

    async def hand_over(self, sender: str, message_id: str, parts: Sequence[Part]) -> bool:
        """Keeps the reply to a message and begins to send it. False where it was handed over before.

        Raises what the database raises; nothing is sent then, and the platform repeats its request.
        """
        new, held = await asyncio.to_thread(
            outbox.put, self._database(), self._door, sender, message_id, list(parts), time.time()
        )
        if held is not None:
            self._go(sender, held)
        return new

    async def run(self) -> None:
        """Takes up what waits, until `end`."""
        while not self._ending:
            try:
                for sender in await asyncio.to_thread(outbox.waiting, self._database(), self._door, time.time()):
                    self._go(sender, None)
            except (SQLAlchemyError, StorageError, OSError) as problem:
                logger.error("What is to be sent over %s cannot be read: %s.", self._door, type(problem).__name__)
            await asyncio.sleep(_LOOK)

    async def end(self, seconds: float = 10.0) -> None:
        """Lets what is in hand be sent, for so long; the rest stays in the outbox.

        To be called again when no request is answered any more: those that were have handed over their replies.
        """
        self._ending = True
        if self._lanes:
            await asyncio.wait(list(self._lanes.values()), timeout=seconds)

    def _go(self, sender: str, held: Held | None) -> None:
        before = self._lanes.get(sender)
        if held is None and (self._ending or before is not None):
            return

        def ended(task: asyncio.Task[None]) -> None:
            if self._lanes.get(sender) is task:
                del self._lanes[sender]

        self._lanes[sender] = asyncio.create_task(self._lane(sender, held, before))
        self._lanes[sender].add_done_callback(ended)

    async def _lane(self, sender: str, held: Held | None, before: asyncio.Task[None] | None) -> None:
        """Sends the replies of one conversation, one after the other."""
        if before is not None:
            await asyncio.wait([before])  # It has found nothing more to send, and is about to end.
        try:
            if held is None:
                held = await asyncio.to_thread(outbox.take, self._database(), sender, time.time())
            while held is not None:
                held = await self._forward(held)
        except (SQLAlchemyError, StorageError, OSError) as problem:
            # Still held: it is taken up again when that time is over.
            logger.error("What is sent over %s cannot be noted: %s.", self._door, type(problem).__name__)

    async def _forward(self, held: Held) -> Held | None:
        """Sends a reply's next part. Returns what comes next in its conversation; None where that is nothing yet."""
        if held.sent >= len(held.parts):
            return await self._finish(held)
        if held.again:
            SENT_AGAIN.labels(self._door).inc()
            logger.warning("A part for %s may be sent a second time.", pseudonym(held.sender))
        try:
            await asyncio.wait_for(self._send(held.parts[held.sent]), outbox.HELD_FOR / 2)
        except asyncio.TimeoutError:
            return await self._put_off(held, TryLater(maybe_sent=True))
        except TryLater as later:
            return await self._put_off(held, later)
        except Undeliverable as refused:
            self._given_up(held, str(refused))
        except Exception as mistake:
            self._given_up(held, where(mistake))
        else:
            SENT.labels(self._door).inc()
        return await self._next(held)

    async def _next(self, held: Held) -> Held | None:
        if held.sent + 1 >= len(held.parts):
            return await self._finish(held)
        return await asyncio.to_thread(outbox.part_sent, self._database(), held, time.time())

    async def _put_off(self, held: Held, later: TryLater) -> Held | None:
        now = time.time()
        if now - held.created > _TRIED_FOR:
            self._given_up(held, "tried for a day")
            return await self._next(held)
        wait = later.seconds or min(_FIRST_WAIT * 2**held.failures, _LONGEST_WAIT)
        await asyncio.to_thread(outbox.put_off, self._database(), held, now, now + wait, later.maybe_sent)
        return None

    async def _finish(self, held: Held) -> Held | None:
        return await asyncio.to_thread(outbox.finished, self._database(), held, time.time())

    def _given_up(self, held: Held, why: str) -> None:
        UNDELIVERED.labels(self._door).inc()
        logger.error("A part for %s was not delivered over %s: %s", pseudonym(held.sender), self._door, why)
