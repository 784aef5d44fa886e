"""Slack's door as people use it, on the real server."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.channels.slack.payloads import (
    APP,
    BOT,
    TEAM,
    Payload,
    command,
    mentioned,
    moment,
    person,
    pressed,
    send,
    written,
)
from tests.channels.slack.platform import Message, Platform, buttons, shown
from tests.conftest import Server

PAIR = "retinol and glycolic acid together?"
WALK = "walk me through a clay mask and a niacinamide serum"
Ask = Callable[[Payload], Message]


@pytest.fixture
def ask(door: Server, platform: Platform) -> Ask:
    """Sends what somebody says and returns what is posted because of it."""

    def asked(payload: Payload) -> Message:
        before = len(platform.posted)
        reply = send(door.address, payload)
        assert (reply.status_code, reply.content) == (200, b"")
        platform.wait_for(lambda: len(platform.posted) > before)
        return platform.posted[before]

    return asked


def test_a_direct_message_is_answered_where_it_was_written(ask: Ask) -> None:
    user, channel = person()
    answer = ask(written(user, channel, PAIR))
    assert answer["channel"] == channel
    assert "thread_ts" not in answer
    assert "🗓️ Different days" in shown(answer)
    assert "on different days" in answer["text"]
    assert [button["value"] for button in buttons(answer)][:2] == ["Why?", "Says who?"]


def test_who_writes_in_a_thread_is_answered_there(ask: Ask) -> None:
    user, channel = person()
    thread = moment()
    assert ask(written(user, channel, PAIR, thread_ts=thread))["thread_ts"] == thread


def test_a_mention_is_answered_in_its_thread(ask: Ask) -> None:
    user, _ = person()
    ts = moment()
    answer = ask(mentioned(user, "C0LAN2Q65", PAIR, ts=ts))
    assert (answer["channel"], answer["thread_ts"]) == ("C0LAN2Q65", ts)
    assert "Different days" in shown(answer)
    later = ask(mentioned(user, "C0LAN2Q65", "why?", thread_ts=ts))
    assert later["thread_ts"] == ts
    assert "retinol" in later["text"].lower()


def test_each_thread_is_a_conversation_of_its_own(ask: Ask) -> None:
    user, _ = person()
    ts = moment()
    ask(mentioned(user, "C0LAN2Q66", WALK, ts=ts))
    assert "tep 2" not in ask(mentioned(user, "C0LAN2Q66", "next"))["text"]
    assert "tep 2" in ask(mentioned(user, "C0LAN2Q66", "next", thread_ts=ts))["text"]


def test_a_pressed_button_is_answered_with_what_it_said(ask: Ask, platform: Platform) -> None:
    user, channel = person()
    first = ask(written(user, channel, PAIR))
    row = first["blocks"][-1]
    answer = ask(pressed(user, channel, buttons(first)[0], row["block_id"], platform.hook()))
    assert shown(answer).startswith("Your choice: Why?")
    assert answer["channel"] == channel


def test_a_button_in_a_thread_goes_on_with_that_thread(ask: Ask, platform: Platform) -> None:
    user, _ = person()
    ts = moment()
    first = ask(mentioned(user, "C0LAN2Q67", WALK, ts=ts))
    row = first["blocks"][-1]
    answer = ask(pressed(user, "C0LAN2Q67", row["elements"][0], row["block_id"], platform.hook(), thread_ts=ts))
    assert answer["thread_ts"] == ts
    assert "tep 2" in answer["text"]


def test_the_command_is_answered_in_any_channel_for_all_to_see(door: Server, platform: Platform) -> None:
    user, _ = person()
    reply = send(door.address, command(user, "C0LAN2Q68", PAIR, platform.hook("asked")))
    assert reply.json() == {"response_type": "ephemeral", "text": f"Your question: {PAIR}"}
    (answer,) = platform.wait_for(lambda: [said for said in platform.responded if said["hook"] == "asked"])
    assert answer["response_type"] == "in_channel"
    assert shown(answer).startswith(f"Question: {PAIR}")
    assert "Different days" in shown(answer)
    assert not platform.said_in("C0LAN2Q68"), "the app need not be in the channel"
    row = answer["blocks"][-1]
    assert send(
        door.address, pressed(user, "C0LAN2Q68", row["elements"][0], row["block_id"], platform.hook("why"))
    ).ok
    (why,) = platform.wait_for(lambda: [said for said in platform.responded if said["hook"] == "why"])
    assert "renew" in why["text"] or "irritat" in why["text"]


def test_the_command_alone_says_what_can_be_asked(door: Server, platform: Platform) -> None:
    user, _ = person()
    assert send(door.address, command(user, "C0LAN2Q68", " ", platform.hook("help"))).ok
    (answer,) = platform.wait_for(lambda: [said for said in platform.responded if said["hook"] == "help"])
    assert "I answer questions about face masks" in answer["text"]


def test_a_week_comes_with_its_picture(door: Server, platform: Platform) -> None:
    user, channel = person()
    for text in ("I have glycolic acid, a clay mask and niacinamide", "plan my week"):
        assert send(door.address, written(user, channel, text)).ok
    (picture,) = platform.wait_for(lambda: [file for file in platform.uploaded if file["channel"] == channel])
    assert picture["title"] == "Your week"
    assert "Monday" in platform.said_in(channel)[1]["text"], "the words come first, and say the same"


def test_what_slack_escapes_is_read_as_it_was_typed(ask: Ask) -> None:
    user, channel = person()
    answer = ask(written(user, channel, "is retinol &amp; glycolic acid ok, <@U999> &lt;3 <http://a.example|a.example>"))
    assert "Different days" in shown(answer)


def test_two_people_know_nothing_of_each_other(ask: Ask) -> None:
    (one, ones), (other, others) = person(), person()
    ask(written(one, ones, WALK))
    assert "tep 2" not in ask(written(other, others, "next"))["text"]
    assert "tep 2" in ask(written(one, ones, "next"))["text"]


def test_forgetting_in_private_forgets_what_was_said_in_channels(door: Server, ask: Ask) -> None:
    user, channel = person()
    ask(mentioned(user, "C0LAN2Q69", "niacinamide and retinol?"))
    ask(written(user, channel, "I have dry skin"))
    assert conversations(door, user) == 2
    ask(written(user, channel, "forget me"))
    assert conversations(door, user) == 0


def conversations(door: Server, user: str) -> int:
    """How many conversations of a person are stored."""
    with sqlite3.connect(Path(door.log).parent / "lamella.db") as database:
        like = f"slack:{TEAM}.{user}%"
        return int(
            database.execute("select count(*) from conversation where sender_id like ?", (like,)).fetchone()[0]
        )


# What Slack sends more than once, late, or for nobody


@pytest.mark.parametrize("reason", ["http_timeout", "http_error", "connection_failed", "ssl_error", "unknown_error"])
def test_a_repeated_event_is_answered_once(door: Server, platform: Platform, reason: str) -> None:
    user, channel = person()
    event = written(user, channel, PAIR)
    assert send(door.address, event).status_code == 200
    platform.one_in(channel)
    for number in ("1", "2", "3"):
        again = {"X-Slack-Retry-Num": number, "X-Slack-Retry-Reason": reason}
        assert send(door.address, event, **again).status_code == 200
    time.sleep(0.3)
    platform.one_in(channel)


def test_fifty_copies_at_once_are_answered_once(door: Server, platform: Platform) -> None:
    user, channel = person()
    assert send(door.address, written(user, channel, WALK)).ok
    event = written(user, channel, "next")
    with ThreadPoolExecutor(50) as threads:
        statuses = list(threads.map(lambda _: send(door.address, event).status_code, range(50)))
    assert statuses == [200] * 50
    platform.wait_for(lambda: len(platform.said_in(channel)) > 1)
    assert send(door.address, written(user, channel, "next")).ok
    platform.wait_for(lambda: len(platform.said_in(channel)) > 2)
    assert [message["text"][:6] for message in platform.said_in(channel)][1:] == ["Step 2", "Step 3"]


def test_an_edit_or_a_second_event_about_a_message_changes_nothing(door: Server, platform: Platform) -> None:
    user, _ = person()
    first = mentioned(user, "C0LAN2Q70", PAIR)
    ts = first["event"]["ts"]
    edited = mentioned(user, "C0LAN2Q70", "and lactic acid?", ts=ts, edited={"user": user, "ts": moment()})
    as_message = written(user, "C0LAN2Q70", f"<@{BOT}> {PAIR}", ts=ts)
    for payload in (first, edited, as_message):
        assert send(door.address, payload).status_code == 200
    time.sleep(0.3)
    platform.one_in("C0LAN2Q70")


def test_events_that_come_in_the_wrong_order_are_each_answered(door: Server, platform: Platform) -> None:
    user, channel = person()
    older, younger = written(user, channel, "what is niacinamide?"), written(user, channel, PAIR)
    for payload in (younger, older):
        assert send(door.address, payload).ok
    platform.wait_for(lambda: len(platform.said_in(channel)) == 2)
    assert "iacinamide" in platform.said_in(channel)[1]["text"]


def test_what_is_not_said_to_the_bot_is_left_alone(door: Server, platform: Platform) -> None:
    user, channel = person()
    posted, calls = len(platform.posted), platform.calls
    url_button = {"type": "button", "action_id": "private", "url": "https://slack.com/app_redirect?app=A1"}
    for payload in (
        written(user, "C0LAN2Q71", PAIR),
        written(user, "C0LAN2Q71", PAIR, thread_ts=moment()),
        written(user, "G0LAN2Q71", PAIR, channel_type="mpim"),
        written(user, channel, PAIR, bot_id="B0LAN0Z89", app_id=APP),
        mentioned(user, "C0LAN2Q71", PAIR, bot_id="B999"),
        written(user, channel, "", subtype="message_changed", message={"text": PAIR}, hidden=True),
        written(user, channel, "", subtype="message_deleted", deleted_ts=moment(), hidden=True),
        written(user, "C0LAN2Q71", "<@U1> has joined the channel", subtype="channel_join"),
        event_of("app_home_opened", user=user, channel=channel, tab="messages"),
        event_of("member_joined_channel", user=BOT, channel="C0LAN2Q71", channel_type="C", team=TEAM),
        event_of("reaction_added", user=user, reaction="thumbsup", item={"type": "message"}),
        event_of("tokens_revoked", tokens={"oauth": [], "bot": [BOT]}),
        {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1518467820, "api_app_id": APP},
        {"type": "view_submission", "user": {"id": user}, "view": {"id": "V1"}},
        {"type": "shortcut", "callback_id": "x", "trigger_id": "1.2.3", "user": {"id": user}},
        {"type": "something_new"},
        {},
        pressed(user, channel, url_button, "say", platform.hook()),
        pressed(user, channel, {"type": "button", "value": "Why?"}, "another_apps", platform.hook()),
    ):
        reply = send(door.address, payload)
        assert (reply.status_code, reply.content) == (200, b""), payload
    time.sleep(0.3)
    assert (len(platform.posted), platform.calls) == (posted, calls)


def event_of(kind: str, **fields: object) -> Payload:
    """An event of another kind."""
    found = written("U1", "D1", "")
    found["event"] = {"type": kind, "event_ts": moment(), **fields}
    return found


def test_slack_is_shown_that_the_address_is_ours(door: Server) -> None:
    challenge = {"token": "XXYYZZ", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
    reply = send(door.address, {**challenge, "type": "url_verification"})
    assert (reply.status_code, reply.json()) == (200, {"challenge": challenge["challenge"]})
