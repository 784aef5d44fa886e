"""What only one of several workers may do at a time, such as asking a platform for what is new."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.tables import lease


def hold(database: Database, name: str, holder: str, now: float, seconds: float) -> bool:
    """Whether `holder` has the lease from now on for that long; whoever has it renews it with the same call."""
    ours = {"holder": holder, "held_until": now + seconds}
    with database.write() as connection:
        open_to_us = (lease.c.name == name) & ((lease.c.holder == holder) | (lease.c.held_until <= now))
        if connection.execute(lease.update().where(open_to_us).values(ours)).rowcount == 1:
            return True
        try:
            with connection.begin_nested():
                connection.execute(lease.insert().values(name=name, **ours))
        except sa.exc.IntegrityError:
            return False
    return True


def release(database: Database, name: str, holder: str) -> None:
    """Gives the lease back, for another to take at once. One that is another's stays theirs."""
    with database.write() as connection:
        connection.execute(lease.delete().where(lease.c.name == name, lease.c.holder == holder))
