"""What the owner's report is made of: a row for each answered message, without who wrote it or what it said.

The row is written with the turn. It holds the day, the door, the kinds of answer, the ids of the things it was about,
the verdict, and the step of a walkthrough. Rows expire after `LAMELLA_INSIGHT_DAYS` days, 90 unless set; with 0 none is
written.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from bot.settings import insight_kept
from bot.storage.columns import packed, unpacked
from bot.storage.database import Connection, Database
from bot.storage.tables import feedback, turn, unanswered

DAY = 24 * 60 * 60.0
FINISHED = "finished"


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One answered message. `day` counts the days since 1970."""

    day: int
    door: str
    begins: bool = False
    """It is the first of a conversation."""
    kinds: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    verdict: str = ""
    unsure: bool = False
    walk: str = ""
    """`3/5` for a step that was shown, `finished`, `left 3/5`; "" outside a walkthrough."""


def put_turn(connection: Connection, found: Turn) -> None:
    """Writes a row within a transaction."""
    row = msgspec.structs.asdict(found)
    connection.execute(turn.insert().values(**{**row, "kinds": packed(found.kinds), "things": packed(found.things)}))


def all_turns(database: Database, since: int = 0) -> list[Turn]:
    """The rows from a day on, in the order in which they were written."""
    with database.read() as connection:
        rows = connection.execute(sa.select(turn).where(turn.c.day >= since).order_by(turn.c.id)).all()
    return [
        Turn(
            day=row.day,
            door=row.door,
            begins=bool(row.begins),
            kinds=unpacked(row.kinds, str),
            things=unpacked(row.things, str),
            verdict=row.verdict,
            unsure=bool(row.unsure),
            walk=row.walk,
        )
        for row in rows
    ]


def drop_expired(database: Database, now: float) -> int:
    """Takes out what is older than the owner wants it kept: rows, questions and feedback. Returns how many."""
    oldest = now - insight_kept()
    with database.write() as connection:
        gone = connection.execute(turn.delete().where(turn.c.day < int(oldest // DAY))).rowcount
        gone += connection.execute(unanswered.delete().where(unanswered.c.last_seen < oldest)).rowcount
        gone += connection.execute(feedback.delete().where(feedback.c.given < oldest)).rowcount
        if gone:
            database.mark_traces(connection)
    return int(gone)
