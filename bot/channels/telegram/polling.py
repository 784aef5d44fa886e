"""Tells Telegram how it reaches us, and asks it for what is new where it cannot."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, BotCommand
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.guard.limits import LimitsError
from bot.channels.replies import NotReadyError
from bot.channels.telegram.updates import KINDS
from bot.framework.logs import where
from bot.storage import leases
from bot.storage.database import Database
from bot.storage.errors import StorageError

logger = logging.getLogger(__name__)
LEASE = "telegram polling"
_HELD_FOR = 60.0
"""Seconds after which another worker polls in the place of one that died."""
_LOOK = 5.0
"""Seconds between looks whether that is so."""
_ASKED_FOR = 20
"""Seconds that Telegram may take to answer when nothing is new."""
_TRIES = 3
"""Of an update over which a mistake of ours fails; then the next ones have their turn."""
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_AWAY = (NotReadyError, StorageError, SQLAlchemyError, LimitsError, OSError)
"""What is missing may come back: the update waits for it."""

Take = Callable[[dict[str, Any]], Awaitable[None]]


async def register(bot: Bot, url: str, secret: str, commands: Sequence[BotCommand]) -> None:
    """Has Telegram call `url` with the secret, and show the commands."""

    async def tell() -> None:
        await bot.set_webhook(url, secret_token=secret, allowed_updates=KINDS)

    await _until_done("call us", tell)
    await _until_done("show the commands", lambda: bot.set_my_commands(commands))


async def unregister(bot: Bot, commands: Sequence[BotCommand]) -> None:
    """Has Telegram keep what is new until it is asked, and show the commands."""
    await _until_done("wait to be asked", bot.delete_webhook)
    await _until_done("show the commands", lambda: bot.set_my_commands(commands))


async def poll(bot: Bot, take: Take, database: Callable[[], Database]) -> None:
    """Takes what is new, for ever: one worker of all at a time. Telegram forgets an update only once it is taken."""
    holder = secrets.token_hex(16)
    new = _New(bot, take)
    try:
        while True:
            try:
                ours = await asyncio.to_thread(leases.hold, database(), LEASE, holder, time.time(), _HELD_FOR)
                await asyncio.sleep(await new.taken() if ours else _LOOK)
            except _AWAY as problem:
                logger.error("What is new on Telegram cannot be taken: %s.", type(problem).__name__)
                await asyncio.sleep(_LOOK)
    finally:
        await asyncio.to_thread(leases.release, database(), LEASE, holder)


class _New:
    """What is new, one answer of Telegram's at a time."""

    def __init__(self, bot: Bot, take: Take) -> None:
        self._bot, self._take = bot, take
        self._next: int | None = None
        self._tries = 0
        self._wait = _FIRST_WAIT

    async def taken(self) -> float:
        """Asks once and takes what comes. Returns the seconds to wait before the next time; raises what is away."""
        # Raw, since an update that the library cannot read would be asked for again and again. Methods of the Bot API
        # may be written in any case; the library has its own way for the usual one.
        asked = {"timeout": _ASKED_FOR, "allowed_updates": list(KINDS)}
        if self._next is not None:
            asked["offset"] = self._next
        try:
            found: Any = await self._bot.do_api_request("getupdates", asked, read_timeout=2.0 * _ASKED_FOR)
        except TelegramError as problem:
            return self._later("tell what is new", problem)
        self._wait = _FIRST_WAIT
        for update in found:
            if not await self._took(update):
                return _FIRST_WAIT
            self._next, self._tries = update["update_id"] + 1, 0
        return 0.0

    async def _took(self, update: dict[str, Any]) -> bool:
        try:
            await self._take(update)
        except _AWAY:
            raise
        except Exception as mistake:
            self._tries += 1
            logger.error("An update from Telegram failed: %s", where(mistake))
            return self._tries >= _TRIES
        return True

    def _later(self, what: str, problem: TelegramError) -> float:
        wait = _waits(what, problem, self._wait)
        self._wait = min(2 * self._wait, _LONGEST_WAIT)
        return wait


async def _until_done(what: str, work: Callable[[], Awaitable[object]]) -> None:
    wait = _FIRST_WAIT
    while True:
        try:
            await work()
            return
        except TelegramError as problem:
            await asyncio.sleep(_waits(what, problem, wait))
            wait = min(2 * wait, _LONGEST_WAIT)


def _waits(what: str, problem: TelegramError, usual: float) -> float:
    """Tells the log, and for how long to wait. The problem's own words may hold the token."""
    hint = ": is LAMELLA_TELEGRAM_TOKEN right?" if isinstance(problem, InvalidToken) else ""
    hint = ": does another server poll for this bot?" if isinstance(problem, Conflict) else hint
    logger.error("Telegram was asked to %s, and that failed (%s)%s", what, type(problem).__name__, hint)
    if isinstance(problem, RetryAfter):
        said = problem.retry_after
        return float(said if isinstance(said, int) else said.total_seconds())
    return usual
