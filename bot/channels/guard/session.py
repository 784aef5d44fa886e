"""Conversations that the server hands out, signed: a visitor can neither guess another's nor make up one.

A session is `<conversation>.<issued>.<expires>.<signature>`: 128 random bits, two times in seconds since 1970 (in
hexadecimal digits), and HMAC-SHA256 over what stands before it. Who reads the database learns conversations, but
without the server's key no session that opens one.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from typing import NamedTuple

from bot.channels.guard.refused import Refused

_TOKEN = re.compile(r"(([A-Za-z0-9_-]{22})\.([0-9a-f]{1,12})\.([0-9a-f]{1,12}))\.([A-Za-z0-9_-]{43})")


class Session(NamedTuple):
    """A conversation and for how long its visitor may go on with it; times in seconds since 1970."""

    conversation: str
    issued: int
    expires: int


def issue(now: float, lifetime: float, conversation: str | None = None) -> Session:
    """A session of a new conversation, or one more of a conversation that is there."""
    return Session(conversation or secrets.token_urlsafe(16), int(now), int(now + lifetime))


def signed(key: bytes, session: Session) -> str:
    """The session as a visitor's page holds it."""
    content = f"{session.conversation}.{session.issued:x}.{session.expires:x}"
    return f"{content}.{_signature(key, content)}"


def opened(key: bytes, token: str, now: float) -> Session:
    """The session that was signed with the key. Raises Refused with 401 for any other, and for one that has expired."""
    found = _TOKEN.fullmatch(token)
    if found is None or not hmac.compare_digest(found[5], _signature(key, found[1])):
        raise Refused(401, "no_session")
    session = Session(found[2], int(found[3], 16), int(found[4], 16))
    if session.expires <= now:
        raise Refused(401, "session_expired")
    return session


def _signature(key: bytes, content: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, content.encode(), "sha256")).decode().rstrip("=")
