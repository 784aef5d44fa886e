"""Alembic's entry: runs migrations on the connection that `bot.storage.schema` hands over."""

from __future__ import annotations

from alembic import context  # type: ignore[import-not-found]

from bot.storage.tables import metadata

# In batch mode SQLite, which cannot alter most of a table, is given a new one.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
