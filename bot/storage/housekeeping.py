"""What the server does once a day: what has expired leaves the database."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid

from sqlalchemy.exc import SQLAlchemyError

from bot.settings import history_kept
from bot.storage import insight
from bot.storage.database import Database, shared
from bot.storage.errors import StorageError
from bot.storage.leases import hold
from bot.storage.outbox import drop_old
from bot.storage.people import drop_expired
from bot.storage.retention import drop_said_before

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60.0


async def daily() -> None:
    """Runs until it is cancelled, in one worker of all. What cannot be done one day is made up for by the next."""
    us = uuid.uuid4().hex
    while True:
        try:
            await asyncio.to_thread(_once, shared(), us)
        except (SQLAlchemyError, StorageError, OSError) as problem:
            logger.error("Expired facts could not be taken out: %s.", type(problem).__name__)
        await asyncio.sleep(DAY)


def _once(database: Database, us: str) -> None:
    if not hold(database, "housekeeping", us, time.time(), DAY):
        return
    people = drop_expired(database, time.time())
    if people:
        logger.info("Facts of health of %d people have expired.", people)
    drop_old(database, time.time())
    kept_for = history_kept()
    if kept_for is not None:
        dropped = drop_said_before(database, time.time() - kept_for)
        logger.info("%d conversations and %d older events were too old.", dropped.conversations, dropped.events)
    insight.drop_expired(database, time.time())
