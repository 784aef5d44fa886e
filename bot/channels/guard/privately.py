"""What the log and the counters may know of a person: neither who they are nor what they wrote."""

from __future__ import annotations

import hmac
import secrets
import traceback

_OF_THIS_PROCESS = secrets.token_bytes(32)


def pseudonym(person: str, key: bytes = _OF_THIS_PROCESS) -> str:
    """A name for a sender or an address: the same for the same one under a key, and no way back.

    Without a key it holds for the log lines of one process.
    """
    return hmac.digest(key, person.encode("utf-8", "replace"), "sha256").hex()[:16]


def without_words(problem: BaseException) -> str:
    """What went wrong and where. The message of an error may hold what somebody typed, so it is left out."""
    where = "".join(traceback.format_tb(problem.__traceback__))
    return f"{type(problem).__name__}\n{where}"
