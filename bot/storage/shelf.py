"""What a person owns."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from bot.storage.columns import packed, unpacked
from bot.storage.database import Database, put
from bot.storage.tables import shelf

LONGEST_NAME = 255


class ShelfItem(msgspec.Struct, frozen=True, kw_only=True):
    """A product as its owner calls it, the thing it is, and the ids of its actives. `added` in seconds since 1970."""

    name: str
    thing: str
    actives: tuple[str, ...] = ()
    moment: str | None = None
    """`morning` or `evening`; None for both."""
    added: float


def load_shelf(database: Database, sender: str) -> list[ShelfItem]:
    """The person's products in the order in which they were added."""
    with database.read() as connection:
        rows = connection.execute(sa.select(shelf).where(shelf.c.sender_id == sender).order_by(shelf.c.id)).all()
    return [_item(row) for row in rows]


def add_to_shelf(database: Database, sender: str, item: ShelfItem) -> None:
    """Adds a product; one of the same name, whatever the case, is replaced."""
    key = _key(item.name)
    values = {
        "name": item.name[:LONGEST_NAME],
        "thing": item.thing,
        "actives": packed(item.actives),
        "moment": item.moment,
        "added": item.added,
    }
    with database.write() as connection:
        row = {"sender_id": sender, "key": key, **values}
        put(connection, shelf, row, values, shelf.c.sender_id, shelf.c.key)


def take_off_shelf(database: Database, sender: str, name: str) -> bool:
    """Takes a product off by its name; False when there was none."""
    with database.write() as connection:
        taken = connection.execute(shelf.delete().where((shelf.c.sender_id == sender) & (shelf.c.key == _key(name))))
        return bool(taken.rowcount)


def clear_shelf(database: Database, sender: str) -> None:
    """Takes everything off."""
    with database.write() as connection:
        connection.execute(shelf.delete().where(shelf.c.sender_id == sender))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())[:LONGEST_NAME]


def _item(row: Any) -> ShelfItem:
    return ShelfItem(
        name=row.name, thing=row.thing, actives=unpacked(row.actives, str), moment=row.moment, added=row.added
    )
