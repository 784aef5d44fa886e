"""The door between Telegram and a turn: what the turn is told, and what happens around a slow or a failed one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guard.key import ServerKey
from bot.channels.replies import PUBLIC, NotReadyError
from bot.channels.settings import read
from bot.channels.telegram import door as room
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.settings import TelegramSettings
from bot.storage import outbox
from bot.storage.database import Database
from tests.channels.telegram import GROUP, mention, message, press, update
from tests.channels.telegram_platform import TOKEN, Platform, platform


class Bot:
    """A model that is ready, remembers nothing and says what it was asked."""

    def __init__(self) -> None:
        self.tracker_store = self
        self.heard: list[UserMessage] = []
        self.first: Callable[[], Awaitable[None]] | None = None

    def is_ready(self) -> bool:
        return True

    async def replies(self, sender: str, message_id: str) -> None:
        return None

    async def __call__(self, said: UserMessage) -> None:
        self.heard.append(said)
        if self.first is not None:
            await self.first()
        await said.output_channel.send_response(said.sender_id, {"text": f"You said: {said.text}"})


@pytest.fixture
def telegram() -> Iterator[Platform]:
    with platform() as started:
        yield started
        assert started.violations == []


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path}/lamella.db")


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def door(
    bot: Bot, telegram: Platform, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TelegramDoor]:
    monkeypatch.setattr(room, "shared", lambda: database)
    settings = TelegramSettings(TOKEN, None, "https://bot.example", telegram.address)
    made = TelegramDoor(settings, read({}), ServerKey("s" * 32, lambda: b""), bot)
    yield made
    await made.delivery.end()
    await made.close()


async def test_a_turn_knows_whether_others_read_along(door: TelegramDoor, bot: Bot) -> None:
    await door.take(bot, update(message=message("hi", 7)))
    await door.take(bot, update(message=mention("@LamellaTestBot hi", 7)))
    assert [(said.sender_id, said.metadata) for said in bot.heard] == [
        ("telegram:7", None),
        (f"telegram:7@{GROUP}", {PUBLIC: True}),
    ]


async def test_somebody_types_only_while_a_turn_is_slow(door: TelegramDoor, bot: Bot, telegram: Platform) -> None:
    await door.take(bot, update(message=message("hi", 7)))
    await door.delivery.end()
    assert [call.method for call in telegram.calls] == ["sendmessage"]
    bot.first = lambda: asyncio.sleep(1)
    door.delivery._ending = False
    await door.take(bot, update(message=message("hi", 8)))
    await door.delivery.end()
    then = [(call.method, call.data["chat_id"]) for call in telegram.calls[1:]]
    assert then == [("sendchataction", 8), ("sendmessage", 8)]


async def test_a_turn_that_fails_is_left_to_telegram_to_repeat(
    door: TelegramDoor, bot: Bot, telegram: Platform, database: Database
) -> None:
    async def fail() -> None:
        raise ConnectionError

    bot.first = fail
    again = update(message=message("hi", 7))
    with pytest.raises(ConnectionError):
        await door.take(bot, again)
    assert outbox.unsent(database) == {}
    bot.first = None
    await door.take(bot, again)
    await door.delivery.end()
    assert [call.text for call in telegram.sent(7)] == ["You said: hi"]


async def test_without_its_own_name_it_cannot_tell_who_is_meant_in_a_group(
    door: TelegramDoor, bot: Bot, telegram: Platform
) -> None:
    telegram.behaves["getme"] = (502, {})
    with pytest.raises(NotReadyError):
        await door.take(bot, update(message=mention("@LamellaTestBot hi", 7)))
    await door.take(bot, update(message=message("hi", 7)))
    telegram.behaves.clear()
    await door.take(bot, update(message=mention("@LamellaTestBot hi", 7)))
    assert len(bot.heard) == 2


async def test_a_spinner_that_cannot_be_ended_harms_nobody(door: TelegramDoor, bot: Bot, telegram: Platform) -> None:
    telegram.behaves |= {"answercallbackquery": (400, {"ok": False, "description": "Bad Request: query is too old"})}
    await door.take(bot, press("7.1.0", 7, label="Why?"))
    await door.delivery.end()
    assert [call.text for call in telegram.sent(7)] == ["<i>› Why?</i>\n\nYou said: Why?"]
