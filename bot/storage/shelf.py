"""What a person owns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from bot.answers.memory import ShelfItem
from bot.storage.columns import packed, unpacked
from bot.storage.database import Connection, Database
from bot.storage.tables import shelf

LONGEST_NAME = 255


def load_shelf(database: Database, sender: str) -> list[ShelfItem]:
    """The person's products in the order in which they were added."""
    with database.read() as connection:
        rows = connection.execute(sa.select(shelf).where(shelf.c.sender_id == sender).order_by(shelf.c.id)).all()
    return [_item(row) for row in rows]


def put_shelf(connection: Connection, sender: str, items: Iterable[ShelfItem]) -> None:
    """Keeps these products, in this order, instead of those that were kept. Of one name, whatever the case, the last
    counts."""
    rows = {
        _key(item.name): {
            "name": item.name[:LONGEST_NAME],
            "thing": item.thing,
            "form": item.form,
            "actives": packed(item.actives),
            "attributes": packed(item.attributes),
            "moment": item.moment,
            "added": item.added,
        }
        for item in items
    }
    connection.execute(shelf.delete().where(shelf.c.sender_id == sender))
    if rows:
        connection.execute(shelf.insert(), [{"sender_id": sender, "key": key, **row} for key, row in rows.items()])


def _key(name: str) -> str:
    return " ".join(name.casefold().split())[:LONGEST_NAME]


def _item(row: Any) -> ShelfItem:
    return ShelfItem(
        name=row.name,
        thing=row.thing,
        form=row.form,
        actives=unpacked(row.actives, str),
        attributes=unpacked(row.attributes, str),
        moment=row.moment,
        added=row.added,
    )
