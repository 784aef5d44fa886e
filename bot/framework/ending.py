"""A server that is asked to end (SIGTERM) finishes what it has begun, soon, and says nothing alarming.

Sanic 21.12 keeps a connection open after the reply that it waited for, until the other side or a timeout closes it: up
to fifteen seconds for each end, and a proxy would send its next request into a server that is going. What an app does
beside its requests is not ended at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse


def end_well(app: Sanic, *beside: Callable[[], Awaitable[None]]) -> None:
    """Has each connection closed with its reply once the end has begun, and runs `beside` until then."""
    ending = False
    running: list[asyncio.Task[None]] = []

    async def start(app: Sanic, loop: object) -> None:
        running.extend(asyncio.ensure_future(work()) for work in beside)

    async def stop(app: Sanic, loop: object) -> None:
        nonlocal ending
        ending = True
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def close(request: Request, response: HTTPResponse) -> None:
        if ending and request.stream is not None:
            request.stream.keep_alive = False

    app.register_listener(start, "after_server_start")
    app.register_listener(stop, "before_server_stop")
    app.register_middleware(close, "response")
