"""Which version the database's tables have, and the way to this one, by Alembic's migrations.

The steps lie in `migrations/versions`. A SQLite file is brought up to date when it is opened; a PostgreSQL database
by `python -m bot.storage.migrate`, because several servers may share it and one of them decides when.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.storage.errors import SchemaError

VERSION = "0006"
"""The newest file of `migrations/versions`."""

FOLDER = Path(__file__).parent / "migrations"

_version = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
"""Where Alembic keeps the number of the last migration that ran."""


def found(connection: Any) -> str | None:
    """The version of the tables that are there; None in a database without any of ours."""
    if not sa.inspect(connection).has_table(_version.name):
        return None
    number = connection.execute(sa.select(_version.c.version_num)).scalar()
    return None if number is None else str(number)


def check(connection: Any, *, running: bool = False) -> None:
    """Raises SchemaError unless the tables are those of this version.

    To a server that is `running` they may be newer: while servers are replaced one by one, the old ones go on. So a
    migration adds only; what nothing reads any more goes with the release after.
    """
    number = found(connection)
    if number is not None and number > VERSION:
        if running:
            return
        raise SchemaError(f"The database has version {number}, newer than this Lamella's {VERSION}: update Lamella.")
    if number != VERSION:
        raise SchemaError(
            f"The database has version {number or 'none'}, Lamella needs {VERSION}: "
            "run `python -m bot.storage.migrate`."
        )


def upgrade(connection: Any) -> None:
    """Brings the tables to this version inside the connection's transaction. Raises SchemaError for newer ones."""
    number = found(connection)
    if number == VERSION:
        return
    if number is not None and number > VERSION:
        check(connection)
    _by_alembic(connection)
    check(connection)


def _by_alembic(connection: Any) -> None:
    # Only who upgrades needs it: it takes a third of a second to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
