"""REST, for rehearsal and tests: from this machine only, and a failure is a failure.

Rasa's own REST channel answers anyone, obeys `/restart`, and says 200 with an empty list when a turn fails.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.guard.address import is_local
from bot.channels.guard.body import is_name, json_object, message_id, not_too_large
from bot.channels.guard.door import guarded
from bot.channels.guard.origins import Origins
from bot.channels.guard.refused import Refused
from bot.channels.replies import OnMessage
from bot.channels.turns import Turns
from bot.framework import install

install()
_LONGEST_SENDER = 200
_EXAMPLE = '{"sender": "me", "message": "Hello"}'


async def from_here(request: Request) -> None:
    """The check by which this door knows its visitor. Raises Refused with 403."""
    if not is_local(request):
        raise Refused(403, "not_local")


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

        # A page of another site, open in the owner's browser, is on this machine too.
        @blueprint.post("/webhook")
        @guarded(from_here, Origins(), not_too_large)
        async def receive(request: Request) -> HTTPResponse:
            body = json_object(request) or {"message": None}
            text, sender, named = body.get("message", ""), body.get("sender", "rest"), message_id(body)
            if not isinstance(text, str) or not is_name(sender, _LONGEST_SENDER) or named is None:
                raise Refused(400, "bad_request", example=_EXAMPLE)
            found = await turns.replies(request.app.ctx.agent, sender, named, text)
            return json([{"recipient_id": sender, "text": one["text"], "buttons": one["buttons"]} for one in found])

        return blueprint
