"""The website's door: a session that the server issues, and answers as data for the widget's cards."""

from __future__ import annotations

import re
import secrets
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.replies import OnMessage
from bot.channels.turns import Turns, body_of, error, id_of
from bot.framework import install
from bot.storage.delivery import Replies

install()
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
        turns = Turns(on_new_message, self.name())

        @blueprint.post("/session")
        async def session(request: Request) -> HTTPResponse:
            return json({"session": secrets.token_urlsafe(32)})

        @blueprint.post("/message")
        async def message(request: Request) -> HTTPResponse:
            held = _SESSION.match(request.headers.get("authorization", ""))
            if held is None:
                return error(401, "no_session", "The session is missing or not one of ours. Start a new one.")
            body = body_of(request)
            text, message_id = (body.get("text"), id_of(body)) if body is not None else (None, None)
            if not isinstance(text, str) or message_id is None:
                return error(400, "bad_request", 'Send JSON such as {"id": "1", "text": "Hello"}.')

            def as_data(found: Replies) -> dict[str, Any]:
                return {"id": message_id, "replies": found}

            return await turns.answer(request, f"website:{held.group(1)}", message_id, text, as_data)

        return blueprint
