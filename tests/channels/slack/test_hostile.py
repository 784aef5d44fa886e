"""What ill will and bad luck send to Slack's door: the right status, the right effect, others served."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from tests.channels.slack.payloads import (
    SECRET,
    Payload,
    body,
    command,
    mentioned,
    person,
    pressed,
    send,
    signature,
    written,
)
from tests.channels.slack.platform import TOKEN, Platform, shown
from tests.conftest import Server

PAIR = "retinol and glycolic acid together?"


@pytest.fixture(autouse=True)
def others_are_served(door: Server, platform: Platform) -> Iterator[None]:
    """Whatever was sent: the server stands, another person is answered, and no call broke a limit."""
    yield
    user, channel = person()
    assert send(door.address, written(user, channel, PAIR)).status_code == 200
    assert "Different days" in shown(platform.one_in(channel))
    assert door.process.poll() is None
    assert platform.wrong == []


def code(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


# Forged and replayed


def test_forged_requests_are_refused_and_take_no_turn(door: Server, platform: Platform) -> None:
    user, channel = person()
    raw = body(written(user, channel, PAIR))
    now = int(time.time())
    good = signature(raw, now)
    for headers in (
        {"X-Slack-Signature": ""},
        {"X-Slack-Signature": good["X-Slack-Signature"][:-1] + "x"},
        {"X-Slack-Signature": good["X-Slack-Signature"].upper()},
        {"X-Slack-Signature": "v0=é"},
        signature(raw, now, "0" * 32),
        signature(raw + b" ", now),
        {"X-Slack-Request-Timestamp": str(now + 1)},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "²"},
        {"X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Request-Timestamp": "-1"},
        signature(raw, "1e9"),
    ):
        encoded = {name: value.encode("utf-8") for name, value in {**good, **headers}.items()}
        address = f"{door.address}/webhooks/slack/webhook"
        reply = requests.post(address, data=raw, headers=encoded, timeout=10)
        assert code(reply) == (401, "not_the_platform"), headers
    bare = requests.post(f"{door.address}/webhooks/slack/webhook", data=raw, timeout=10)
    assert code(bare) == (401, "not_the_platform")
    time.sleep(0.2)
    assert not platform.said_in(channel)


def test_a_signature_holds_for_five_minutes(door: Server, platform: Platform) -> None:
    user, channel = person()
    raw = body(written(user, channel, PAIR))
    for age in (301, -301, 3600):
        assert code(send(door.address, raw, **signature(raw, int(time.time()) - age))) == (401, "not_the_platform")
    assert not platform.said_in(channel)
    assert send(door.address, raw, **signature(raw, int(time.time()) - 290)).status_code == 200
    platform.one_in(channel)


def test_a_replayed_request_moves_nothing(door: Server, platform: Platform) -> None:
    user, channel = person()
    assert send(door.address, written(user, channel, "walk me through a clay mask")).ok
    raw = body(written(user, channel, "next"))
    headers = signature(raw, int(time.time()))
    for _ in range(5):
        assert send(door.address, raw, **headers).status_code == 200
    assert send(door.address, written(user, channel, "next")).ok
    platform.wait_for(lambda: len(platform.said_in(channel)) == 3)
    assert "tep 3" in platform.said_in(channel)[2]["text"]


def test_the_certificate_check_lets_nothing_in(door: Server, platform: Platform) -> None:
    user, channel = person()
    unsigned = {"X-Slack-Signature": "v0=0"}
    assert send(door.address, b"ssl_check=1&token=XXYYZZ", **unsigned).status_code == 200
    hidden = json.dumps(pressed(user, channel, {"value": PAIR}, "say", platform.hook()))
    fields = urlencode(command(user, "C0LAN2Q99", PAIR, platform.hook("smuggled")))
    for smuggled in (f"ssl_check=1&{fields}", f"ssl_check=1&{urlencode({'payload': hidden})}"):
        reply = send(door.address, smuggled.encode(), **unsigned)
        assert (reply.status_code, reply.content) == (200, b"")
    assert code(send(door.address, b"ssl_check=0", **unsigned)) == (401, "not_the_platform")
    time.sleep(0.3)
    assert not platform.said_in(channel)
    assert not [said for said in platform.responded if said["hook"] == "smuggled"]


# Malformed


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"{}x", b'{"type": NaN,}', b"payload=%7B", b"payload=[]", b'{"a":' * 20_000, b"\x00"],
)
def test_what_is_no_request_gets_400(door: Server, raw: bytes) -> None:
    reply = send(door.address, raw)
    assert code(reply) == (400, "bad_request"), raw[:20]


def test_bytes_that_are_no_text_are_refused(door: Server) -> None:
    raw = b'{"type": "\xff\xfe"}'
    assert code(send(door.address, raw)) == (401, "not_the_platform")


def test_a_megabyte_is_not_read(door: Server) -> None:
    assert code(send(door.address, b"x" * 300_000)) == (413, "too_large")
    for raw in (b"x" * 1_000_000, b'{"a": "' + b"x" * 2_000_000):
        with suppress(requests.ConnectionError):  # The server hangs up on what is far too long.
            assert send(door.address, raw).status_code == 413


def test_endless_and_empty_messages_get_a_kind_word(door: Server, platform: Platform) -> None:
    for text, says in (("x" * 5000, "That is a lot at once"), ("", "I got an empty message")):
        user, channel = person()
        assert send(door.address, written(user, channel, text)).status_code == 200
        assert platform.one_in(channel)["text"].startswith(says)


@pytest.mark.parametrize(
    "text", ["/restart", '/greet{"thing": "retinol"}', "//session_start", '  /tell{"a": 1}', "/ask_which", "/back"]
)
def test_commands_of_rasa_are_read_as_text(door: Server, platform: Platform, text: str) -> None:
    user, channel = person()
    assert send(door.address, written(user, channel, "walk me through a clay mask")).ok
    for payload in (
        written(user, channel, text),
        pressed(user, channel, {"type": "button", "value": text}, "say", platform.hook()),
        written(user, channel, "next"),
    ):
        assert send(door.address, payload).status_code == 200
    platform.wait_for(lambda: len(platform.said_in(channel)) == 4)
    assert "tep 2" in platform.said_in(channel)[3]["text"], "it went on: nothing was restarted"


def test_what_somebody_writes_calls_nobody(door: Server, platform: Platform) -> None:
    user, channel = person()
    owns = "I own a serum called &lt;!channel&gt; *sale* &lt;https://evil.example|click&gt; retinol serum"
    for text in (owns, "what do you know about me?", owns.replace("I own", "what is"), "plan my week"):
        assert send(door.address, written(user, channel, text)).ok
    platform.wait_for(lambda: len(platform.said_in(channel)) == 4)
    assert send(door.address, command(user, "C0LAN2Q98", "<!channel> &lt;!here&gt; ok?", platform.hook("loud"))).json()[
        "text"
    ] == "Your question: &lt;!here&gt; ok?"
    platform.wait_for(lambda: [said for said in platform.responded if said["hook"] == "loud"])


# Floods


def test_a_flood_is_slowed_down_and_told_so_once(door: Server, platform: Platform) -> None:
    user, channel = person()
    statuses = Counter(send(door.address, written(user, channel, "hello")).status_code for _ in range(70))
    assert statuses == {200: 70}, "Slack would repeat what is refused"
    time.sleep(0.5)
    said = Counter(message["text"][:18] for message in platform.said_in(channel))
    slowed = said["That was a lot in "]
    assert 1 <= slowed <= 2, "at most once in a minute"
    assert 30 <= sum(said.values()) - slowed <= 60
    reply = send(door.address, command(user, "C0LAN2Q97", "hello", platform.hook("flood")))
    assert reply.json()["text"].startswith("That was a lot in a short time"), "however they ask"


def test_threads_and_channels_are_counted_together(door: Server, platform: Platform) -> None:
    user, _ = person()
    for number in range(65):
        assert send(door.address, mentioned(user, f"C1LAN2Q{number:02}", "hello")).ok
    time.sleep(0.5)
    answered = [
        said
        for number in range(65)
        for said in platform.said_in(f"C1LAN2Q{number:02}")
        if not said["text"].startswith("That was a lot")
    ]
    assert 30 <= len(answered) <= 60


# Slack itself in trouble


@pytest.mark.parametrize(
    ("status", "said", "headers"),
    [
        (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}),
        (200, {"ok": False, "error": "ratelimited"}, {}),
        (500, {}, {}),
        (503, {}, {"Retry-After": "1"}),
        (200, {"ok": False, "error": "internal_error"}, {}),
        (200, {"ok": False, "error": "fatal_error"}, {}),
    ],
)
def test_a_slack_that_is_busy_gets_it_later_and_once(
    door: Server, platform: Platform, status: int, said: dict[str, Any], headers: dict[str, str]
) -> None:
    user, channel = person()
    platform.answers.append((status, said, headers))
    assert send(door.address, written(user, channel, PAIR)).status_code == 200
    platform.one_in(channel)
    time.sleep(0.5)
    platform.one_in(channel)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("not_in_channel", "invite the app"),
        ("channel_not_found", "the channel is gone"),
        ("is_archived", "the channel is archived"),
        ("account_inactive", "the app was taken out"),
        ("invalid_auth", "LAMELLA_SLACK_TOKEN is not valid"),
    ],
)
def test_what_slack_never_takes_is_given_up_and_the_owner_told_why(
    door: Server, platform: Platform, error: str, advice: str
) -> None:
    user, channel = person()
    platform.answers.append((200, {"ok": False, "error": error}, {}))
    assert send(door.address, written(user, channel, "hello")).status_code == 200
    assert send(door.address, written(user, channel, PAIR)).status_code == 200
    assert "Different days" in shown(platform.one_in(channel)), "what comes after is not held up"
    assert f"{error} ({advice}" in door.log.read_text()


def test_a_slack_that_never_answers_keeps_nobody_else_waiting(door: Server, platform: Platform) -> None:
    user, channel = person()
    platform.silent_in.add(channel)
    began = time.monotonic()
    assert send(door.address, written(user, channel, PAIR)).status_code == 200
    assert time.monotonic() - began < 3, "Slack waits for three seconds"
    other, others = person()
    assert send(door.address, written(other, others, PAIR)).status_code == 200
    platform.wait_for(lambda: platform.said_in(others), seconds=3)
    platform.silent_in.discard(channel)


def test_an_address_for_answers_that_is_not_slacks_is_not_called(door: Server, platform: Platform) -> None:
    user, _ = person()
    for elsewhere in ("http://127.0.0.1:1/", "https://hooks.slack.com.evil.example/x", "file:///etc/passwd", "x"):
        assert send(door.address, command(user, "C0LAN2Q96", PAIR, elsewhere)).status_code == 200
    platform.wait_for(lambda: door.log.read_text().count("the address for the answer is not Slack's") == 4)


# Fuzz


def test_a_thousand_random_bodies_break_nothing(door: Server, platform: Platform) -> None:
    drawn = random.Random(2026)
    statuses: Counter[int] = Counter()
    with requests.Session() as line:
        for number in range(1000):
            raw = mutated(drawn, number, platform)
            headers = {"Content-Type": drawn.choice(("application/json", "application/x-www-form-urlencoded", "x"))}
            address = f"{door.address}/webhooks/slack/webhook"
            signed = signature(raw, int(time.time()))
            reply = line.post(address, data=raw, headers={**headers, **signed}, timeout=30)
            assert reply.status_code < 500, (raw[:400], reply.text[:300])
            assert "Traceback" not in reply.text
            statuses[reply.status_code] += 1
    assert set(statuses) <= {200, 400, 401}
    assert statuses[200] > 500, statuses
    assert statuses[400] > 20, statuses


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, "", " ", "\x00", "\ud800", "😀" * 50, "/restart", "x" * 5000, [], {}, [[]]),
    *({"id": "1"}, "\u202e", "%s%n", "../../etc/passwd", "<script>", "<!channel>", "' OR 1=1 --", 2**70, ["text"]),
    *("U1\n", "message_changed", "block_actions", "event_callback", "D1", "1.1", {"type": "message"}),
)


def mutated(drawn: random.Random, number: int, platform: Platform) -> bytes:
    """A real body with some of it changed, as a value or as bytes."""
    user, channel = f"UF{number // 12:06}", f"DF{number // 12:06}"
    text = drawn.choice((PAIR, "next", "walk me through a clay mask", "I own Retinol <b>", "my skin burns", "hello"))
    found = drawn.choice(
        (
            lambda: written(user, channel, text),
            lambda: mentioned(user, "C0FUZZ", text),
            lambda: pressed(user, channel, {"type": "button", "value": text}, "say", platform.hook()),
            lambda: command(user, "C0FUZZ", text, platform.hook()),
        )
    )()
    for _ in range(drawn.choice((0, 1, 1, 2, 3))):
        change(drawn, found)
    raw = bytearray(body(found) if found else b"{}")
    if drawn.random() < 0.3:
        for _ in range(drawn.randrange(1, 5)):
            at = drawn.randrange(len(raw) + 1)
            raw[at : at + drawn.randrange(4)] = drawn.randbytes(drawn.randrange(3))
    return bytes(raw)


def change(drawn: random.Random, found: Payload) -> None:
    """Changes something somewhere in a payload: takes it out, or puts something odd there."""
    node: Any = found
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = drawn.choice(keys)
        inner = node[key]
        if isinstance(inner, (dict, list)) and inner and drawn.random() < 0.75:
            node = inner
            continue
        if drawn.random() < 0.4:
            del node[key]
        else:
            node[key] = drawn.choice(ODD)
        return


# What is left behind


def test_the_log_holds_neither_words_nor_people_nor_secrets(door: Server, platform: Platform) -> None:
    """Runs last in this file: whatever was sent above, ill-formed or well, is not in the log."""
    user, channel = person()
    for text in ("my zqwxrash itches", '/zqwxrash{"a": 1}', "zqwxrash" * 600):
        assert send(door.address, written(user, channel, text)).ok
    send(door.address, written(user, channel, "zqwxrash"), **{"X-Slack-Signature": "v0=0"})
    platform.answers.append((200, {"ok": False, "error": "channel_not_found", "text": "zqwxrash"}, {}))
    assert send(door.address, written(user, channel, "zqwxrash?")).ok
    time.sleep(0.5)
    log = door.log.read_text()
    assert not [found for found in ("zqwxrash", user, channel, TOKEN, SECRET, "/hooks/") if found in log]
    assert "Traceback" not in log
