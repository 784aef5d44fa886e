"""What Rasa starts: the Telegram door, closed while no token is set."""

from __future__ import annotations

import asyncio
import hmac
import logging
from typing import TYPE_CHECKING, Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.guard.body import json_object, not_too_large
from bot.channels.guard.door import guarded
from bot.channels.guard.key import ServerKey
from bot.channels.guard.refused import Refused
from bot.channels.replies import OnMessage
from bot.channels.settings import Settings, read
from bot.channels.telegram.settings import TelegramSettings, read_telegram
from bot.framework import install
from bot.storage.database import shared
from bot.storage.secrets import server_key

if TYPE_CHECKING:
    from bot.channels.telegram.door import TelegramDoor

install()
logger = logging.getLogger(__name__)
PATH = "/webhooks/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_EXAMPLE = '{"update_id": 1}'


class TelegramChannel(InputChannel):
    """`POST /webhooks/telegram/webhook`, for Telegram alone, which proves itself by a secret that it was told.

    It is answered once the turn is committed and the reply is kept. Where the server polls there is no such address.
    """

    def __init__(self, settings: TelegramSettings | None, common: Settings) -> None:
        self._settings, self._common = settings, common
        self._key = ServerKey(common.secret, lambda: server_key(shared()))

    @classmethod
    def name(cls) -> str:
        return "telegram"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TelegramChannel:
        return cls(read_telegram(), read())

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint("lamella_telegram", __name__)
        if self._settings is None:
            return blueprint
        # Its library takes long to import, and a server without Telegram need not wait for it.
        from bot.channels.telegram.door import TelegramDoor

        door = TelegramDoor(self._settings, self._common, self._key, on_new_message)
        door.delivery.attach(blueprint)
        self._begin_and_end(blueprint, door)
        if self._settings.url is not None:
            self._receive(blueprint, door)
        return blueprint

    def _begin_and_end(self, blueprint: Blueprint, door: TelegramDoor) -> None:
        running: list[asyncio.Task[None]] = []

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, loop: object) -> None:
            running.append(asyncio.create_task(self._run(app, door)))

        @blueprint.listener("before_server_stop")
        async def stop(app: Sanic, loop: object) -> None:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

        # What is in hand is still sent between the two.
        @blueprint.listener("after_server_stop")
        async def close(app: Sanic, loop: object) -> None:
            await door.close()

    async def _run(self, app: Sanic, door: TelegramDoor) -> None:
        from bot.channels.telegram.polling import poll, register, unregister

        assert self._settings is not None
        if self._settings.url is not None:
            await register(door.bot, f"{self._settings.url}{PATH}", await self._secret(), door.commands)
        else:
            await unregister(door.bot, door.commands)
            await poll(door.bot, lambda update: door.take(getattr(app.ctx, "agent", None), update), shared)

    def _receive(self, blueprint: Blueprint, door: TelegramDoor) -> None:
        @blueprint.post("/webhook")
        @guarded(self._from_telegram, not_too_large)
        async def receive(request: Request) -> HTTPResponse:
            update = json_object(request)
            if type(update.get("update_id")) is not int:
                raise Refused(400, "bad_request", example=_EXAMPLE)
            await door.take(request.app.ctx.agent, update)
            return json({})

    async def _from_telegram(self, request: Request) -> None:
        """The check by which this door knows its platform. Raises Refused with 401."""
        told = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(told.encode("utf-8", "replace"), (await self._secret()).encode()):
            raise Refused(401, "not_the_platform")

    async def _secret(self) -> str:
        assert self._settings is not None
        return self._settings.secret or (await self._key.of("telegram webhook")).hex()
