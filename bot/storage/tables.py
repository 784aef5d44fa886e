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
    sa.Column("brand", sa.String(255), nullable=False, server_default=""),
    sa.Column("form", sa.String(255), nullable=False, server_default=""),
    sa.Column("attributes", sa.Text, nullable=False, server_default="[]"),
    sa.Column("url", sa.Text, nullable=False, server_default=""),
    # By the latest of these, and how many there are, a worker knows that an import has changed something.
    sa.Column("updated", sa.Float, nullable=False, server_default="0", index=True),
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

# How many people have asked a question, and which of its times are whose: by a name that only the server's key makes.
asker = sa.Table(
    "asker",
    metadata,
    sa.Column("question_id", _Id, sa.ForeignKey("unanswered.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("pseudonym", sa.String(32), primary_key=True, index=True),
    sa.Column("times", sa.Integer, nullable=False),
)

# One row for each answered message, for the owner's report. Nobody is named, and nothing that was said is kept.
turn = sa.Table(
    "turn",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    # Since 1970: the hour would tell more of a person than a report needs.
    sa.Column("day", sa.Integer, nullable=False, index=True),
    sa.Column("door", sa.String(32), nullable=False),
    sa.Column("begins", sa.Boolean, nullable=False),
    sa.Column("kinds", sa.Text, nullable=False),
    sa.Column("things", sa.Text, nullable=False),
    sa.Column("verdict", sa.String(32), nullable=False),
    sa.Column("unsure", sa.Boolean, nullable=False),
    # `3/5` for a step that was shown, `finished`, or `left 3/5`.
    sa.Column("walk", sa.String(32), nullable=False),
)

outgoing = sa.Table(
    "outgoing",
    metadata,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("door", sa.String(32), nullable=False),
    sa.Column("sender_id", sa.String(255), nullable=False),
    sa.Column("message_id", sa.String(255), nullable=False),
    # What to send, a JSON list in the door's own words, and how many of it were sent; [] when all were.
    sa.Column("parts", sa.Text, nullable=False),
    sa.Column("sent", sa.Integer, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("created", sa.Float, nullable=False),
    # Not to be tried before; and until when a worker has it in hand, 0 when none has.
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("held_until", sa.Float, nullable=False),
    sa.Column("finished", sa.Float),
    sa.UniqueConstraint("sender_id", "message_id"),
    sa.Index("ix_outgoing_finished_door", "finished", "door"),
)

lease = sa.Table(
    "lease",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("holder", sa.String(64), nullable=False),
    sa.Column("held_until", sa.Float, nullable=False),
)

secret = sa.Table(
    "secret",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.String(255), nullable=False),
)

OF_A_SENDER = (person, shelf, feedback, outgoing)
"""Besides the conversation: the tables whose rows belong to one sender."""
