"""Lets a thousand visitors come at the same moment: room for their connections, and patience with their replies.

Rasa starts its server with a queue of 100 connections that are not yet accepted; whose does not fit in tries again
after one second, then three. A request that takes longer than a minute is answered by Sanic with an error although its
turn goes on. Neither has a setting that `rasa run` passes on.
"""

from __future__ import annotations

import os
import resource

from sanic import Sanic

_QUEUE = "1024"
_PATIENCE = 300
"""Seconds that a reply may take: of a thousand that come together on a small machine, the last one's."""
_FILES = 65536


def install() -> None:
    """Sets what is read when the server starts; what the owner has set stays."""
    os.environ.setdefault("SANIC_BACKLOG", _QUEUE)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Each connection is an open file. Many systems begin with 1,024 and allow far more to who asks.
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def be_patient(app: Sanic) -> None:
    """Gives replies their time."""
    app.config.RESPONSE_TIMEOUT = _PATIENCE
