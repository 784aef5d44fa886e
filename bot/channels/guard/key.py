"""The server's own key, that nobody else knows: the owner's, or one that the database keeps."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable


class ServerKey:
    """Keys for one purpose each, made of the server's key, so that no two uses can be mixed up.

    Without a `secret` the key is read once by `stored`, at the first use: a database that is down when the server
    starts may come back.
    """

    def __init__(self, secret: str | None, stored: Callable[[], bytes]) -> None:
        self._key = secret.encode() if secret else None
        self._stored = stored

    async def of(self, purpose: str) -> bytes:
        """32 bytes. Raises what the database raises."""
        if self._key is None:
            self._key = await asyncio.to_thread(self._stored)
        return hmac.digest(self._key, purpose.encode(), "sha256")
