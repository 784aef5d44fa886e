"""What the owner's report counts, without who was asked or said anything, and by how many a question was asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op  # type: ignore[import-not-found]

revision = "0006"
down_revision = "0005"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds two tables; both begin empty."""
    op.create_table(
        "turn",
        sa.Column("id", _Id, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("door", sa.String(32), nullable=False),
        sa.Column("begins", sa.Boolean, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("things", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.Column("walk", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
    )
    op.create_index("ix_turn_day", "turn", ["day"])
    op.create_table(
        "asker",
        sa.Column("question_id", _Id, nullable=False),
        sa.Column("pseudonym", sa.String(32), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("question_id", "pseudonym", name="pk_asker"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["unanswered.id"], name="fk_asker_question_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_asker_pseudonym", "asker", ["pseudonym"])
