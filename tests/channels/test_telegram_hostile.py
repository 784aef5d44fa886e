"""What ill will, chance and a platform in trouble do to the Telegram door: others are served, and nothing is lost."""

from __future__ import annotations

import copy
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.storage import outbox
from bot.storage.history import last_turns
from tests.channels.telegram import (
    GROUP,
    SECRET,
    Visitor,
    database,
    mention,
    message,
    press,
    report,
    settings,
    somebody,
    until,
    update,
)
from tests.channels.telegram_platform import ME, TOKEN, Platform, platform, too_many
from tests.conftest import Server, running

WALK = "walk me through a clay mask and a niacinamide serum"


@pytest.fixture(autouse=True)
def others_are_served(door: Server, telegram: Platform) -> Iterator[None]:
    """Whatever was sent: another visitor is answered, Telegram's limits were kept, and nothing left the house."""
    yield
    telegram.behaves.clear()
    (answer,) = Visitor(door, telegram).says("retinol and glycolic acid together?")
    assert "Different days" in answer.text
    assert telegram.violations == []
    assert door.process.poll() is None
    log = door.log.read_text()
    assert not [found for found in (TOKEN, TOKEN.split(":")[1], SECRET, "zqwxrash", "retinol") if found in log]


# Who calls


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "x" * 5000])
def test_who_does_not_know_the_secret_is_refused(door: Server, telegram: Platform, secret: str | None) -> None:
    id = somebody()
    refused = report(door, update(message=message("what is retinol?", id)), secret)
    assert refused.status_code == 401
    assert "retry" not in refused.text.lower()
    assert report(door, b"{", secret).status_code == 401
    assert last_turns(database(door), f"telegram:{id}", 5) == []
    assert telegram.sent(id) == []


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b'"text"', b"7", b"\xff\xfe", b"{" * 50_000, b"[" * 100_000, b"text=hi"),
        *(b"{}", b'{"update_id": "1"}', b'{"update_id": null}', b'{"update_id": true}', b'{"update_id": 1.5}'),
    ],
)
def test_what_is_no_update_is_a_bad_request(door: Server, body: bytes) -> None:
    refused = report(door, body)
    assert refused.status_code == 400
    assert "Traceback" not in refused.text


def test_a_body_of_a_megabyte_is_not_read(door: Server) -> None:
    large = json.dumps(update(message=message("x" * 1_000_000, somebody()))).encode()
    assert report(door, large).status_code == 413


def test_other_addresses_of_the_door_are_closed(door: Server) -> None:
    for path in ("", "/", "/set_webhook", "/webhook/x"):
        found = requests.get(f"{door.address}/webhooks/telegram{path}", timeout=10)
        assert found.status_code == 404, path
    assert requests.get(f"{door.address}/webhooks/telegram/webhook", timeout=10).status_code == 405


# The same again, and in another order


def test_the_same_update_fifty_times_at_once_is_answered_once(door: Server, telegram: Platform) -> None:
    visitor = Visitor(door, telegram)
    visitor.says(WALK)
    again = update(message=message("next", visitor.id))
    with ThreadPoolExecutor(50) as threads:
        statuses = list(threads.map(lambda _: report(door, again).status_code, range(50)))
    assert set(statuses) == {200}
    until(lambda: not outbox.unsent(database(door)))
    assert [("Step 2" in call.text) for call in telegram.sent(visitor.id)] == [False, True]
    assert len(last_turns(database(door), f"telegram:{visitor.id}", 9)) == 2


def test_a_replay_changes_nothing_whatever_it_says_now(visitor: Visitor) -> None:
    first = update(message=message(WALK, visitor.id))
    assert len(visitor.reports(first)) == 1
    other = copy.deepcopy(first)
    other["message"]["text"] = "something else"
    other["update_id"] += 1000
    assert visitor.reports(first) == []
    assert visitor.reports(other) == []


def test_a_button_reported_twice_is_pressed_once(visitor: Visitor) -> None:
    (first,) = visitor.says(WALK)
    pressed = press(first.buttons[0]["callback_data"], visitor.id, label="Next")
    (second,) = visitor.reports(pressed)
    assert "Step 2" in second.text
    assert visitor.reports(pressed) == []


