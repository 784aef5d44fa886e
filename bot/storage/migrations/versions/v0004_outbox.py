"""What is still to be sent over a messenger, and which worker does what only one may do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op  # type: ignore[import-not-found]

revision = "0004"
down_revision = "0003"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds two tables; both begin empty."""
    op.create_table(
        "outgoing",
        sa.Column("id", _Id, nullable=False),
        sa.Column("door", sa.String(32), nullable=False),
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("held_until", sa.Float, nullable=False),
        sa.Column("finished", sa.Float),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
        sa.UniqueConstraint("sender_id", "message_id", name="uq_outgoing_sender_id_message_id"),
    )
    op.create_index("ix_outgoing_finished_door", "outgoing", ["finished", "door"])
    op.create_table(
        "lease",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("held_until", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
