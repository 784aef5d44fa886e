"""Socket Mode: the app connects to Slack, for whom Slack cannot reach. Every worker may: Slack asks one of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.framework.logs import where

logger = logging.getLogger(__name__)

Take = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Socket:
    """One connection, which is opened again whenever it ends. `take` answers what comes over it.

    A request is acknowledged when `take` has returned; Slack repeats it otherwise.
    """

    def __init__(self, app_token: str, api: str, take: Take) -> None:
        self._app_token, self._api, self._take = app_token, api, take
        self._client: SocketModeClient | None = None
        self._in_hand: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Connects, and tries for as long as it takes."""
        self._client = SocketModeClient(
            self._app_token, _quiet(), AsyncWebClient(base_url=self._api, logger=_quiet()), on_message_listeners=[]
        )
        self._client.socket_mode_request_listeners.append(self._heard)
        await self._client.connect()

    async def close(self) -> None:
        """Answers what is in hand and disconnects. What comes meanwhile is not acknowledged, so Slack repeats it."""
        if self._client is None:
            return
        self._client.socket_mode_request_listeners.clear()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=5)
        await self._client.close()

    async def _heard(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        # The library takes one request after the other; a turn must not keep another person's waiting.
        task = asyncio.create_task(self._answer(client, request))
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        try:
            answer = await self._take(request.payload if isinstance(request.payload, dict) else {})
            await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer or None))
        except Exception as problem:
            logger.error("A request over Slack's socket failed: %s", where(problem))


def _quiet() -> logging.Logger:
    """The library's logger, whose errors would show the socket's address: who has that can listen."""
    found = logging.getLogger("bot.channels.slack.connection")
    found.addFilter(_without_addresses)
    return found


def _without_addresses(record: logging.LogRecord) -> bool:
    if record.levelno < logging.WARNING:
        return False
    kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
    record.msg, record.args = f"The connection to Slack has trouble, and is tried again. {kind}".rstrip(), ()
    record.exc_info = record.exc_text = None
    return True
