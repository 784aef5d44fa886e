"""Whether an answer helped."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from bot.storage.columns import packed, unpacked
from bot.storage.database import Connection, Database
from bot.storage.tables import feedback


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody thought of an answer: its kind, the ids of what it was about. `given` in seconds since 1970."""

    kind: str
    about: tuple[str, ...] = ()
    helpful: bool
    given: float


def put_feedback(connection: Connection, sender: str, found: Feedback) -> None:
    """Keeps it. The sender is kept with it only so that it can be erased."""
    connection.execute(
        feedback.insert().values(
            sender_id=sender,
            kind=found.kind,
            about=packed(found.about),
            helpful=found.helpful,
            given=found.given,
        )
    )


def all_feedback(database: Database, limit: int = 1000) -> list[Feedback]:
    """The latest first, without who gave it."""
    with database.read() as connection:
        rows = connection.execute(sa.select(feedback).order_by(feedback.c.id.desc()).limit(limit)).all()
    return [
        Feedback(kind=row.kind, about=unpacked(row.about, str), helpful=bool(row.helpful), given=row.given)
        for row in rows
    ]
