"""A product on the shelf keeps the form that its active comes in, and whether it is rich, light, thick or thin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op  # type: ignore[import-not-found]

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds two columns to the shelf; of what is on it already neither is known."""
    with op.batch_alter_table("shelf") as shelf:
        shelf.add_column(sa.Column("form", sa.String(255), nullable=False, server_default=""))
        shelf.add_column(sa.Column("attributes", sa.Text, nullable=False, server_default="[]"))
