"""The website's door: conversations that the server hands out signed, and answers as data for the widget's cards."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.guard import limits
from bot.channels.guard.body import json_object, message_id, not_too_large
from bot.channels.guard.door import guarded
from bot.channels.guard.key import ServerKey
from bot.channels.guard.limits import AddressLimit, Limit
from bot.channels.guard.origins import Origins
from bot.channels.guard.refused import Refused
from bot.channels.guard.session import Session, issue, opened, signed
from bot.channels.replies import OnMessage, reply
from bot.channels.settings import Settings, read
from bot.channels.turns import Turns
from bot.channels.turns import forget as erase
from bot.framework import install
from bot.framework.operations import also_needed
from bot.storage.database import shared
from bot.storage.history import last_turns
from bot.storage.secrets import server_key

install()
TURNS_SHOWN = 50
"""In the history after a reload."""

_EXAMPLE = '{"id": "1", "text": "Hello"}'
_BEARER = "Bearer "


class WebsiteChannel(InputChannel):
    """Under /webhooks/website, with the session in the header `Authorization: Bearer …`:

    | request | answer |
    |---|---|
    | `POST /session` | `{"session", "expires"}`; with a session that still holds, a fresh one of its conversation |
    | `POST /message {"id", "text"}` | `{"id", "replies": [{"text", "buttons", "answer"}]}`; once for each id |
    | `GET /history` | `{"turns": [{"id", "text", "at", "replies"}]}`, the last ones, the oldest first |
    | `POST /forget` | `{"forgotten": true}`: nothing of the conversation and its person is kept |

    Errors have the shape of `guard.door.error`. Times are in seconds since 1970.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._key = ServerKey(settings.secret, lambda: server_key(shared()))
        self._origins = Origins(settings.origins)
        counted_in = limits.storage(settings.redis_url)
        self._person_limit = Limit("person", settings.person_limit, counted_in, self._key)
        by_address = Limit("address", settings.address_limit, counted_in, self._key)
        self._address_limit = AddressLimit(by_address, settings.proxies)
        if settings.redis_url:
            also_needed["redis"] = lambda: limits.reachable(counted_in)

    @classmethod
    def name(cls) -> str:
        return "website"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebsiteChannel:
        return cls(read())

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint("lamella_website", __name__)
        turns = Turns(on_new_message, self.name(), self._person_limit.count)
        anyone = (self._origins, self._address_limit, not_too_large)
        visitor = (*anyone, self._of_a_session)

        @blueprint.post("/session")
        @guarded(*anyone)
        async def session(request: Request) -> HTTPResponse:
            try:
                held = (await self._held(request)).conversation
            except Refused:
                held = None
            made = issue(time.time(), self._settings.session_seconds, held)
            return json({"session": signed(await self._signing_key(), made), "expires": made.expires})

        @blueprint.post("/message")
        @guarded(*visitor)
        async def message(request: Request) -> HTTPResponse:
            body = json_object(request)
            text, named = body.get("text"), message_id(body)
            if not isinstance(text, str) or named is None:
                raise Refused(400, "bad_request", example=_EXAMPLE)
            found = await turns.replies(request.app.ctx.agent, request.ctx.sender, named, text)
            return json({"id": named, "replies": found})

        @blueprint.get("/history")
        @guarded(*visitor)
        async def history(request: Request) -> HTTPResponse:
            found = await asyncio.to_thread(last_turns, shared(), request.ctx.sender, TURNS_SHOWN)
            return json(
                {
                    "turns": [
                        {
                            "id": turn.message_id,
                            "text": turn.text,
                            "at": turn.at,
                            "replies": list(map(reply, turn.replies)),
                        }
                        for turn in found
                    ]
                }
            )

        @blueprint.post("/forget")
        @guarded(*visitor)
        async def forget(request: Request) -> HTTPResponse:
            await erase(request.app.ctx.agent, request.ctx.sender)
            return json({"forgotten": True})

        for path, methods in (("/session", "POST"), ("/message", "POST"), ("/history", "GET"), ("/forget", "POST")):

            @blueprint.options(path, name=f"preflight_{path[1:]}")
            @guarded(self._origins)
            async def preflight(request: Request, methods: str = methods) -> HTTPResponse:
                return self._origins.preflight(methods)

        @blueprint.middleware("response")
        async def tell(request: Request, response: HTTPResponse) -> None:
            response.headers["Cache-Control"] = "no-store"
            # Answers repeat what visitors name their products: never to be taken for a page.
            response.headers["X-Content-Type-Options"] = "nosniff"
            self._origins.tell(request, response)

        return blueprint

    async def _of_a_session(self, request: Request) -> None:
        """The check by which this door knows its visitor. Raises Refused with 401."""
        request.ctx.sender = f"{self.name()}:{(await self._held(request)).conversation}"

    async def _held(self, request: Request) -> Session:
        header = request.headers.get("authorization", "")
        if not header.startswith(_BEARER):
            raise Refused(401, "no_session")
        return opened(await self._signing_key(), header[len(_BEARER) :], time.time())

    async def _signing_key(self) -> bytes:
        return await self._key.of("website session")