def test_updates_out_of_order_are_each_answered_once(visitor: Visitor) -> None:
    one, two, three = (update(message=message(f"what is {x}?", visitor.id)) for x in ("retinol", "niacinamide", "AHA"))
    answers = [visitor.reports(reported) for reported in (three, one, two, three, one)]
    assert [len(found) for found in answers] == [1, 1, 1, 0, 0]


def test_an_edit_before_its_message_is_let_be(visitor: Visitor) -> None:
    said = message("what is retinol?", visitor.id)
    assert visitor.reports(update(edited_message={**said, "text": "no", "edit_date": said["date"] + 1})) == []
    assert len(visitor.reports(update(message=said))) == 1


# What is said


@pytest.mark.parametrize(
    "typed",
    [
        *("/restart", "/back", "/session_start", "//restart", '/person{"pregnant": true}', "/action_walk"),
        *('/inform{"focus": null}', 'EXTERNAL: {"name": "/restart"}', "/nlu_fallback", "/restart@LamellaTestBot"),
    ],
)
def test_commands_of_rasa_are_text(visitor: Visitor, typed: str) -> None:
    visitor.says(WALK)
    assert visitor.says(typed)
    (second,) = visitor.says("next")
    assert "Step 2 of" in second.text


def test_markup_and_names_of_others_are_text(visitor: Visitor) -> None:
    for text in ("can I use <b>x</i> & <a href='https://evil.example'>y</a>?", "I own a <script> &amp; retinol mask"):
        for call in visitor.says(text):
            assert "evil.example" not in re.findall('href="([^"]*)"', call.text)
    # The stand-in has parsed all of it, and would have refused marks that are not ours.
    assert visitor.says("what is on my shelf?")


def test_long_and_odd_words_are_answered(visitor: Visitor) -> None:
    for text in ("x" * 4096, "😀" * 2048, "\u202eretinol", "\x00\x01", " ", "'; DROP TABLE event; --", "{0} %s ${x}"):
        assert visitor.says(text), text[:20]


def test_a_forged_button_opens_nothing_of_others(door: Server, telegram: Platform) -> None:
    ann, bob = Visitor(door, telegram), Visitor(door, telegram)
    (hers,) = ann.says("I have dry skin and I own a clay mask")
    for data in (hers.buttons[0]["callback_data"], f"{hers.buttons[0]['callback_data']}@{ann.id}"):
        (said,) = bob.reports(press(data, bob.id))
        assert "too old" in said.text
    for data in ("", ".", "...", "x.9999", "7.1.0@", "\x00.1", "😀" * 16, "../../etc.1", "%s.1"):
        assert report(door, press(data, bob.id)).status_code == 200, data


def test_a_flood_is_told_so_once_and_then_left(door: Server, telegram: Platform) -> None:
    visitor = Visitor(door, telegram)
    statuses = [report(door, update(message=message("hello", visitor.id))).status_code for _ in range(90)]
    assert set(statuses) == {200}, "a refusal would be repeated by Telegram for hours"
    taken = len(last_turns(database(door), f"telegram:{visitor.id}", 99))
    assert 30 <= taken <= 60, "30 a minute, over two windows at most"
    with database(door).read() as connection:
        kept = connection.exec_driver_sql(
            "SELECT message_id FROM outgoing WHERE sender_id = ?", (f"telegram:{visitor.id}",)
        ).scalars()
        told = [name for name in kept if name.startswith("too_many")]
    assert 1 <= len(told) <= 2
    # They would be sent over the next minute; nobody waits for them here.
    with database(door).write() as connection:
        connection.exec_driver_sql("DELETE FROM outgoing WHERE sender_id = ?", (f"telegram:{visitor.id}",))


