"""The server keeps a key of its own, by which it knows again the sessions that it handed out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op  # type: ignore[import-not-found]

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Adds the table; the server fills it when it first needs the key."""
    op.create_table(
        "secret",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )
