"""One message at a door: its turn is taken once, however often it is sent, and a failure is said as one."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.replies import NotReadyError, OnMessage, replies_to, reply, texts
from bot.storage.delivery import Replies, exactly_once
from bot.storage.errors import StorageError

logger = logging.getLogger(__name__)
LONGEST_ID = 64
"""Characters of a client's id for a message."""


class Turns:
    """The turns of one door. The same message sent again while its turn runs waits for that turn.

    `exactly_once` alone would let each copy take the whole turn and then refuse to store it.
    """

    def __init__(self, on_new_message: OnMessage, channel: str) -> None:
        self._on_new_message = on_new_message
        self._channel = channel
        self._running: dict[tuple[str, str], asyncio.Task[Replies]] = {}

    async def answer(
        self, request: Request, sender: str, message_id: str, text: str, body: Callable[[Replies], Any]
    ) -> HTTPResponse:
        """The response to a message: `body` of its replies as JSON, or 503 or 500 with an apology to show."""
        try:
            return json(body(await self._replies(request.app.ctx.agent, sender, message_id, text)))
        except (NotReadyError, StorageError, SQLAlchemyError) as problem:
            # The statement that failed holds what the visitor typed, so it is not logged.
            logger.error("No turn could be taken on the %s channel: %s.", self._channel, type(problem).__name__)
            return error(503, "not_ready", texts().say("common.trouble"))
        except Exception:
            logger.exception("A turn failed on the %s channel.", self._channel)
            return error(500, "failed", texts().say("common.trouble"))

    async def _replies(self, agent: Any, sender: str, message_id: str, text: str) -> Replies:
        key = (sender, message_id)
        if key not in self._running:
            task = asyncio.create_task(self._take(agent, sender, message_id, text))
            task.add_done_callback(lambda _: self._running.pop(key, None))
            self._running[key] = task
        # A client that goes away does not end the turn: it may ask for the replies again.
        return await asyncio.shield(self._running[key])

    async def _take(self, agent: Any, sender: str, message_id: str, text: str) -> Replies:
        if agent is None or not agent.is_ready():
            raise NotReadyError("no model is loaded")

        async def take_turn() -> Replies:
            return await replies_to(self._on_new_message, text, sender, self._channel, message_id)

        return [reply(found) for found in await exactly_once(agent.tracker_store, sender, message_id, take_turn)]


def id_of(body: dict[str, Any]) -> str | None:
    """The client's id of a message, a new one where it sent none, None where what it sent cannot be one."""
    found = body.get("id")
    if found is None:
        return uuid.uuid4().hex
    return found if isinstance(found, str) and 0 < len(found) <= LONGEST_ID else None


def body_of(request: Request) -> dict[str, Any] | None:
    """The JSON object of a request; None for anything else."""
    try:
        body = request.json
    except Exception:
        return None
    return body if isinstance(body, dict) else None


def error(status: int, code: str, message: str) -> HTTPResponse:
    """An error that a client can act on and a person can read."""
    return json({"error": {"code": code, "message": message}}, status=status)
