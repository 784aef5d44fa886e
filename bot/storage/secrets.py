"""The server's own key, made once and kept, so that a restart and a second server go on with the same one."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from bot.storage.database import Connection, Database
from bot.storage.tables import secret

_KEY = "server"


def server_key(database: Database) -> bytes:
    """The key, 32 random bytes; made at the first call. Raises what SQLAlchemy raises, and SchemaError."""
    kept = _kept(database)
    if kept is None:
        try:
            with database.write() as connection:
                connection.execute(secret.insert().values(name=_KEY, value=secrets.token_hex(32)))
        except sa.exc.IntegrityError:
            pass  # Another server was faster; its key counts.
        kept = _kept(database)
    assert kept is not None, "the key was there a moment ago"
    return bytes.fromhex(kept)


def key_within(connection: Connection) -> bytes:
    """The same key, within a transaction that writes."""
    found = connection.execute(sa.select(secret.c.value).where(secret.c.name == _KEY)).scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(secret.insert().values(name=_KEY, value=found))
    return bytes.fromhex(found)


def _kept(database: Database) -> str | None:
    with database.read() as connection:
        found = connection.execute(sa.select(secret.c.value).where(secret.c.name == _KEY)).scalar()
        return None if found is None else str(found)
