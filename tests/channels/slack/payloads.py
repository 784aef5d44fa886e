"""Requests as Slack sends them; the shapes are those of docs.slack.dev."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

import requests

SECRET = "8f742231b10e8888abcd99fffeee85a5"
TEAM, APP, BOT = "T061EG9R6", "A0PNCHHK2", "U0LAN0Z89"
_count = itertools.count(1)

Payload = dict[str, Any]


def person() -> tuple[str, str]:
    """The ids of somebody new, and of their direct messages with the bot."""
    number = next(_count)
    return f"U{number:08}", f"D{number:08}"


def moment() -> str:
    """The time of a new message."""
    return f"1515449522.{next(_count):06}"


def event(inner: Payload) -> Payload:
    """The envelope of an event."""
    number = next(_count)
    return {
        "token": "XXYYZZ",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{number:09}",
        "event_time": 1515449522,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{number}",
    }


def written(user: str, channel: str, text: str, **more: Any) -> Payload:
    """A message event; direct where the channel is one."""
    ts = more.pop("ts", None) or moment()
    return event(
        {
            "user": user,
            "type": "message",
            "ts": ts,
            "client_msg_id": f"8f4c1d2e-{ts}",
            "text": text,
            "team": TEAM,
            "blocks": [
                {
                    "type": "rich_text",
                    "block_id": "Q5fT+",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
                }
            ],
            "channel": channel,
            "event_ts": ts,
            "channel_type": "im" if channel.startswith("D") else "channel",
            **more,
        }
    )


def mentioned(user: str, channel: str, text: str, **more: Any) -> Payload:
    """A mention of the bot in a channel."""
    found = written(user, channel, f"<@{BOT}> {text}", **more)
    found["event"]["type"] = "app_mention"
    del found["event"]["channel_type"]
    return found


def pressed(user: str, channel: str, button: Payload, block_id: str, hook: str, **message: str) -> Payload:
    """A pressed button of one of the bot's messages."""
    number = next(_count)
    ts = message.get("ts") or moment()
    return {
        "type": "block_actions",
        "user": {"id": user, "username": "ann", "name": "ann", "team_id": TEAM},
        "api_app_id": APP,
        "token": "XXYYZZ",
        "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
        "trigger_id": f"12466734323.1395872398.{number:032x}",
        "team": {"id": TEAM, "domain": "shop"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "directmessage" if channel.startswith("D") else "general"},
        "message": {"type": "message", "user": BOT, "bot_id": "B0LAN0Z89", "ts": ts, "text": "…", **message},
        "state": {"values": {}},
        "response_url": hook,
        "actions": [{**button, "block_id": block_id, "action_ts": moment()}],
    }


def command(user: str, channel: str, text: str, hook: str) -> Payload:
    """The fields of the slash command's form."""
    number = next(_count)
    return {
        "token": "XXYYZZ",
        "team_id": TEAM,
        "team_domain": "shop",
        "channel_id": channel,
        "channel_name": "directmessage" if channel.startswith("D") else "general",
        "user_id": user,
        "user_name": "ann",
        "command": "/skincare",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": hook,
        "trigger_id": f"13345224609.738474920.{number:032x}",
    }


def body(payload: Payload) -> bytes:
    """A request's body: events are JSON, what is pressed is a form with JSON in it, a command is a form."""
    if payload.get("type") == "block_actions":
        return urlencode({"payload": json.dumps(payload)}).encode()
    if "command" in payload:
        return urlencode(payload, errors="replace").encode()
    return json.dumps(payload).encode()


def signature(sent: bytes, stamp: int | str, secret: str = SECRET) -> dict[str, str]:
    """The headers by which Slack signs."""
    digest = hmac.new(secret.encode(), b"v0:" + str(stamp).encode() + b":" + sent, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(stamp), "X-Slack-Signature": f"v0={digest}"}


def send(address: str, sent: Payload | bytes, **headers: str) -> requests.Response:
    """One request to the door of the server at an address, signed unless the headers say otherwise."""
    raw = sent if isinstance(sent, bytes) else body(sent)
    kind = "application/json" if raw.startswith(b"{") else "application/x-www-form-urlencoded"
    signed = signature(raw, int(time.time()))
    return requests.post(
        f"{address}/webhooks/slack/webhook",
        data=raw,
        headers={"Content-Type": kind, "User-Agent": "Slackbot 1.0", **signed, **headers},
        timeout=30,
    )
