"""The website's door: a session that the server issues, and answers as data for the widget's cards."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.replies import NotReadyError, OnMessage, replies_to, texts
from bot.channels.rest import body_of, error
from bot.framework import install

install()
logger = logging.getLogger(__name__)
_SESSION = re.compile(r"^Bearer ([A-Za-z0-9_-]{43})$")


class WebsiteChannel(InputChannel):
    """`POST /session` issues a session, `POST /message` answers within it; both under /webhooks/website."""

    @classmethod
    def name(cls) -> str:
        return "website"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebsiteChannel:
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint("lamella_website", __name__)

        @blueprint.post("/session")
        async def session(request: Request) -> HTTPResponse:
            return json({"session": secrets.token_urlsafe(32)})

        @blueprint.post("/message")
        async def message(request: Request) -> HTTPResponse:
            held = _SESSION.match(request.headers.get("authorization", ""))
            if held is None:
                return error(401, "no_session", "The session is missing or not one of ours. Start a new one.")
            body = body_of(request)
            text, message_id = (body.get("text"), body.get("id")) if body is not None else (None, None)
            if not isinstance(text, str) or not isinstance(message_id, str) or not 0 < len(message_id) <= 64:
                return error(400, "bad_request", 'Send JSON such as {"id": "1", "text": "Hello"}.')
            try:
                found = await replies_to(on_new_message, text, f"website:{held.group(1)}", self.name(), message_id)
            except NotReadyError:
                return error(503, "not_ready", texts().say("common.trouble"))
            except Exception:
                logger.exception("A turn failed on the website channel.")
                return error(500, "failed", texts().say("common.trouble"))
            return json({"id": message_id, "replies": found})

        return blueprint
