"""What a person told about themselves, kept over conversations. Times are in seconds since 1970."""

from __future__ import annotations

import sqlalchemy as sa

from bot.answers.memory import HealthTrait, StoredPerson
from bot.storage.columns import packed, unpacked
from bot.storage.database import Connection, Database, put
from bot.storage.tables import person


def load_person(database: Database, sender: str, now: float) -> StoredPerson:
    """What is kept of a person; an empty one of a stranger. Expired health facts are not among it."""
    with database.read() as connection:
        row = connection.execute(sa.select(person).where(person.c.sender_id == sender)).first()
    if row is None:
        return StoredPerson()
    health = unpacked(row.health, HealthTrait)
    return StoredPerson(traits=unpacked(row.traits, str), health=tuple(kept for kept in health if kept.expires > now))


def put_person(connection: Connection, sender: str, known: StoredPerson, now: float) -> None:
    """Keeps this of a person, instead of what was kept. Expired health facts are left out; nothing left, no row."""
    health = [kept for kept in known.health if kept.expires > now]
    if known.traits or health:
        values = {"traits": packed(known.traits), "health": packed(health), "updated": now}
        put(connection, person, {"sender_id": sender, **values}, values, person.c.sender_id)
    else:
        connection.execute(person.delete().where(person.c.sender_id == sender))


def save_person(database: Database, sender: str, known: StoredPerson, now: float) -> None:
    """`put_person` in a transaction of its own."""
    with database.write() as connection:
        put_person(connection, sender, known, now)


def drop_expired(database: Database, now: float) -> int:
    """Takes expired health facts out of the database. Returns of how many people; for a daily run."""
    with database.read() as connection:
        rows = connection.execute(
            sa.select(person.c.sender_id, person.c.health).where(person.c.health != packed([]))
        ).all()
    stale = [sender for sender, health in rows if any(kept.expires <= now for kept in unpacked(health, HealthTrait))]
    for sender in stale:
        save_person(database, sender, load_person(database, sender, now), now)
    return len(stale)
