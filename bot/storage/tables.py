"""The tables. A change here needs a new file in `migrations/versions` and its number in `schema.VERSION`."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts up by itself in a column of type INTEGER only.
_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, unique=True),
    # Counts the saves. A save that was computed from an older version writes nothing.
    sa.Column("version", sa.Integer, nullable=False),
    # How many events there are, the first event of the session, and the first that is replayed on reading.
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("session_from", sa.Integer, nullable=False),
    sa.Column("replay_from", sa.Integer, nullable=False),
    # A JSON list of events that make what the events before `replay_from` have made: the slots.
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("updated", sa.Float, nullable=False, index=True),
    # An id is never given out twice, or a save might find a newer conversation under the id of an erased one.
    sqlite_autoincrement=True,
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("conversation_id", _Id, sa.ForeignKey("conversation.id"), nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("type_name", sa.String(64), nullable=False),
    sa.Column("message_id", sa.String(255)),
    sa.Column("timestamp", sa.Float),
    sa.Column("data", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation_id", "sequence"),
    # A message is answered once: its second turn cannot be committed.
    sa.UniqueConstraint("conversation_id", "message_id"),
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("traits", sa.Text, nullable=False),
    sa.Column("health", sa.Text, nullable=False),
    sa.Column("updated", sa.Float, nullable=False),
)

shelf = sa.Table(
    "shelf",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False),
    sa.Column("key", sa.String(255), nullable=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("thing", sa.String(255), nullable=False),
    sa.Column("form", sa.String(255), nullable=False, server_default=""),
    sa.Column("actives", sa.Text, nullable=False),
    sa.Column("attributes", sa.Text, nullable=False, server_default="[]"),
    sa.Column("moment", sa.String(16)),
    sa.Column("added", sa.Float, nullable=False),
    sa.UniqueConstraint("sender_id", "key"),
)

product = sa.Table(
    "product",
    metadata,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("kind", sa.String(255), nullable=False),
    sa.Column("actives", sa.Text, nullable=False),
)

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("kind", sa.String(255), nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("given", sa.Float, nullable=False),
)

unanswered = sa.Table(
    "unanswered",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("question", sa.String(300), nullable=False, unique=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("last_seen", sa.Float, nullable=False),
)

secret = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.String(255), nullable=False),
)

OF_A_SENDER = (person, shelf, feedback)
"""Besides the conversation: the tables whose rows belong to one sender."""
