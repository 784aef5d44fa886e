"""What visitors asked that could not be answered, for the owner: the question without who asked it.

Who asked stands beside it under a name that only the server's key makes of them. By that the owner sees how many people
asked, never who, and whoever asks to be forgotten takes exactly their own times back.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from bot.storage.database import Connection, Database, put
from bot.storage.secrets import key_within
from bot.storage.tables import asker, unanswered

_LONGEST = 300
_CONTACT = re.compile(
    r"\S+@\S+|(?<!\w)@\w+|(?:https?://|www\.)\S+|\b\w+\.(?:com|net|org|io|me|co)\b\S*|\+?\d[\d\s()/.-]{5,}\d"
    r"|#\s?\w*\d\w*|\b(?=\w*\d)(?=\w*[a-z])\w{7,}\b|\b\d{5,}\b",
    re.IGNORECASE,
)
"""Addresses, handles, telephone and order numbers."""
_NAME = re.compile(
    r"\b(?:my name is|my name's|name's|i am called|i'm called|call me|this is|regards|sincerely|yours|dear|ask for)"
    r"[\s,]+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+)?"
)
"""How people say who they are. That is no list of names: the report shows no word that only one person used."""
_NOT_A_WORD = re.compile(r"[^\w%+'’-]+")


class Unanswered(msgspec.Struct, frozen=True):
    """A question and how often it was asked; `last_seen` in seconds since 1970. `askers` are pseudonyms."""

    question: str
    times: int
    last_seen: float
    askers: frozenset[str] = frozenset()


def normalised(text: str) -> str:
    """A question as it is counted: lower case, no punctuation, no contacts or long numbers, at most 300 characters."""
    without = _NAME.sub(" ", _CONTACT.sub(" ", unicodedata.normalize("NFKC", text)))
    return " ".join(_NOT_A_WORD.sub(" ", without).casefold().split())[:_LONGEST].strip()


def count(connection: Connection, text: str, now: float, sender: str) -> None:
    """Counts a message, or the part of it, that could not be answered. Empty ones are not counted."""
    question = normalised(text)
    if not question:
        return
    put(
        connection,
        unanswered,
        {"question": question, "times": 1, "last_seen": now},
        {"times": unanswered.c.times + 1, "last_seen": now},
        unanswered.c.question,
    )
    number = connection.execute(sa.select(unanswered.c.id).where(unanswered.c.question == question)).scalar()
    put(
        connection,
        asker,
        {"question_id": number, "pseudonym": _pseudonym(connection, sender), "times": 1},
        {"times": asker.c.times + 1},
        asker.c.question_id,
        asker.c.pseudonym,
    )


def most_asked(database: Database, limit: int = 100) -> list[Unanswered]:
    """The questions asked most often, and of those the latest, first."""
    with database.read() as connection:
        rows = connection.execute(
            sa.select(unanswered)
            .order_by(unanswered.c.times.desc(), unanswered.c.last_seen.desc(), unanswered.c.id)
            .limit(limit)
        ).all()
        found = connection.execute(sa.select(asker.c.question_id, asker.c.pseudonym)).all()
    askers: dict[int, set[str]] = {}
    for number, pseudonym in found:
        askers.setdefault(number, set()).add(pseudonym)
    return [Unanswered(row.question, row.times, row.last_seen, frozenset(askers.get(row.id, ()))) for row in rows]


def withdraw(connection: Connection, sender: str, messages: Iterable[str]) -> None:
    """Takes back what a sender has added; a question that others have asked too stays, with theirs only.

    `messages` are what they said: by their words those times are found that were counted when no pseudonym was kept.
    """
    pseudonym = _pseudonym(connection, sender)
    rows = connection.execute(
        sa.select(unanswered.c.id, asker.c.times)
        .join(asker, asker.c.question_id == unanswered.c.id)
        .where(asker.c.pseudonym == pseudonym)
    ).all()
    connection.execute(asker.delete().where(asker.c.pseudonym == pseudonym))
    for number, theirs in rows:
        _less(connection, number, theirs)
    said = Counter(normalised(message) for message in messages)
    if not said:
        return
    known = sa.select(sa.func.coalesce(sa.func.sum(asker.c.times), 0)).where(asker.c.question_id == unanswered.c.id)
    of_nobody = sa.select(unanswered.c.id, unanswered.c.question, unanswered.c.times - known.scalar_subquery())
    for number, question, times in connection.execute(of_nobody).all():
        theirs = sum(count for message, count in said.items() if question in message)
        _less(connection, number, min(theirs, times))


def _less(connection: Connection, number: int, times: int) -> None:
    """So many times fewer; at none the question goes."""
    if times > 0:
        of_question = unanswered.c.id == number
        connection.execute(unanswered.update().where(of_question).values(times=unanswered.c.times - times))
        connection.execute(unanswered.delete().where(of_question & (unanswered.c.times <= 0)))


def _pseudonym(connection: Connection, sender: str) -> str:
    """A sender under another name, the same in a group as in private; without the server's key it tells nothing."""
    person = sender.partition("@")[0] or sender
    return hmac.digest(key_within(connection), f"asker {person}".encode(), "sha256").hex()[:32]
