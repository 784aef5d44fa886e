"""What a person told about themselves, kept over conversations. Times are in seconds since 1970."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from bot.storage.columns import packed, unpacked
from bot.storage.database import Database, put
from bot.storage.tables import person


class HealthTrait(msgspec.Struct, frozen=True, kw_only=True):
    """A health fact, kept because the person agreed to it when asked, and only until it expires."""

    trait: str
    consented: float
    expires: float


class StoredPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Skin types and sensitivities by their ids, and the health facts that there is consent for."""

    traits: tuple[str, ...] = ()
    health: tuple[HealthTrait, ...] = ()

    @property
    def all_traits(self) -> tuple[str, ...]:
        """The ids of all of them."""
        return tuple(dict.fromkeys((*self.traits, *(kept.trait for kept in self.health))))


def load_person(database: Database, sender: str, now: float) -> StoredPerson:
    """What is kept of a person; an empty one of a stranger. Expired health facts are not among it."""
    with database.read() as connection:
        row = connection.execute(sa.select(person).where(person.c.sender_id == sender)).first()
    if row is None:
        return StoredPerson()
    health = unpacked(row.health, HealthTrait)
    return StoredPerson(traits=unpacked(row.traits, str), health=tuple(kept for kept in health if kept.expires > now))


def save_person(database: Database, sender: str, known: StoredPerson, now: float) -> None:
    """Keeps this of a person, instead of what was kept. Expired health facts are left out; nothing left, no row."""
    health = [kept for kept in known.health if kept.expires > now]
    with database.write() as connection:
        if known.traits or health:
            values = {"traits": packed(known.traits), "health": packed(health), "updated": now}
            put(connection, person, {"sender_id": sender, **values}, values, person.c.sender_id)
        else:
            connection.execute(person.delete().where(person.c.sender_id == sender))


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
