"""The owner's own products, as imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.rules.product import Product
from bot.storage.columns import packed, unpacked
from bot.storage.database import Connection, Database, put_all
from bot.storage.tables import product

_AT_ONCE = 400
"""Rows in one statement: SQLite takes a limited number of values."""


class Imported(NamedTuple):
    """What an import has changed: how many products are new, changed, as they were, and gone."""

    new: int
    changed: int
    unchanged: int
    gone: int


class Revision(NamedTuple):
    """Differs whenever the products do."""

    products: int
    latest: float


def import_products(database: Database, products: Iterable[Product], now: float, *, replace: bool) -> Imported:
    """Adds the products and changes those that differ, in one commit. Of one key the last counts.

    With `replace` those that are not among them go. A second time changes nothing. `now` in seconds since 1970.
    """
    wanted = {entry.key: entry for entry in products}
    changed = unchanged = 0
    with database.write() as connection:
        there = set(connection.execute(sa.select(product.c.key)).scalars())
        for keys in _batches(wanted):
            rows = connection.execute(sa.select(product).where(product.c.key.in_(keys))).all()
            same = [row.key for row in rows if _product(row) == wanted[row.key]]
            unchanged += len(same)
            changed += len(rows) - len(same)
            put_all(connection, product, [_row(wanted[key], now) for key in set(keys).difference(same)], product.c.key)
        gone = sorted(there.difference(wanted)) if replace else []
        for keys in _batches(gone):
            connection.execute(product.delete().where(product.c.key.in_(keys)))
    return Imported(len(wanted) - changed - unchanged, changed, unchanged, len(gone))


def all_products(database: Database) -> list[Product]:
    """All of them by name."""
    with database.read() as connection:
        return _all(connection)


def revision(database: Database) -> Revision:
    """The present revision, for little: nothing but an index is read."""
    with database.read() as connection:
        return _revision(connection)


def all_with_revision(database: Database) -> tuple[list[Product], Revision]:
    """All products, and the revision that they are."""
    with database.read() as connection:
        return _all(connection), _revision(connection)


def _all(connection: Connection) -> list[Product]:
    return [_product(row) for row in connection.execute(sa.select(product).order_by(product.c.key))]


def _revision(connection: Connection) -> Revision:
    found = connection.execute(sa.select(sa.func.count(), sa.func.max(product.c.updated)).select_from(product)).one()
    return Revision(found[0], found[1] or 0.0)


def _product(row: Any) -> Product:
    return Product(
        name=row.name,
        brand=row.brand,
        kind=row.kind,
        form=row.form,
        actives=unpacked(row.actives, str),
        attributes=unpacked(row.attributes, str),
        url=row.url,
    )


def _row(entry: Product, now: float) -> dict[str, Any]:
    return {
        "key": entry.key,
        "name": entry.name,
        "brand": entry.brand,
        "kind": entry.kind,
        "form": entry.form,
        "actives": packed(entry.actives),
        "attributes": packed(entry.attributes),
        "url": entry.url,
        "updated": now,
    }


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
