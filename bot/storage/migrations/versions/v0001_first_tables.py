"""The first tables: conversations with their events, and what is kept of people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op  # type: ignore[import-not-found]

revision = "0001"
down_revision = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Creates all tables."""
    op.create_table(
        "conversation",
        sa.Column("id", _Id, nullable=False),
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("session_from", sa.Integer, nullable=False),
        sa.Column("replay_from", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("sender_id", name="uq_conversation_sender_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversation_updated", "conversation", ["updated"])
    op.create_table(
        "event",
        sa.Column("id", _Id, nullable=False),
        sa.Column("conversation_id", _Id, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("type_name", sa.String(64), nullable=False),
        sa.Column("message_id", sa.String(255)),
        sa.Column("timestamp", sa.Float),
        sa.Column("data", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], name="fk_event_conversation_id"),
        sa.UniqueConstraint("conversation_id", "sequence", name="uq_event_conversation_id_sequence"),
        sa.UniqueConstraint("conversation_id", "message_id", name="uq_event_conversation_id_message_id"),
    )
    op.create_table(
        "person",
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("traits", sa.Text, nullable=False),
        sa.Column("health", sa.Text, nullable=False),
        sa.Column("updated", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("sender_id", name="pk_person"),
    )
    op.create_table(
        "shelf",
        sa.Column("id", _Id, nullable=False),
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("thing", sa.String(255), nullable=False),
        sa.Column("actives", sa.Text, nullable=False),
        sa.Column("moment", sa.String(16)),
        sa.Column("added", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shelf"),
        sa.UniqueConstraint("sender_id", "key", name="uq_shelf_sender_id_key"),
    )
    op.create_table(
        "product",
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(255), nullable=False),
        sa.Column("actives", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_product"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", _Id, nullable=False),
        sa.Column("sender_id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(255), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("given", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_sender_id", "feedback", ["sender_id"])
    op.create_table(
        "unanswered",
        sa.Column("id", _Id, nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("last_seen", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
        sa.UniqueConstraint("question", name="uq_unanswered_question"),
    )
