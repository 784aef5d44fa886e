"""What Telegram reports, in its own shapes, and the door as Telegram calls it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa

from bot.channels.telegram import updates
from bot.storage.database import Database
from bot.storage.tables import outgoing
from tests.channels.telegram_platform import ME, TOKEN, Call, Platform
from tests.conftest import Server

SECRET = "webhook-secret-of-the-tests-0123456789"
GROUP = -1001234567890
_numbers = itertools.count(1)
_people = itertools.count(5_000_001)


def settings(platform: Platform, **more: str) -> dict[str, str]:
    """The environment of a server whose Telegram is the stand-in."""
    return {
        "LAMELLA_TELEGRAM_TOKEN": TOKEN,
        "LAMELLA_TELEGRAM_SECRET": SECRET,
        "LAMELLA_TELEGRAM_URL": "https://bot.example",
        "LAMELLA_TELEGRAM_API": platform.address,
        **more,
    }


def somebody() -> int:
    """A visitor who has not been here before."""
    return next(_people)


def person(id: int) -> dict[str, Any]:
    """A user, as Telegram describes them."""
    return {"id": id, "is_bot": False, "first_name": "Ann", "username": f"ann{id}", "language_code": "en"}


def chat_of(id: int, group: int | None) -> dict[str, Any]:
    """A private chat, or a group."""
    if group is None:
        return {"id": id, "first_name": "Ann", "username": f"ann{id}", "type": "private"}
    return {"id": group, "title": "Skin friends", "type": "supergroup"}


def message(text: str | None, of: int, group: int | None = None, **more: Any) -> dict[str, Any]:
    """A message."""
    said = {} if text is None else {"text": text}
    return {
        "message_id": next(_numbers),
        "from": person(of),
        "chat": chat_of(of, group),
        "date": int(time.time()),
        **said,
        **more,
    }


def mention(text: str, of: int, group: int = GROUP, **more: Any) -> dict[str, Any]:
    """A message in a group whose `@LamellaTestBot` Telegram has marked; places are counted in UTF-16 units."""
    name = f"@{ME['username']}"
    at = len(text[: text.lower().index(name.lower())].encode("utf-16-le")) // 2
    return message(text, of, group, entities=[{"type": "mention", "offset": at, "length": len(name)}], **more)


def update(**reported: Any) -> dict[str, Any]:
    """An update with one thing to report: `message=…`, `edited_message=…`, `callback_query=…`."""
    return {"update_id": 700_000_000 + next(_numbers), **reported}


def press(data: str, of: int, group: int | None = None, label: str = "", **more: Any) -> dict[str, Any]:
    """A press of a button; with a label Telegram shows the message whose button it is."""
    shown: dict[str, Any] = {"message_id": next(_numbers), "chat": chat_of(of, group), "date": 0}
    if label:
        keyboard = {"inline_keyboard": [[{"text": label, "callback_data": data}]]}
        shown |= {"date": int(time.time()), "from": ME, "text": "An answer", "reply_markup": keyboard}
    query = {"id": f"43{next(_numbers):017d}", "from": person(of), "chat_instance": "-42", "data": data, **more}
    return update(callback_query={**query, "message": shown})


def report(server: Server, reported: Any, secret: str | None = SECRET, **more: Any) -> requests.Response:
    """The webhook called with an update, or with bytes."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    body = {"data": reported} if isinstance(reported, bytes) else {"json": reported}
    return requests.post(f"{server.address}/webhooks/telegram/webhook", headers=headers, timeout=30, **body, **more)


def database(server: Server) -> Database:
    """The server's database."""
    return Database(f"sqlite:///{Path(server.log).parent}/lamella.db")


def until(true: Callable[[], object], seconds: float = 75.0) -> None:
    """Waits until something is so; longer than a reply is held that a worker could not note as put off."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


class Visitor:
    """Somebody who talks to the bot, alone or in a group."""

    def __init__(self, server: Server, platform: Platform, group: int | None = None) -> None:
        self.server, self.platform, self.group = server, platform, group
        self.id = somebody()
        self.chat = group if group is not None else self.id
        self._database = database(server)

    def says(self, text: str, **more: Any) -> list[Call]:
        """Sends a message; what the chat is sent for it."""
        return self.reports(update(message=message(text, self.id, self.group, **more)))

    def presses(self, button: dict[str, str]) -> list[Call]:
        """Presses a button of an answer."""
        return self.reports(press(button["callback_data"], self.id, self.group, button["text"]))

    def reports(self, reported: dict[str, Any]) -> list[Call]:
        """Has Telegram report something; what the chat is sent for it."""
        before = len(self.platform.sent(self.chat))
        assert report(self.server, reported).status_code == 200
        until(lambda: not self._is_waiting())
        return self.platform.sent(self.chat)[before:]

    def _is_waiting(self) -> bool:
        of_us = (outgoing.c.sender_id == updates.sender(self.id, self.group)) & outgoing.c.finished.is_(None)
        with self._database.read() as connection:
            return connection.execute(sa.select(outgoing.c.id).where(of_us)).first() is not None
