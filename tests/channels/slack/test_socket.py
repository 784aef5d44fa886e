"""Socket Mode: the server connects to Slack, on the real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.channels.slack.payloads import Payload, command, mentioned, moment, person, pressed, written
from tests.channels.slack.platform import APP_TOKEN, TOKEN, Platform, shown, standing_in
from tests.conftest import Server, running

PAIR = "retinol and glycolic acid together?"


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with standing_in() as platform:
        yield platform


@pytest.fixture(scope="module")
def connected(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, which has no address for Slack."""
    socket_mode = {
        "LAMELLA_SLACK_TOKEN": TOKEN,
        "LAMELLA_SLACK_APP_TOKEN": APP_TOKEN,
        "LAMELLA_SLACK_SOCKET_MODE": "true",
        "LAMELLA_SLACK_API": platform.api,
    }
    with running(tmp_path_factory.mktemp("socket"), **socket_mode) as server:
        yield server


def push(platform: Platform, kind: str, payload: Payload | Any, name: str = "") -> str:
    """Sends an envelope as Slack does and returns its id."""
    name = name or f"envelope-{moment()}"
    sent = {"envelope_id": name, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"}
    platform.push({**sent, "retry_attempt": 0, "retry_reason": ""})
    return name


def test_what_comes_over_the_socket_is_answered_and_then_acknowledged(connected: Server, platform: Platform) -> None:
    user, channel = person()
    name = push(platform, "events_api", written(user, channel, PAIR))
    answer = platform.one_in(channel)
    assert "Different days" in shown(answer)
    assert platform.wait_for(lambda: name in platform.acknowledged)
    row = answer["blocks"][-1]
    push(platform, "interactive", pressed(user, channel, row["elements"][0], row["block_id"], platform.hook()))
    platform.wait_for(lambda: len(platform.said_in(channel)) == 2)
    ts = moment()
    push(platform, "events_api", mentioned(user, "C0LAN2Q65", PAIR, ts=ts))
    assert platform.one_in("C0LAN2Q65")["thread_ts"] == ts


def test_the_command_gets_its_word_with_the_acknowledgement(connected: Server, platform: Platform) -> None:
    user, _ = person()
    name = push(platform, "slash_commands", command(user, "C0LAN2Q66", PAIR, platform.hook("socket")))
    platform.wait_for(lambda: [said for said in platform.responded if said["hook"] == "socket"])
    platform.wait_for(lambda: name in platform.acknowledged)
    assert platform.acknowledged[name] == {"response_type": "ephemeral", "text": f"Your question: {PAIR}"}


def test_an_envelope_that_comes_again_is_answered_once(connected: Server, platform: Platform) -> None:
    user, channel = person()
    event = written(user, channel, PAIR)
    for name in ("first", "second"):
        push(platform, "events_api", event, name)
        platform.wait_for(lambda name=name: name in platform.acknowledged)
    platform.one_in(channel)


def test_envelopes_for_nobody_are_acknowledged(connected: Server, platform: Platform) -> None:
    posted = len(platform.posted)
    for payload in ({}, {"type": "event_callback", "event": "x"}, {"type": "view_closed"}, "x"):
        name = push(platform, "events_api", payload)
        platform.wait_for(lambda name=name: name in platform.acknowledged)
    assert len(platform.posted) == posted


def test_without_a_signing_secret_there_is_no_address(connected: Server) -> None:
    assert requests.post(f"{connected.address}/webhooks/slack/webhook", json={}, timeout=10).status_code == 404


def test_a_socket_that_breaks_is_opened_again(connected: Server, platform: Platform) -> None:
    platform.wait_for(lambda: platform.sockets)
    before = len(platform.sockets)
    platform.refuses_sockets = True
    platform.cut()
    trouble = "The connection to Slack has trouble, and is tried again"
    platform.wait_for(lambda: trouble in connected.log.read_text(), seconds=60)
    platform.refuses_sockets = False
    platform.wait_for(lambda: len(platform.sockets) > before, seconds=60)
    user, channel = person()
    push(platform, "events_api", written(user, channel, PAIR))
    platform.one_in(channel)
    log = connected.log.read_text()
    assert "opensesame" not in log, "who knows the socket's address can listen"
    assert "Traceback" not in log
    assert APP_TOKEN not in log
