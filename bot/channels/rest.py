"""REST, for rehearsal and tests: from this machine only, and a failure is a failure.

Rasa's own REST channel answers anyone, obeys `/restart`, and says 200 with an empty list when a turn fails.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.guard import is_loopback
from bot.channels.replies import NotReadyError, OnMessage, replies_to, texts
from bot.framework import install

install()
logger = logging.getLogger(__name__)


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook {"sender", "message"}` → `[{"recipient_id", "text", "buttons"}]`."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestChannel:
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint("lamella_rest", __name__)

        @blueprint.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not is_loopback(request.ip, request.headers.get("x-forwarded-for")):
                return error(403, "not_local", "The REST channel answers on this machine only.")
            body = body_of(request)
            message = body.get("message", "") if body is not None else None
            sender = body.get("sender", "rest") if body is not None else None
            if not isinstance(message, str) or not isinstance(sender, str) or not 0 < len(sender) <= 200:
                return error(400, "bad_request", 'Send JSON such as {"sender": "me", "message": "Hello"}.')
            try:
                found = await replies_to(on_new_message, message, sender, self.name())
            except NotReadyError:
                return error(503, "not_ready", texts().say("common.trouble"))
            except Exception:
                logger.exception("A turn failed on the REST channel.")
                return error(500, "failed", texts().say("common.trouble"))
            return json(
                [{"recipient_id": sender, "text": reply["text"], "buttons": reply["buttons"]} for reply in found]
            )

        return blueprint


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
