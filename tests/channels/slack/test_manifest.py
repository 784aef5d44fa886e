"""The app's manifest agrees with the door: its addresses, what it listens to, and what it may do."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
import yaml
from sanic import Sanic

from bot.channels import settings
from bot.channels.slack import SlackChannel, web
from bot.channels.slack.reading import heard
from bot.channels.slack.settings import read_slack
from tests.channels.slack.payloads import command, mentioned, person, pressed, written
from tests.conftest import ROOT

NEEDS = {"chat_postMessage": "chat:write", "files_upload_v2": "files:write"}
"""The scope of each method, as docs.slack.dev says under “Required scopes”."""
HEARS = {"app_mention": "app_mentions:read", "message.im": "im:history"}
"""The scope of each event."""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "deploy/slack-manifest.yml").read_text()))


def addresses(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [found for child in node.values() for found in addresses(child)]
    if isinstance(node, list):
        return [found for child in node for found in addresses(child)]
    return [node] if isinstance(node, str) and node.startswith("https://") else []


async def silent(message: object) -> None:
    """Takes a message and says nothing."""


def test_its_addresses_are_the_doors(manifest: dict[str, Any]) -> None:
    secrets = {"LAMELLA_SLACK_TOKEN": "xoxb-12345678", "LAMELLA_SLACK_SIGNING_SECRET": "0" * 32}
    channel = SlackChannel(settings.read({}), read_slack(secrets))
    app = Sanic("manifest")
    app.blueprint(channel.blueprint(silent), url_prefix=f"/webhooks/{channel.name()}")
    (route,) = app.router.routes_all.values()
    found = addresses(manifest)
    assert len(found) == 3
    assert set(found) == {f"https://chat.example/{route.path}"}


def test_it_may_do_what_the_door_does_and_nothing_else(manifest: dict[str, Any]) -> None:
    used = set(re.findall(r"\b(chat_\w+|files_\w+|conversations_\w+|users_\w+)\(", inspect.getsource(web)))
    assert used == set(NEEDS)
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(events) == set(HEARS)
    needed = {NEEDS[name] for name in used} | {HEARS[name] for name in events} | {"commands"}
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(needed)


def test_what_it_listens_to_is_heard(manifest: dict[str, Any]) -> None:
    user, channel = person()
    name = manifest["features"]["slash_commands"][0]["command"]
    button = {"type": "button", "value": "Why?"}
    assert heard(written(user, channel, "hi")) is not None
    assert heard(mentioned(user, "C1", "hi")) is not None
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert heard(pressed(user, channel, button, "say", "https://hooks.slack.com/1")) is not None
    given = command(user, "C1", "hi", "https://hooks.slack.com/1")
    assert given["command"] == name
    assert heard(given) is not None


def test_people_can_write_to_it(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]


class Asked(dict[str, str]):
    """An environment in which nothing is set, and that notes what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.append(name)
        return default


def test_the_guide_names_every_setting() -> None:
    environment = Asked()
    assert read_slack(environment) is None
    assert len(environment.names) == 5
    told = (ROOT / "docs/slack.md").read_text()
    assert not [name for name in environment.names if f"| `{name}` |" not in told]