def test_a_flood_in_a_group_is_met_with_silence_and_counts_for_the_person(door: Server, telegram: Platform) -> None:
    visitor = Visitor(door, telegram, GROUP - somebody())
    sender = f"telegram:{visitor.id}@{visitor.group}"
    for _ in range(70):
        asked = mention("@LamellaTestBot hello", visitor.id, visitor.chat)
        assert report(door, update(message=asked)).status_code == 200
    assert 30 <= len(last_turns(database(door), sender, 99)) <= 60
    with database(door).write() as connection:
        connection.exec_driver_sql("DELETE FROM outgoing WHERE sender_id = ?", (sender,))
    assert report(door, update(message=message("what is retinol?", visitor.id))).status_code == 200
    assert last_turns(database(door), f"telegram:{visitor.id}", 1) == []


# The platform in trouble


def test_a_platform_that_is_busy_gets_it_when_it_said(door: Server, telegram: Platform) -> None:
    visitor = Visitor(door, telegram)
    telegram.behaves["sendmessage"] = too_many(2)
    began = time.monotonic()
    assert report(door, update(message=message("what is retinol?", visitor.id))).status_code == 200
    assert time.monotonic() - began < 2, "the webhook does not wait for the sending"
    time.sleep(0.5)
    assert telegram.tried.count(("sendmessage", visitor.id)) == 1
    telegram.behaves.clear()
    until(lambda: telegram.sent(visitor.id))
    assert telegram.sent(visitor.id)[0].at - began >= 2
    assert telegram.tried.count(("sendmessage", visitor.id)) == 2


@pytest.mark.parametrize("trouble", [(500, {"ok": False}), (502, {}), (429, {"ok": False}), (401, {"ok": False})])
def test_a_platform_that_fails_gets_it_later_in_order(door: Server, telegram: Platform, trouble: Any) -> None:
    visitor = Visitor(door, telegram)
    telegram.behaves["sendmessage"] = trouble
    for thing in ("retinol", "niacinamide"):
        assert report(door, update(message=message(f"what is {thing}?", visitor.id))).status_code == 200
    time.sleep(0.5)
    telegram.behaves.clear()
    until(lambda: len(telegram.sent(visitor.id)) == 2)
    assert ["etinol" in call.text for call in telegram.sent(visitor.id)] == [True, False]


def test_a_platform_that_never_answers_holds_up_nobody(door: Server, telegram: Platform) -> None:
    visitor = Visitor(door, telegram)
    telegram.behaves |= {"sendmessage": "silent", "answercallbackquery": "silent"}
    for number in range(5):
        began = time.monotonic()
        assert report(door, press("x.1", visitor.id, label="What is retinol?")).status_code == 200
        assert time.monotonic() - began < 5, number
    telegram.behaves.clear()
    # It is sent after the time that Telegram has to answer.
    until(lambda: len(telegram.sent(visitor.id)) == 5, 60)


def test_who_has_blocked_the_bot_is_left_alone(door: Server, telegram: Platform) -> None:
    visitor = Visitor(door, telegram)
    said = "Forbidden: bot was blocked by the user"
    telegram.behaves["sendmessage"] = (403, {"ok": False, "error_code": 403, "description": said})
    assert visitor.says("what is retinol?") == []
    telegram.behaves.clear()
    (answer,) = visitor.says("what is niacinamide?")
    assert "vitamin B3" in answer.text


def test_a_group_that_has_moved_is_answered_where_it_is(door: Server, telegram: Platform) -> None:
    visitor, moved = Visitor(door, telegram, -777_000 - somebody()), GROUP - somebody()
    said = "Bad Request: group chat was upgraded to a supergroup chat"
    refusal = {"ok": False, "error_code": 400, "description": said, "parameters": {"migrate_to_chat_id": moved}}
    telegram.moved[visitor.chat] = (400, refusal)
    asked = update(message=mention("@LamellaTestBot what is niacinamide?", visitor.id, visitor.chat))
    assert visitor.reports(asked) == []
    (answer,) = telegram.sent(moved)
    assert "vitamin B3" in answer.text
    assert "reply_parameters" not in answer.data


# Fuzz


