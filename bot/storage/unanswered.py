"""What visitors asked that could not be answered, for the owner: the question without who asked it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from bot.storage.database import Connection, Database, put
from bot.storage.tables import unanswered

_LONGEST = 300
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\+?\d[\d\s()/.-]{5,}\d")
_NOT_A_WORD = re.compile(r"[^\w%+'’-]+")


class Unanswered(msgspec.Struct, frozen=True):
    """A question and how often it was asked; `last_seen` in seconds since 1970."""

    question: str
    times: int
    last_seen: float


def normalised(text: str) -> str:
    """A question as it is counted: lower case, no punctuation, addresses or long numbers, at most 300 characters."""
    without = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    return _NOT_A_WORD.sub(" ", without).casefold().strip()[:_LONGEST].strip()


def count(connection: Connection, text: str, now: float) -> None:
    """Counts a message, or the part of it, that could not be answered. Empty ones are not counted.

    Words are to be the visitor's own: by them the question is found again when the visitor is forgotten.
    """
    question = normalised(text)
    if question:
        put(
            connection,
            unanswered,
            {"question": question, "times": 1, "last_seen": now},
            {"times": unanswered.c.times + 1, "last_seen": now},
            unanswered.c.question,
        )


def most_asked(database: Database, limit: int = 100) -> list[Unanswered]:
    """The questions asked most often, and of those the latest, first."""
    with database.read() as connection:
        rows = connection.execute(
            sa.select(unanswered.c.question, unanswered.c.times, unanswered.c.last_seen)
            .order_by(unanswered.c.times.desc(), unanswered.c.last_seen.desc(), unanswered.c.id)
            .limit(limit)
        )
        return [Unanswered(*row) for row in rows]


def withdraw(connection: Connection, messages: Iterable[str]) -> None:
    """Takes back what these messages have added. Who asked is not kept, so it is found by the words.

    A question that others have asked too stays, with theirs only.
    """
    said = Counter(normalised(message) for message in messages)
    if not said:
        return
    for row, question, times in connection.execute(
        sa.select(unanswered.c.id, unanswered.c.question, unanswered.c.times)
    ).all():
        theirs = sum(count for message, count in said.items() if question in message)
        if theirs >= times:
            connection.execute(unanswered.delete().where(unanswered.c.id == row))
        elif theirs:
            connection.execute(unanswered.update().where(unanswered.c.id == row).values(times=times - theirs))
