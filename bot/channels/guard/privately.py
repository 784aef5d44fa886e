"""What the log and the counters may know of a person: not who they are. What they wrote `framework.logs` keeps out."""

from __future__ import annotations

import hmac
import secrets

_OF_THIS_PROCESS = secrets.token_bytes(32)


def pseudonym(person: str, key: bytes = _OF_THIS_PROCESS) -> str:
    """A name for a sender or an address: the same for the same one under a key, and no way back.

    Without a key it holds for the log lines of one process.
    """
    return hmac.digest(key, person.encode("utf-8", "replace"), "sha256").hex()[:16]
