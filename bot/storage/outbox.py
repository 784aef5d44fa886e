"""Replies on their way to a messenger: kept until the platform has taken them, in order for each conversation.

A worker holds a reply while it sends it. One that dies leaves it held, and another takes it over when that time is
up: what was being sent just then is sent again, and counted. Times are seconds since 1970.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.storage.database import Connection, Database
from bot.storage.tables import outgoing

Part = dict[str, Any]
"""One call to the platform, in the door's own words; plain JSON."""

HELD_FOR = 60.0
"""Seconds a worker has for one part. A platform that takes longer is left alone meanwhile."""
_REMEMBERED = 7 * 24 * 60 * 60.0
"""Seconds for which a message is known to be answered; no platform repeats one later."""


class Held(NamedTuple):
    """A reply that this worker has in hand, from part `sent` on."""

    id: int
    sender: str
    parts: list[Part]
    sent: int
    failures: int
    created: float
    again: bool
    """Its next part may have been sent already: a worker died over it, or the platform's answer was lost."""


def put(
    database: Database, door: str, sender: str, message_id: str, parts: list[Part], now: float
) -> tuple[bool, Held | None]:
    """Keeps the parts of a reply; once for each message. Returns whether it is new, and it in hand where it is next."""
    with database.write() as connection:
        unfinished = (outgoing.c.sender_id == sender) & outgoing.c.finished.is_(None)
        waits = connection.execute(sa.select(outgoing.c.id).where(unfinished).limit(1)).first() is not None
        known = (outgoing.c.sender_id == sender) & (outgoing.c.message_id == message_id)
        if connection.execute(sa.select(outgoing.c.id).where(known)).first() is not None:
            return False, None
        row = {
            "door": door,
            "sender_id": sender,
            "message_id": message_id,
            "parts": json.dumps(parts),
            "sent": 0,
            "failures": 0,
            "created": now,
            "due": now,
            "held_until": 0 if waits else now + HELD_FOR,
        }
        try:
            with connection.begin_nested():
                number = connection.execute(outgoing.insert().values(row)).inserted_primary_key[0]
        except sa.exc.IntegrityError:
            return False, None  # Another worker was faster.
    return True, None if waits else Held(number, sender, parts, 0, 0, now, again=False)


def take(database: Database, sender: str, now: float) -> Held | None:
    """The next reply of a conversation, in hand; None while there is none, it is not due or another worker has it."""
    with database.write() as connection:
        return _take(connection, sender, now)


def part_sent(database: Database, held: Held, now: float) -> Held | None:
    """Notes that the next part was taken by the platform, or never will be.

    Returns what is to be sent next: its next part, or what came after it where it was erased meanwhile.
    """
    with database.write() as connection:
        if _of(connection, held, sent=held.sent + 1, failures=0, held_until=now + HELD_FOR):
            return held._replace(sent=held.sent + 1, failures=0, again=False)
        return _take(connection, held.sender, now)


def finished(database: Database, held: Held, now: float) -> Held | None:
    """Notes that all was sent, and forgets what it said. Returns the next reply of the conversation, in hand."""
    with database.write() as connection:
        _of(connection, held, parts="[]", sent=0, held_until=0, finished=now)
        return _take(connection, held.sender, now)


def put_off(database: Database, held: Held, now: float, until: float, maybe_sent: bool = False) -> None:
    """Leaves a reply for later; those behind it wait too. `maybe_sent` as if a worker had died over it."""
    with database.write() as connection:
        _of(connection, held, failures=held.failures + 1, due=until, held_until=now if maybe_sent else 0)


def waiting(database: Database, door: str, now: float) -> list[str]:
    """The conversations of a door whose next reply nobody has in hand."""
    with database.read() as connection:
        free = (outgoing.c.due <= now) & (outgoing.c.held_until <= now)
        rows = connection.execute(
            sa.select(outgoing.c.sender_id)
            .where(outgoing.c.finished.is_(None), outgoing.c.door == door, free)
            .distinct()
        )
        return list(rows.scalars())


def unsent(database: Database) -> dict[str, int]:
    """How many replies are on their way, by door."""
    with database.read() as connection:
        rows = connection.execute(
            sa.select(outgoing.c.door, sa.func.count()).where(outgoing.c.finished.is_(None)).group_by(outgoing.c.door)
        )
        return dict(rows.all())


def drop_old(database: Database, now: float) -> int:
    """Takes out what was sent long ago; returns how many. For a daily run."""
    with database.write() as connection:
        old = outgoing.c.finished < now - _REMEMBERED
        return int(connection.execute(outgoing.delete().where(old)).rowcount)


def _take(connection: Connection, sender: str, now: float) -> Held | None:
    row = connection.execute(
        sa.select(outgoing)
        .where(outgoing.c.sender_id == sender, outgoing.c.finished.is_(None))
        .order_by(outgoing.c.id)
        .limit(1)
    ).first()
    if row is None or row.due > now or row.held_until > now:
        return None
    # Two workers may have read the same row; the one whose update still finds it so has it.
    free = (outgoing.c.id == row.id) & (outgoing.c.held_until == row.held_until)
    if connection.execute(outgoing.update().where(free).values(held_until=now + HELD_FOR)).rowcount != 1:
        return None
    return Held(
        row.id, sender, json.loads(row.parts), row.sent, row.failures, row.created, again=bool(row.held_until)
    )


def _of(connection: Connection, held: Held, **values: Any) -> bool:
    """Notes something of a reply in hand. False where it was erased, and its number may be that of another by now."""
    same = (outgoing.c.id == held.id) & (outgoing.c.sender_id == held.sender) & (outgoing.c.created == held.created)
    return bool(connection.execute(outgoing.update().where(same).values(**values)).rowcount)
