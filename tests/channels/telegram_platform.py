"""A stand-in for Telegram's servers on this machine, which notes each call that breaks a documented limit.

Limits: https://core.telegram.org/bots/api and https://core.telegram.org/bots/faq.
"""

from __future__ import annotations

import asyncio
import json
import re
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from aiohttp import web
from icalendar import Calendar

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
ME = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Lamella",
    "username": "LamellaTestBot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
METHODS = {
    *("getme", "setwebhook", "deletewebhook", "getupdates", "setmycommands", "answercallbackquery", "sendchataction"),
    *("sendmessage", "sendphoto", "senddocument"),
}
_MARKS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote"}
_HTML = re.compile(r"<(/?)([a-z]+)((?: [^<>]*)?)>|&(?:lt|gt|amp|quot|#[0-9]+);|[^<>&]", re.DOTALL)
_KINDS = {"message", "edited_message", "callback_query"}


class Call(NamedTuple):
    """One call that was answered with success."""

    method: str
    data: dict[str, Any]
    files: dict[str, bytes]
    at: float

    @property
    def text(self) -> str:
        return str(self.data.get("text") or self.data.get("caption") or "")

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [one for row in self.data.get("reply_markup", {}).get("inline_keyboard", []) for one in row]


class Platform:
    """What the bot sent, and how the servers behave. All of it may be used from any thread."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: list[Call] = []
        self.tried: list[tuple[str, int | None]] = []
        """The method and the chat of every call, whatever came of it."""
        self.violations: list[str] = []
        self.behaves: dict[str, Any] = {}
        """By method: a status with a body, or "silent" for no answer at all."""
        self.moved: dict[int, tuple[int, dict[str, Any]]] = {}
        """By chat: what is said of one that is not there any more."""
        self.updates: list[dict[str, Any]] = []
        """What `getUpdates` hands out, until it is confirmed."""
        self.confirmed = 0
        self.asking = 0
        """How many ask for updates at the moment."""
        self._numbers = 1000

    def sent(self, chat: int, method: str = "sendmessage") -> list[Call]:
        """What a chat was sent, in order."""
        return [call for call in self.calls if call.method == method and call.data.get("chat_id") == chat]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        if request.match_info["token"] != TOKEN:
            return _failed(401, "Unauthorized")
        if method not in METHODS:
            self.violations.append(f"no such method: {method}")
            return _failed(404, "Not Found")
        call = await _read(request, method)
        self.tried.append((method, call.data.get("chat_id")))
        behaves = self.moved.get(call.data.get("chat_id", 0)) or self.behaves.get(method)
        if behaves == "silent":
            await asyncio.sleep(3600)
        if behaves is not None:
            return web.json_response(behaves[1], status=behaves[0])
        problem = self._problem(call)
        if problem:
            self.violations.append(f"{method}: {problem}")
            return _failed(400, f"Bad Request: {problem}")
        if method == "getupdates":
            self.asking += 1
            try:
                return web.json_response({"ok": True, "result": await self._new(call.data)})
            finally:
                self.asking -= 1
        self.calls.append(call)
        return web.json_response({"ok": True, "result": self._result(call)})

    async def _new(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(asked.get("offset", 0))
        self.confirmed = max(self.confirmed, offset)
        deadline = time.monotonic() + int(asked.get("timeout", 0))
        while True:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            if self.updates or time.monotonic() > deadline:
                return self.updates[: int(asked.get("limit", 100))]
            await asyncio.sleep(0.02)

    def _result(self, call: Call) -> Any:
        if call.method == "getme":
            return ME
        if not call.method.startswith("send") or call.method == "sendchataction":
            return True
        self._numbers += 1
        chat = call.data["chat_id"]
        return {
            "message_id": self._numbers,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup", "first_name": "A", "title": "B"},
            "from": ME,
        }

    def _problem(self, call: Call) -> str:
        """What Telegram would refuse, or should not have been sent; "" for nothing."""
        check = getattr(self, f"_{call.method}", None)
        problem = str(check(call.data, call.files) or "") if check is not None else ""
        if call.method in ("sendmessage", "sendphoto", "senddocument"):
            problem = problem or _buttons(call.data) or self._pace(call)
        return problem

    def _pace(self, call: Call) -> str:
        """One a second to a chat, 20 a minute to a group, 30 a second in all; a little more may arrive by chance."""
        sent = [one for one in self.calls if one.method in ("sendmessage", "sendphoto", "senddocument")]
        here = [one.at for one in sent if one.data["chat_id"] == call.data["chat_id"]]
        if here and call.at - here[-1] < 0.75:
            return f"more than one message a second: {call.at - here[-1]:.2f} s after the last"
        if call.data["chat_id"] < 0 and sum(call.at - at < 59 for at in here) >= 20:
            return "more than 20 messages a minute in a group"
        return "more than 30 messages a second" if sum(call.at - one.at < 0.9 for one in sent) >= 30 else ""

    def _sendmessage(self, data: dict[str, Any], files: object) -> str:
        if data.get("link_preview_options", {}).get("is_disabled") is not True:
            return "a link preview"
        return _text(data, data.get("text"), 4096)

    def _sendphoto(self, data: dict[str, Any], files: dict[str, bytes]) -> str:
        (photo,) = files.values()
        if not photo.startswith(b"\x89PNG\r\n\x1a\n") or len(photo) > 10_000_000:
            return "no picture, or too large a one"
        width, height = struct.unpack(">II", photo[16:24])
        if width + height > 10_000 or not 1 / 20 <= width / height <= 20:
            return f"PHOTO_INVALID_DIMENSIONS: {width} by {height}"
        return _text(data, data.get("caption"), 1024)

    def _senddocument(self, data: dict[str, Any], files: dict[str, bytes]) -> str:
        (document,) = files.values()
        if not 0 < len(document) <= 50_000_000:
            return "an empty file, or too large a one"
        Calendar.from_ical(document)
        return _text(data, data.get("caption"), 1024)

    def _answercallbackquery(self, data: dict[str, Any], files: object) -> str:
        return "" if data.get("callback_query_id") and len(data.get("text", "")) <= 200 else "no id, or too long"

    def _sendchataction(self, data: dict[str, Any], files: object) -> str:
        return "" if data.get("action") == "typing" else "no such action"

    def _setwebhook(self, data: dict[str, Any], files: object) -> str:
        if not re.fullmatch(r"https://[^/]+(?::(?:443|80|88|8443))?/.*", data.get("url", "")):
            return "no address that Telegram calls"
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", data.get("secret_token", "")):
            return "no secret"
        return "" if set(data.get("allowed_updates", ())) == _KINDS else "asks for other updates"

    def _getupdates(self, data: dict[str, Any], files: object) -> str:
        asked = data.get("allowed_updates", ())
        fine = set(asked) == _KINDS and 0 < int(data.get("timeout", 0)) <= 50
        return "" if fine else "short polling, or other updates"

    def _setmycommands(self, data: dict[str, Any], files: object) -> str:
        commands = data.get("commands", [])
        fine = all(
            re.fullmatch(r"[a-z0-9_]{1,32}", one["command"]) and 1 <= len(one["description"]) <= 256
            for one in commands
        )
        return "" if fine and 1 <= len(commands) <= 100 else "no command"


def plain(written: str) -> str:
    """HTML as a visitor reads it. Raises ValueError for what Telegram cannot parse."""
    read, open_marks, at = "", [], 0
    while at < len(written):
        found = _HTML.match(written, at)
        if found is None:
            raise ValueError(f"can't parse entities: byte offset {at}")
        at = found.end()
        if found[2] is None:
            read += {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}.get(found[0], found[0])
        elif found[2] not in _MARKS or (found[3] and not re.fullmatch(r' href="https?://[^"\s]+"', found[3])):
            raise ValueError(f"unsupported tag {found[0]}")
        elif not found[1]:
            open_marks.append(found[2])
        elif not open_marks or open_marks.pop() != found[2]:
            raise ValueError(f"unexpected end tag {found[0]}")
    if open_marks:
        raise ValueError(f"no end tag for {open_marks}")
    return read


def _text(data: dict[str, Any], written: object, longest: int) -> str:
    """Telegram counts in UTF-16 units, after the marks are taken out."""
    if not isinstance(written, str):
        return "no text"
    try:
        read = plain(written) if data.get("parse_mode") == "HTML" else written
    except ValueError as problem:
        return str(problem)
    if not read.strip():
        return "message text is empty"
    return "message is too long" if len(read.encode("utf-16-le")) // 2 > longest else ""


def _buttons(data: dict[str, Any]) -> str:
    rows = data.get("reply_markup", {}).get("inline_keyboard", [])
    if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        return "too many buttons"
    for one in (one for row in rows for one in row):
        if not one.get("text", "").strip():
            return "a button without words"
        if ("url" in one) == ("callback_data" in one):
            return "a button needs one of url and callback_data"
        if "callback_data" in one and not 1 <= len(one["callback_data"].encode()) <= 64:
            return "BUTTON_DATA_INVALID"
        if "url" in one and not one["url"].startswith("https://t.me/"):
            return "BUTTON_URL_INVALID"
    return ""


async def _read(request: web.Request, method: str) -> Call:
    data: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = value.file.read()
            continue
        try:
            data[name] = value if name in ("text", "caption", "secret_token") else json.loads(value)
        except ValueError:
            data[name] = value
    return Call(method, data, files, time.monotonic())


def _failed(status: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": description}, status=status)


def too_many(seconds: int) -> tuple[int, dict[str, Any]]:
    """How Telegram refuses who calls too often."""
    said = f"Too Many Requests: retry after {seconds}"
    return 429, {"ok": False, "error_code": 429, "description": said, "parameters": {"retry_after": seconds}}


@contextmanager
def platform(port: int = 0) -> Iterator[Platform]:
    """A platform in a thread of its own, until the end of the block."""
    made = Platform()
    loop = asyncio.new_event_loop()
    begun = threading.Event()

    async def serve() -> web.AppRunner:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", made.handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        made.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        begun.set()
        return runner

    def run() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(serve())
        loop.run_forever()
        # Calls that are never answered end with it.
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert begun.wait(10)
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
