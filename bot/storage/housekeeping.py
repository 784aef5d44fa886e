"""What the server does once a day: facts of health that have expired leave the database."""

from __future__ import annotations

import asyncio
import logging
import time

from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import shared
from bot.storage.errors import StorageError
from bot.storage.people import drop_expired

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60.0


async def daily() -> None:
    """Runs until it is cancelled. A day on which the database cannot be used is made up for by the next."""
    while True:
        try:
            people = await asyncio.to_thread(drop_expired, shared(), time.time())
            if people:
                logger.info("Facts of health of %d people have expired.", people)
        except (SQLAlchemyError, StorageError, OSError) as problem:
            logger.error("Expired facts could not be taken out: %s.", type(problem).__name__)
        await asyncio.sleep(DAY)