REAL: tuple[dict[str, Any], ...] = (
    {"message": message("can I use retinol with glycolic acid?", 1)},
    {"message": message("/start x", 1, entities=[{"type": "bot_command", "offset": 0, "length": 6}])},
    {"message": mention("🧴 @LamellaTestBot what is niacinamide?", 1, reply_to_message=message("x", 2, GROUP))},
    {"message": message("next", 1, GROUP, reply_to_message=message("Step 1", 1, GROUP, **{"from": ME}))},
    {"message": message(None, 1, photo=[{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}])},
    {"message": message(None, 1, caption="is this fine?", sticker={"file_id": "a"}, media_group_id="5")},
    {"edited_message": message("what is AHA?", 1, edit_date=int(time.time()))},
    {"callback_query": press("5.6.0", 1, label="Why?")["callback_query"]},
    {"callback_query": press("5.6.0@1", 1, GROUP)["callback_query"]},
    {"my_chat_member": {"chat": {"id": 1}, "from": {}, "date": 1}},
)
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, "", " ", "\x00", "\ud800", "😀" * 50, "/restart", "x" * 5000, [], {}, [[]], 2**70),
    *({"id": 1}, -(2**62), "%s%n", "../../etc/passwd", "<b>", "' OR 1=1 --", ["text"], [None], [{}], "private"),
)


def mutated(drawn: random.Random, number: int) -> bytes:
    """A real update with some of it changed, as a value or as bytes."""
    body = copy.deepcopy(drawn.choice(REAL))
    for reported in body.values():
        # Each from somebody else, or the limit would stop them before they are read.
        reported["from"] = {"id": 9_000_000 + number, "is_bot": False, "first_name": "A"}
        where = reported.get("chat") or reported.get("message", {}).get("chat", {})
        where["id"] = (9_000_000 + number) * (1 if where.get("type") == "private" else -1)
    for _ in range(drawn.choice((0, 1, 1, 2, 3))):
        at: Any = body
        while True:
            keys = list(at) if isinstance(at, dict) else list(range(len(at)))
            if not keys:
                break
            key = drawn.choice(keys)
            if isinstance(at[key], (dict, list)) and at[key] and drawn.random() < 0.8:
                at = at[key]
                continue
            if drawn.random() < 0.3 and isinstance(at, dict):
                del at[key]
            else:
                at[key] = drawn.choice(ODD)
            break
    written = bytearray(json.dumps({"update_id": number, **body}).encode())
    if drawn.random() < 0.15:
        for _ in range(drawn.randrange(1, 6)):
            place = drawn.randrange(len(written) + 1)
            written[place : place + drawn.randrange(4)] = drawn.randbytes(drawn.randrange(4))
    return bytes(written)


def test_a_thousand_random_updates_break_nothing(door: Server, telegram: Platform) -> None:
    drawn = random.Random(7000)
    statuses: Counter[int] = Counter()
    # Telegram refuses it all for good, so that nothing is still to be sent afterwards.
    gone = (403, {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"})
    telegram.behaves |= dict.fromkeys(("sendmessage", "sendphoto", "senddocument", "answercallbackquery"), gone)
    bodies = [mutated(drawn, number) for number in range(1000)]
    with ThreadPoolExecutor(4) as threads:
        for body, found in zip(bodies, threads.map(lambda one: report(door, one), bodies), strict=True):
            assert found.status_code < 500, (body[:500], found.text[:300])
            assert "Traceback" not in found.text
            statuses[found.status_code] += 1
    assert set(statuses) == {200, 400}
    assert statuses[200] > 800
    until(lambda: not outbox.unsent(database(door)), 60)


# A worker that dies


def test_a_reply_survives_a_kill_between_commit_and_sending_and_is_sent_once(tmp_path: Path) -> None:
    with platform() as telegram:
        telegram.behaves["sendmessage"] = (500, {"ok": False})
        with running(tmp_path, **settings(telegram)) as first:
            id = somebody()
            asked = update(message=message("what is niacinamide?", id))
            assert report(first, asked).status_code == 200
            first.process.kill()
            first.process.wait(10)
        assert telegram.sent(id) == []
        telegram.behaves.clear()
        with running(tmp_path, **settings(telegram)) as second:
            until(lambda: telegram.sent(id), 90)
            assert report(second, asked).status_code == 200
            until(lambda: not outbox.unsent(database(second)))
            time.sleep(1)
            assert len(telegram.sent(id)) == 1
            assert "vitamin B3" in telegram.sent(id)[0].text
        assert telegram.violations == []
