"""Runs custom actions inside the server process.

Rasa posts every action with all events to an action server over HTTP and validates the JSON that comes back against
a schema that it checks anew each time, which is most of the time of a turn. There is no setting for actions in
process: with `action_endpoint: url: in-process` in endpoints.yml, the same `rasa_sdk` actions run here instead.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

IN_PROCESS = "in-process"


@lru_cache(maxsize=1)
def executor() -> ActionExecutor:
    """The actions of the package `actions`."""
    made = ActionExecutor()
    made.register_package("actions")
    return made


def install() -> None:
    """Sends requests to `in-process` to the executor, all others on their way."""
    original_request, original_validate = EndpointConfig.request, RemoteAction._validate_action_result

    async def request(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        if self.url != IN_PROCESS:
            return await original_request(self, *args, **kwargs)
        return await executor().run(kwargs["json"])

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        if self.action_endpoint is not None and self.action_endpoint.url == IN_PROCESS:
            return True
        return bool(original_validate(self, result))

    EndpointConfig.request = request
    RemoteAction._validate_action_result = validate


async def rehearse() -> None:
    """Runs one action, so that the first visitor does not wait for what is read once. Raises what the action raises."""
    latest = {"questions": [{"kind": "greet"}]}
    tracker = {"sender_id": "rehearsal", "latest_message": latest, "slots": {}, "events": []}
    await executor().run({"next_action": "action_smalltalk", "tracker": tracker})
