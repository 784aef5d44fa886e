"""The overrides of Rasa's internals: another Rasa underneath is noticed, and each does what it is for."""

from __future__ import annotations

import pytest
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.framework import install
from bot.framework.in_process_actions import IN_PROCESS
from bot.framework.install import digests


def test_the_replaced_internals_are_those_that_were_read() -> None:
    assert rasa.__version__ == "3.6.21"
    assert digests() == {
        "EndpointConfig.request": "ccdb778aed8208e2",
        "RemoteAction._validate_action_result": "f8cdb4be68123961",
        "RemoteAction.run": "ccabf6f1160d527a",
        "rasa.server.add_root_route": "acc5f7c278af32f8",
        "rasa.server.configure_cors": "4eb39526bd4aa4a9",
    }


def test_installing_twice_changes_nothing() -> None:
    install()
    before = EndpointConfig.request
    install()
    assert EndpointConfig.request is before


async def test_an_action_runs_in_process() -> None:
    install()
    call = {
        "next_action": "action_smalltalk",
        "tracker": {"sender_id": "s", "latest_message": {"questions": [{"kind": "greet"}]}, "slots": {}, "events": []},
    }
    result = await EndpointConfig(IN_PROCESS).request(json=call)
    assert result["responses"][0]["answer"]["kind"] == "greet"


async def test_any_other_endpoint_is_still_called_over_http(monkeypatch: pytest.MonkeyPatch) -> None:
    install()
    with pytest.raises(Exception, match=r"127\.0\.0\.1"):
        await EndpointConfig("http://127.0.0.1:9/webhook").request(json={})


def test_results_of_an_action_server_are_still_validated() -> None:
    install()
    wrong = {"events": "none"}
    with pytest.raises(Exception, match="Failed to validate"):
        RemoteAction("action_x", EndpointConfig("http://127.0.0.1:9/"))._validate_action_result(wrong)
    assert RemoteAction("action_x", EndpointConfig(IN_PROCESS))._validate_action_result(wrong)
