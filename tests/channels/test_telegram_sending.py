"""Calls to Telegram: at its pace, and each failure told apart by what it means for the part."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from telegram import Bot

from bot.answers.texts import Texts
from bot.channels.delivery import TryLater, Undeliverable
from bot.channels.telegram import pace, sending
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.sending import Sending, made
from tests.channels.telegram_platform import TOKEN, Platform, platform, too_many


@pytest.fixture
def telegram() -> Iterator[Platform]:
    with platform() as started:
        yield started
        assert started.violations == []


@pytest.fixture
async def bot(telegram: Platform) -> AsyncIterator[Bot]:
    bot = made(TOKEN, telegram.address)
    await bot.initialize()
    yield bot
    await bot.shutdown()


@pytest.fixture
def send(bot: Bot, texts: Texts) -> Sending:
    return Sending(bot, Pace(1, MemoryStorage()), texts)


def part(chat: int = 7, **more: Any) -> dict[str, Any]:
    return {"call": "message", "chat": chat, "html": "<b>Hello</b>", **more}


async def test_a_message_is_html_without_a_preview_and_with_its_buttons(send: Sending, telegram: Platform) -> None:
    buttons = [[{"text": "Why?", "data": "7.1.0"}], [{"text": "Talk", "url": "https://t.me/LamellaTestBot"}]]
    await send(part(topic=4, reply_to=9, buttons=buttons))
    (call,) = telegram.sent(7)
    assert call.data["parse_mode"] == "HTML"
    assert call.data["message_thread_id"] == 4
    assert call.data["reply_parameters"]["message_id"] == 9
    assert call.buttons == [
        {"text": "Why?", "callback_data": "7.1.0"},
        {"text": "Talk", "url": "https://t.me/LamellaTestBot"},
    ]


async def test_one_chat_gets_a_message_a_second_and_others_do_not_wait(send: Sending, telegram: Platform) -> None:
    began = time.monotonic()
    await asyncio.gather(*(send(part(7)) for _ in range(3)), *(send(part(chat)) for chat in range(20, 30)))
    at = [call.at - began for call in telegram.sent(7)]
    assert at[2] - at[0] >= 1.9
    assert max(telegram.sent(chat)[0].at - began for chat in range(20, 30)) < 1


async def test_a_group_gets_twenty_a_minute_and_then_the_outbox_waits(
    send: Sending, telegram: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "IN_A_CHAT", RateLimitItemPerSecond(1000))
    telegram._pace = lambda call: ""  # type: ignore[method-assign]
    for _ in range(20):
        await send(part(-100))
    with pytest.raises(TryLater) as later:
        await send(part(-100))
    assert later.value.seconds is not None
    assert 50 < later.value.seconds <= 60
    assert not later.value.maybe_sent
    for _ in range(25):
        await send(part(100))
    assert len(telegram.sent(-100)) == 20


async def test_all_together_get_thirty_a_second(send: Sending, telegram: Platform) -> None:
    await asyncio.gather(*(send(part(chat)) for chat in range(1, 76)))
    at = sorted(call.at for chat in range(1, 76) for call in telegram.sent(chat))
    assert len(at) == 75
    assert at[-1] - at[0] > 1.5


async def test_failures_mean_what_they_say(send: Sending, telegram: Platform) -> None:
    outcomes: dict[str, Any] = {
        "busy": too_many(7),
        "broken": (500, {"ok": False}),
        "away": (502, {}),
        "revoked": (401, {"ok": False, "description": "Unauthorized"}),
        "blocked": (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}),
        "gone": (400, {"ok": False, "description": "Bad Request: chat not found"}),
    }
    found = {}
    for chat, (name, behaves) in enumerate(outcomes.items(), 1):
        telegram.behaves["sendmessage"] = behaves
        with pytest.raises((TryLater, Undeliverable)) as outcome:
            await send(part(chat))
        problem = outcome.value
        found[name] = (problem.seconds, problem.maybe_sent) if isinstance(problem, TryLater) else str(problem)
    assert found == {
        "busy": (7.0, False),
        "broken": (None, False),
        "away": (None, False),
        "revoked": (None, False),
        "blocked": "Forbidden",
        "gone": "BadRequest",
    }


async def test_only_what_telegram_may_have_got_may_be_sent_twice(
    send: Sending, telegram: Platform, texts: Texts, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = made(TOKEN, "http://127.0.0.1:9")
    with pytest.raises(TryLater) as refused:
        await Sending(nobody, Pace(1, MemoryStorage()), texts)(part())
    assert not refused.value.maybe_sent
    monkeypatch.setattr(sending, "_SECONDS", 0.2)
    telegram.behaves["sendmessage"] = "silent"
    impatient = made(TOKEN, telegram.address)
    with pytest.raises(TryLater) as silent:
        await Sending(impatient, Pace(1, MemoryStorage()), texts)(part())
    assert silent.value.maybe_sent


async def test_a_moved_group_is_followed_once(send: Sending, telegram: Platform) -> None:
    body = {"ok": False, "description": "Bad Request: upgraded", "parameters": {"migrate_to_chat_id": -1009}}
    telegram.moved[-9] = (400, body)
    await send(part(-9, reply_to=5))
    (call,) = telegram.sent(-1009)
    assert "reply_parameters" not in call.data
