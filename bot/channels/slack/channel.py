"""The channel class that credentials.yml names.

It stands on slack_sdk, which Bolt for Python is built upon, and not on Bolt's `AsyncApp` (1.30): that one says 200 to
an event while Slack's `auth.test` fails, so that Slack does not repeat it and it is lost, and it fails over a timestamp
that is no number, over bytes that are no UTF-8, and over JSON that is none or has not the documented shape.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json

from bot.answers.renderings import slack
from bot.channels.delivery import Delivery
from bot.channels.guard import limits
from bot.channels.guard.body import not_too_large
from bot.channels.guard.door import guarded
from bot.channels.guard.key import ServerKey
from bot.channels.guard.limits import Limit
from bot.channels.guard.refused import Refused
from bot.channels.replies import OnMessage, texts
from bot.channels.settings import Settings, read
from bot.channels.slack.parts import addressed, parts
from bot.channels.slack.reading import Heard, heard, payload
from bot.channels.slack.settings import SlackSettings, read_slack
from bot.channels.slack.signature import Signed, is_certificate_check
from bot.channels.slack.socket import Socket
from bot.channels.slack.web import Web
from bot.channels.turns import Turns
from bot.framework import install
from bot.framework.logs import where
from bot.framework.operations import also_needed
from bot.storage.database import shared
from bot.storage.erasure import OF
from bot.storage.secrets import server_key

install()
logger = logging.getLogger(__name__)

_EXAMPLE = '{"type": "event_callback", …}'
_MINUTE = 60
_LAST = 5.0
"""Seconds for the replies of the requests that were still answered when the server was asked to end."""


class SlackChannel(InputChannel):
    """`POST /webhooks/slack/webhook` for events, interactivity and the command, or all that over Socket Mode.

    Slack gets 200 when the turn is committed and its reply is in the outbox, 401 for a request that it did not sign,
    and an error of the shape of `guard.door.error` otherwise, upon which it repeats an event. Closed, with no route,
    while nothing is set.
    """

    def __init__(self, settings: Settings, of_slack: SlackSettings | None) -> None:
        self._slack = of_slack
        counted_in = limits.storage(settings.redis_url)
        key = ServerKey(settings.secret, lambda: server_key(shared()))
        self._limit = Limit("person", settings.person_limit, counted_in, key)
        if of_slack is not None and settings.redis_url:
            also_needed["redis"] = lambda: limits.reachable(counted_in)

    @classmethod
    def name(cls) -> str:
        return "slack"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SlackChannel:
        return cls(read(), read_slack())

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint("lamella_slack", __name__)
        if self._slack is None:
            return blueprint
        web = Web(self._slack.token, self._slack.api)
        delivery = Delivery(self.name(), web.send, shared)
        conversation = _Conversation(Turns(on_new_message, self.name(), self._count), delivery)

        # By then no request is answered any more, and the last ones have handed over their replies.
        @blueprint.listener("after_server_stop")
        async def close(app: Sanic, loop: object) -> None:
            await delivery.end(_LAST)
            await web.close()

        # The last to be registered is the first to be called: first nothing more is heard, then the rest is sent.
        delivery.attach(blueprint)
        if self._slack.app_token is not None:
            self._connect(blueprint, self._slack.app_token, self._slack.api, conversation)
        if self._slack.signing_secret is not None:
            self._listen(blueprint, Signed(self._slack.signing_secret), conversation)
        return blueprint

    def _listen(self, blueprint: Blueprint, signed: Signed, conversation: _Conversation) -> None:
        @blueprint.post("/webhook")
        @guarded(not_too_large)
        async def receive(request: Request) -> HTTPResponse:
            if is_certificate_check(request.body):
                return empty(200)
            await signed(request)
            found = payload(request.body.decode("utf-8"))
            if found is None:
                raise Refused(400, "bad_request", example=_EXAMPLE)
            if found.get("type") == "url_verification":
                return json({"challenge": str(found.get("challenge", ""))})
            said = await conversation.take(request.app.ctx.agent, found)
            return json(said) if said else empty(200)

    def _connect(self, blueprint: Blueprint, app_token: str, api: str, conversation: _Conversation) -> None:
        sockets: list[Socket] = []

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, loop: object) -> None:
            async def take(found: dict[str, Any]) -> dict[str, Any]:
                return await conversation.take(app.ctx.agent, found)

            sockets.append(Socket(app_token, api, take))
            app.add_task(sockets[0].open())

        @blueprint.listener("before_server_stop")
        async def stop(app: Sanic, loop: object) -> None:
            for socket in sockets:
                await socket.close()

    async def _count(self, sender: str) -> None:
        """A person counts once, however many channels and threads they talk in."""
        await self._limit.count(sender.partition(OF)[0])


class _Conversation:
    """Between Slack's requests and the turns."""

    def __init__(self, turns: Turns, delivery: Delivery) -> None:
        self._turns, self._delivery = turns, delivery

    async def take(self, agent: Any, found: dict[str, Any]) -> dict[str, Any]:
        """Takes the turn of a request and hands its reply over; nothing where nobody said anything to the bot.

        Returns what Slack is to show at once to who gave the command, nothing else. Raises what a turn and the outbox
        raise, but not for the command: Slack does not repeat that, so its visitor gets an apology.
        """
        said = heard(found)
        if said is None:
            return {}
        try:
            return await self._answer(agent, said)
        except Exception as problem:
            if said.way != "command":
                raise
            logger.error("A command over Slack failed: %s", where(problem))
            return _only_to_them(texts().say("common.trouble"))

    async def _answer(self, agent: Any, said: Heard) -> dict[str, Any]:
        try:
            replies = await self._turns.replies(agent, said.sender, said.message_id, said.text, public=said.public)
        except Refused as refused:
            return await self._slow_down(said, refused)
        await self._delivery.hand_over(said.sender, said.message_id, parts(said, replies))
        asked = slack.escaped(said.text[: slack.LONGEST_QUESTION])
        return _only_to_them(texts().say("slack.heard", said=asked)) if said.way == "command" else {}

    async def _slow_down(self, said: Heard, refused: Refused) -> dict[str, Any]:
        """Slack would send again what is refused, so it is taken, and the person is told: once a minute."""
        word = texts().say(f"door.{refused.code}", **refused.values)
        if said.way == "command":
            return _only_to_them(word)
        told = addressed(said.place, slack.message(texts(), word, None, ()))
        await self._delivery.hand_over(said.sender, f"{refused.code}.{int(time.time()) // _MINUTE}", [told])
        return {}


def _only_to_them(text: str) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": text}
