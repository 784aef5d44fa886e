"""The database: a SQLite file, or PostgreSQL by `DATABASE_URL`. Reads and writes are whole transactions."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import make_url
from sqlalchemy.pool import QueuePool, StaticPool

from bot.storage import schema

logger = logging.getLogger(__name__)

DEFAULT = "sqlite:///lamella.db"
_SECONDS_TO_WAIT = 10
"""For another process's write, or for PostgreSQL to answer a connection."""

_SOON = 0.25
_REST = 20
"""A SQLite file that took longer than this many seconds to rewrite is left alone for this many times as long."""

Connection = Any
"""`sqlalchemy.engine.Connection`; SQLAlchemy 1.4 has no types of its own."""


class Database:
    """Connections to one database. Nothing is opened before the first use, and a failed first use is tried again."""

    def __init__(self, url: str) -> None:
        # Hosting platforms still hand out the scheme that SQLAlchemy 1.4 dropped.
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _sqlite(parsed) if self.is_sqlite else _server(parsed)
        self._writer = self.engine.execution_options(writes=True)
        self._ready = False
        self._preparing = threading.Lock()
        # SQLite lets one write at a time; waiting here costs less than its polling for the lock.
        self._turn_to_write: Any = threading.Lock() if self.is_sqlite else nullcontext()
        self._traces_left = False
        self._next_wipe = 0.0

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that reads. Raises what SQLAlchemy raises, and SchemaError."""
        self.prepare()
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: committed as a whole, or rolled back when anything is raised."""
        self.prepare()
        with self._turn_to_write, self._writer.begin() as connection:
            yield connection
        self.wipe_traces()

    def prepare(self) -> None:
        """Brings a SQLite file's tables up to date; checks those of PostgreSQL. Raises SchemaError."""
        if self._ready:
            return
        with self._preparing:
            if self._ready:
                return
            if self.is_sqlite:
                self.migrate()
            with self.engine.connect() as connection:
                schema.check(connection)
                if self.is_sqlite:
                    self._traces_left = bool(connection.exec_driver_sql("PRAGMA user_version").scalar())
            self._ready = True

    def check(self) -> None:
        """Reads something. Raises what SQLAlchemy raises, and SchemaError; tables that are newer by now are none."""
        with self.read() as connection:
            schema.check(connection, running=True)

    def migrate(self) -> None:
        """Brings the tables up to date. Processes that start together wait for one another."""
        with self._turn_to_write, self._writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(7166530)"))
            schema.upgrade(connection)

    def mark_traces(self, connection: Connection) -> None:
        """Notes within a transaction that it leaves deleted text behind: a restart before it is wiped remembers."""
        if self.is_sqlite:
            connection.exec_driver_sql("PRAGMA user_version = 1")
            self._traces_left = True

    def wipe_traces(self) -> None:
        """Takes erased text out of the files as well.

        SQLite overwrites deleted rows with zeros (`secure_delete`), but not the copies that it leaves in a page when
        rows move, nor its log. So the file is rewritten from what is there, and the log is cut. While another process
        reads, or when a large file was rewritten a moment ago, this waits for a later write. PostgreSQL does it by
        itself, with VACUUM.
        """
        if not self._traces_left or time.monotonic() < self._next_wipe:
            return
        began = time.monotonic()
        with self._turn_to_write:
            connection = self.engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA busy_timeout = 500")
                cursor.execute("PRAGMA user_version = 0")
                cursor.execute("VACUUM")
                busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if busy:
                    cursor.execute("PRAGMA user_version = 1")
            except sqlite3.OperationalError:
                busy = True
            finally:
                connection.invalidate()
        self._traces_left = bool(busy)
        took = time.monotonic() - began
        # Whoever asks to be forgotten again and again must not keep the others waiting.
        self._next_wipe = time.monotonic() + (_REST * took if took > _SOON else 0)
        if busy:
            logger.info("The database is in use; erased text is taken out of its files with a later write.")

    def close(self) -> None:
        """Closes all connections. They are opened again by the next use."""
        self.engine.dispose()


_of_this_process: list[Database] = []


def shared() -> Database:
    """The database of `DATABASE_URL`: the one of the tracker store and of the actions in this process."""
    if not _of_this_process:
        use(Database(os.environ.get("DATABASE_URL") or DEFAULT))
    return _of_this_process[0]


def use(database: Database) -> None:
    """Makes this the database of the process: of a rehearsal, which keeps nothing."""
    _of_this_process[:] = [database]


def put(connection: Connection, table: Any, row: dict[str, Any], changes: dict[str, Any], *key: Any) -> None:
    """Inserts a row; where one with the same key is there, changes that one instead."""
    dialect = sqlite_dialect if connection.dialect.name == "sqlite" else postgresql
    connection.execute(dialect.insert(table).values(row).on_conflict_do_update(index_elements=key, set_=changes))


def put_all(connection: Connection, table: Any, rows: list[dict[str, Any]], key: Any) -> None:
    """Inserts rows; each whose key is there already takes that one's place."""
    if not rows:
        return
    dialect = sqlite_dialect if connection.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(table)
    changes = {name: insert.excluded[name] for name in rows[0] if name != key.name}
    connection.execute(insert.on_conflict_do_update(index_elements=[key], set_=changes), rows)


def _server(url: Any) -> Any:
    return sa.create_engine(
        url,
        future=True,
        # A connection that died with a restart of PostgreSQL is replaced before it is used.
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=20,
        connect_args={"connect_timeout": _SECONDS_TO_WAIT},
    )


def _sqlite(url: Any) -> Any:
    in_memory = not url.database or url.database == ":memory:"
    if not in_memory:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        future=True,
        poolclass=StaticPool if in_memory else QueuePool,
        connect_args={"check_same_thread": False, "timeout": _SECONDS_TO_WAIT},
    )

    def connected(connection: Any, _: object) -> None:
        # Python's own handling begins a transaction too late; `began` does it.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def began(connection: Any) -> None:
        # A write takes its lock at once: one that began as a read fails when another was faster.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", began)
    return engine
