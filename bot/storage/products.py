"""The owner's own products, as imported."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from bot.storage.columns import packed, unpacked
from bot.storage.database import Database
from bot.storage.tables import product


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product of the shop: its name, the id of the thing that it is, and the ids of its actives."""

    name: str
    kind: str
    actives: tuple[str, ...] = ()


def replace_products(database: Database, products: Iterable[Product]) -> int:
    """Puts an import in the place of the last one, whole or not at all. Of one name the last counts.

    Returns how many there are now.
    """
    rows = {
        _key(entry.name): {"name": entry.name, "kind": entry.kind, "actives": packed(entry.actives)}
        for entry in products
    }
    with database.write() as connection:
        connection.execute(product.delete())
        if rows:
            connection.execute(product.insert(), [{"key": key, **row} for key, row in rows.items()])
    return len(rows)


def find_product(database: Database, name: str) -> Product | None:
    """The product of a name, whatever the case."""
    with database.read() as connection:
        row = connection.execute(sa.select(product).where(product.c.key == _key(name))).first()
    return Product(name=row.name, kind=row.kind, actives=unpacked(row.actives, str)) if row is not None else None


def all_products(database: Database) -> list[Product]:
    """All of them by name."""
    with database.read() as connection:
        rows = connection.execute(sa.select(product).order_by(product.c.key)).all()
    return [Product(name=row.name, kind=row.kind, actives=unpacked(row.actives, str)) for row in rows]


def _key(name: str) -> str:
    return " ".join(name.casefold().split())[:255]
