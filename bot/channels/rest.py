"""REST, for rehearsal and tests: from this machine only, and a failure is a failure.

Rasa's own REST channel answers anyone, obeys `/restart`, and says 200 with an empty list when a turn fails.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.guard import is_loopback
from bot.channels.replies import OnMessage
from bot.channels.turns import Turns, body_of, error, id_of
from bot.framework import install
from bot.storage.delivery import Replies

install()


class RestChannel(InputChannel):
    """`POST /webhooks/rest/webhook {"sender", "message", "id"}` → `[{"recipient_id", "text", "buttons"}]`.

    With an `id` of the client's own a message that is sent again gets the same reply and takes no second turn.
    """

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestChannel:
        return cls()

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        blueprint = Blueprint("lamella_rest", __name__)
        turns = Turns(on_new_message, self.name())

        @blueprint.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @blueprint.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if not is_loopback(request.ip, request.headers.get("x-forwarded-for")):
                return error(403, "not_local", "The REST channel answers on this machine only.")
            body = body_of(request) or {"message": None}
            message, sender, message_id = body.get("message", ""), body.get("sender", "rest"), id_of(body)
            if (
                not isinstance(message, str)
                or not isinstance(sender, str)
                or not 0 < len(sender) <= 200
                or message_id is None
            ):
                return error(400, "bad_request", 'Send JSON such as {"sender": "me", "message": "Hello"}.')

            def as_rasa_does(found: Replies) -> list[dict[str, Any]]:
                return [{"recipient_id": sender, "text": one["text"], "buttons": one["buttons"]} for one in found]

            return await turns.answer(request, sender, message_id, message, as_rasa_does)

        return blueprint
