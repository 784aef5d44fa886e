"""Keeps the shop's products, which visitors name, as they stand in the database: an import needs no restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from bot.nlu.shop import SHOP, Shop
from bot.rules.product import Product
from bot.storage.database import Database, shared
from bot.storage.errors import StorageError
from bot.storage.products import Revision, all_with_revision, revision

logger = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds after which an import is noticed."""


class Catalogue:
    """What of the database's products a shop holds."""

    def __init__(self, shop: Shop = SHOP) -> None:
        self._shop = shop
        self._held: tuple[Database, Revision] | None = None

    def first(self) -> Sequence[Product]:
        """The products at the beginning; none from a database that cannot be read, until it can."""
        database = shared()
        try:
            products, held = all_with_revision(database)
        except (SQLAlchemyError, StorageError, OSError) as problem:
            logger.error("The shop's products cannot be read: %s.", type(problem).__name__)
            return ()
        self._held = database, held
        return products

    def refresh(self) -> bool:
        """Stocks the shop anew where the products have changed; says whether. Raises what the database raises."""
        database = shared()
        if self._held == (database, revision(database)):
            return False
        products, held = all_with_revision(database)
        self._shop.stock(products)
        self._held = database, held
        return True


CATALOGUE = Catalogue()
"""That of this process."""


async def follow() -> None:
    """Runs until it is cancelled: every worker's shop follows the database."""
    while True:
        try:
            await asyncio.to_thread(CATALOGUE.refresh)
        except (SQLAlchemyError, StorageError, OSError) as problem:
            logger.warning("The shop's products cannot be read: %s.", type(problem).__name__)
        await asyncio.sleep(EVERY)
