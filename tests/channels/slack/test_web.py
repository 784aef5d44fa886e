"""What comes of a call to Slack: taken, to be tried again, or never to be taken."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import msgspec
import pytest

from bot.answers.answer import Answer, AnswerStep, Cell, Row, Week
from bot.channels.delivery import TryLater, Undeliverable
from bot.channels.slack import web as module
from bot.channels.slack.web import Web
from tests.channels.slack.platform import TOKEN, Platform, standing_in
from tests.conftest import free_port

POST = {"post": {"channel": "D1", "text": "hi", "blocks": []}}
ROW = Row(day="Monday", morning=Cell(names=("niacinamide",)), evening=Cell(names=("retinol",), marks=("retinoid",)))
PLAN = Answer(kind="plan", headline="Your week.", week=Week(rows=(ROW,) * 7, daily={"morning": (), "evening": ()}))


@pytest.fixture
def platform() -> Iterator[Platform]:
    with standing_in() as platform:
        yield platform


@pytest.fixture
async def web(platform: Platform) -> AsyncIterator[Web]:
    made = Web(TOKEN, platform.api)
    yield made
    await made.close()


async def test_a_message_and_a_picture_arrive(web: Web, platform: Platform) -> None:
    await web.send(POST)
    assert platform.posted == [POST["post"]]
    place = {"channel": "C1", "thread_ts": "1515449522.000016"}
    await web.send({"picture": "week", "answer": msgspec.to_builtins(PLAN), "place": place})
    (picture,) = platform.uploaded
    assert (picture["channel"], picture["thread_ts"], picture["title"]) == (*place.values(), "Your week")


async def test_the_layers_of_an_answer_arrive(web: Web, platform: Platform) -> None:
    steps = (AnswerStep(text="Serum.", layer="serum"), AnswerStep(text="Cream.", layer="moisturiser"))
    layered = Answer(kind="order", headline="Serum first.", steps=steps)
    await web.send({"picture": "layers", "answer": msgspec.to_builtins(layered), "place": {"channel": "D1"}})
    (picture,) = platform.uploaded
    assert picture["title"] == "Your layers, from the skin outwards"
    assert picture["told"] == "From the skin outwards: serum, moisturiser."


async def test_an_answer_goes_to_slacks_own_address_and_to_no_other(web: Web, platform: Platform) -> None:
    message = {"text": "hi", "blocks": [], "response_type": "in_channel"}
    await web.send({"respond": platform.hook(), "message": message})
    assert platform.responded == [{**message, "hook": "1"}]
    for address in ("http://hooks.slack.com/1", "https://hooks.slack.com@evil.example/1", "http://127.0.0.1:1/", "//x"):
        with pytest.raises(Undeliverable, match="not Slack's"):
            await web.send({"respond": address, "message": message})


@pytest.mark.parametrize(
    ("status", "said", "headers", "seconds", "maybe_sent"),
    [
        (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"}, 30, False),
        (429, {}, {"retry-after": "7"}, 7, False),
        (429, {}, {"Retry-After": "Thu, 01 Jan 2026"}, None, False),
        (429, {}, {"Retry-After": "9" * 30}, 3600, False),
        (503, {}, {}, None, False),
        (500, {}, {}, None, True),
        (502, {"ok": True}, {}, None, True),
        (200, {"ok": False, "error": "fatal_error"}, {}, None, True),
        (200, {"ok": False, "error": "service_unavailable"}, {}, None, False),
    ],
)
async def test_what_is_tried_again(
    web: Web,
    platform: Platform,
    status: int,
    said: dict[str, Any],
    headers: dict[str, str],
    seconds: int | None,
    maybe_sent: bool,
) -> None:
    for part in (POST, {"respond": platform.hook(), "message": {"text": "hi", "blocks": []}}):
        if status == 200 and "respond" in part:
            continue
        platform.answers.append((status, said, headers))
        with pytest.raises(TryLater) as later:
            await web.send(part)
        assert (later.value.seconds, later.value.maybe_sent) == (seconds, maybe_sent)


@pytest.mark.parametrize("error", ["not_in_channel", "invalid_blocks", "missing_scope", "something_new", ""])
async def test_what_is_given_up(web: Web, platform: Platform, error: str) -> None:
    platform.answers.append((200, {"ok": False, "error": error, "text": "what somebody wrote"}, {}))
    with pytest.raises(Undeliverable) as refused:
        await web.send(POST)
    assert str(refused.value).startswith(error or "200")
    assert "what somebody wrote" not in str(refused.value)


async def test_an_address_for_answers_holds_for_half_an_hour_only(web: Web, platform: Platform) -> None:
    platform.answers.append((404, {"any": "words"}, {}))
    with pytest.raises(Undeliverable, match="no longer open"):
        await web.send({"respond": platform.hook(), "message": {"text": "hi", "blocks": []}})


async def test_a_slack_that_is_not_there_got_nothing() -> None:
    web = Web(TOKEN, f"http://127.0.0.1:{free_port()}/api/")
    with pytest.raises(TryLater) as later:
        await web.send(POST)
    assert not later.value.maybe_sent
    await web.close()


async def test_a_slack_that_never_answers_may_have_it(
    web: Web, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SECONDS", 0.2)
    platform.silent_in.add("D1")
    with pytest.raises(TryLater) as later:
        await web.send(POST)
    assert later.value.maybe_sent
    platform.silent_in.clear()


async def test_a_picture_that_could_not_be_brought_up_is_brought_up_again(web: Web, platform: Platform) -> None:
    part = {"picture": "week", "answer": msgspec.to_builtins(PLAN), "place": {"channel": "D1"}}
    platform.answers.append((200, {"ok": False, "error": "internal_error"}, {}))
    with pytest.raises(TryLater):
        await web.send(part)
    assert platform.uploaded == []
    await web.send(part)
    assert len(platform.uploaded) == 1
