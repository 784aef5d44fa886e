"""The overrides of Rasa's internals: another Rasa underneath is noticed, and each does what it is for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import rasa
import rasa.server
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.framework import install
from bot.framework.in_process_actions import IN_PROCESS
from bot.framework.install import digests
from bot.settings import SettingsError
from tests.conftest import ROOT


def test_the_replaced_internals_are_those_that_were_read() -> None:
    assert rasa.__version__ == "3.6.21"
    assert digests() == {
        "DaskGraphRunner.run": "45f0f52f574f3aa9",
        "EndpointConfig.request": "ccdb778aed8208e2",
        "RemoteAction._validate_action_result": "f8cdb4be68123961",
        "RemoteAction.run": "ccabf6f1160d527a",
        "RulePolicy._get_possible_keys": "2915fd81711e194c",
        "RulePolicy._is_rule_applicable": "64a108b016b46e57",
        "console.record_messages": "fc840eb6c2689eee",
        "number_of_sanic_workers": "b44aeb867dc8b11a",
        "rasa.server.add_root_route": "acc5f7c278af32f8",
        "rasa.server.configure_cors": "4eb39526bd4aa4a9",
        "rasa.server.create_app": "3f241a21aeb8f727",
        "sanic.serve": "1588e933e436c5c3",
        "sanic.serve_multiple": "21e61cf242a9aa90",
    }


def test_the_http_api_is_not_opened_without_a_token() -> None:
    install()
    with pytest.raises(SettingsError, match="--auth-token"):
        rasa.server.create_app()
    assert "/model" in {f"/{route.path}" for route in rasa.server.create_app(auth_token="a token").router.routes}


def test_an_action_server_is_for_this_machine() -> None:
    started = "import rasa_sdk.endpoint as e; e.Sanic.run = lambda app, host, *_, **__: print(host); e.run('actions')"
    without = {name: value for name, value in os.environ.items() if name != "SANIC_HOST"}
    told = subprocess.run([sys.executable, "-c", started], cwd=ROOT, env=without, capture_output=True, text=True)
    assert told.stdout.split()[-1] == "127.0.0.1", told.stderr


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
