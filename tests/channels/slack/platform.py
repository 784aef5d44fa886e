"""A stand-in for Slack on this machine: its Web API, its upload and response addresses and Socket Mode.

Every call is held against the limits that docs.slack.dev documents; `wrong` lists what broke one.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "xoxb-1234567890-abcdefgh"
APP_TOKEN = "xapp-1-A0PNCHHK2-1234567890-abcdefgh"
Message = dict[str, Any]

_POST_ARGUMENTS = {"channel", "text", "blocks", "thread_ts", "unfurl_links", "unfurl_media"}
_RESPONSE_ARGUMENTS = {"text", "blocks", "response_type", "replace_original", "unfurl_links", "unfurl_media"}
_PNG = b"\x89PNG\r\n\x1a\n"
_OURS = re.compile(r"<https?://[^<>|\s]+\|[^<>|]+>")


def problems(message: Message) -> list[str]:
    """What of a message breaks a documented limit, or could call somebody."""
    found: list[str] = []
    blocks = message.get("blocks", [])

    def check(holds: bool, what: str) -> None:
        if not holds:
            found.append(what)

    check(0 < len(message.get("text", "")) <= 40_000, "text: 1 to 40,000 characters")
    check(not re.search(r"[<>]", message.get("text", "")), "text: < and > are escaped")
    check(len(blocks) <= 50, "50 blocks in a message")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    check(len(ids) == len(set(ids)) and all(len(name) <= 255 for name in ids), "block_id: unique, 255 characters")
    for block in blocks:
        found += [f"{block.get('type')}: {problem}" for problem in _of_block(block)]
    return found


def _of_block(block: dict[str, Any]) -> Iterator[str]:
    known = {
        "rich_text": {"type", "elements"},
        "context": {"type", "elements"},
        "actions": {"type", "block_id", "elements"},
    }
    if set(block) - known.get(block.get("type", ""), set()):
        yield "an unknown block or field"
        return
    elements = block["elements"]
    if block["type"] == "actions":
        if not 1 <= len(elements) <= 25:
            yield "1 to 25 elements"
        if len({element["action_id"] for element in elements}) != len(elements):
            yield "action_id is unique"
        for element in elements:
            yield from _of_button(element)
    elif block["type"] == "context":
        if not 1 <= len(elements) <= 10:
            yield "1 to 10 elements"
        for element in elements:
            yield from _of_text(element, 3000)
    else:
        for element in elements:
            yield from _of_rich_text(element)


def _of_button(button: dict[str, Any]) -> Iterator[str]:
    if button["type"] != "button" or set(button) - {"type", "action_id", "text", "value", "url", "style"}:
        yield "an unknown element or field"
    if button["text"]["type"] != "plain_text":
        yield "a button's text is plain"
    yield from _of_text(button["text"], 75)
    if not 0 < len(button["action_id"]) <= 255:
        yield "action_id: 255 characters"
    if not ("url" in button or 0 < len(button["value"]) <= 2000):
        yield "value: 2,000 characters"
    if not re.fullmatch(r"https://\S{1,2992}", button.get("url", "https://-")):
        yield "url: 3,000 characters"
    if button.get("style", "primary") not in ("primary", "danger"):
        yield "style: primary or danger"


def _of_text(text: dict[str, Any], longest: int) -> Iterator[str]:
    if not 0 < len(text["text"]) <= longest:
        yield f"1 to {longest} characters"
    if text["type"] == "mrkdwn":
        if set(text) - {"type", "text", "verbatim"}:
            yield "an unknown field of mrkdwn"
        if re.search(r"[<>]", _OURS.sub("", text["text"])) or text.get("verbatim") is not True:
            yield "markup that is not a link"
    elif text["type"] != "plain_text" or set(text) - {"type", "text", "emoji"}:
        yield "an unknown text or field"


def _of_rich_text(element: dict[str, Any]) -> Iterator[str]:
    kind = element["type"]
    if kind == "rich_text_list":
        if element["style"] not in ("bullet", "ordered") or set(element) - {"type", "style", "elements"}:
            yield "an unknown list"
        for line in element["elements"]:
            yield from _of_rich_text(line)
        return
    if kind not in ("rich_text_section", "rich_text_quote") or set(element) - {"type", "elements"}:
        yield f"unknown: {kind}"
    for piece in element["elements"]:
        if piece["type"] != "text" or set(piece) - {"type", "text", "style"}:
            yield "something else than words in rich text"
        if not piece["text"]:
            yield "empty words"


def shown(message: Message) -> str:
    """What a person reads of a message's blocks, buttons excepted."""
    words: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict) and node.get("type") != "actions":
            if isinstance(node.get("text"), str):
                words.append(node["text"])
            for child in node.values():
                walk(child)

    walk(message["blocks"])
    return "\n".join(words)


def buttons(message: Message) -> list[dict[str, Any]]:
    """The buttons of a message."""
    return [button for block in message["blocks"] if block["type"] == "actions" for button in block["elements"]]


class Platform:
    """What Slack has been told, by what it was told."""

    def __init__(self) -> None:
        self.posted: list[Message] = []
        self.responded: list[Message] = []
        self.uploaded: list[Message] = []
        self.wrong: list[str] = []
        self.calls = 0
        self.away = False
        """Whether every call gets a 503."""
        self.refuses_sockets = False
        self.silent_in: set[str] = set()
        """The channels about which a call is never answered."""
        self.answers: list[tuple[int, dict[str, Any], dict[str, str]]] = []
        """What the next calls get instead of what they ask for: status, body, headers."""
        self.acknowledged: dict[str, Any] = {}
        """The envelopes of Socket Mode that were acknowledged, with what was said in return."""
        self.address = ""
        self._files: dict[str, bytes] = {}
        self._told: dict[str, str] = {}
        self.sockets: list[web.WebSocketResponse] = []
        """Those of Socket Mode, open and gone."""
        self._loop = asyncio.new_event_loop()

    @property
    def api(self) -> str:
        return f"{self.address}/api/"

    def hook(self, name: str = "1") -> str:
        """An address for answers, as Slack sends it with a command."""
        return f"{self.address}/hooks/{name}"

    def said_in(self, channel: str) -> list[Message]:
        return [message for message in self.posted if message["channel"] == channel]

    def wait_for(self, found: Callable[[], Any], seconds: float = 20.0) -> Any:
        """What `found` finds as soon as it is something."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if result := found():
                return result
            time.sleep(0.02)
        raise AssertionError(f"it did not happen within {seconds} seconds; {self.wrong}")

    def one_in(self, channel: str, seconds: float = 20.0) -> Message:
        """The next message of a channel, the only one so far."""
        self.wait_for(lambda: self.said_in(channel), seconds)
        (message,) = self.said_in(channel)
        return message

    def push(self, envelope: dict[str, Any]) -> None:
        """Sends an envelope over the youngest socket."""
        self.wait_for(lambda: self.sockets)
        asyncio.run_coroutine_threadsafe(self.sockets[-1].send_json(envelope), self._loop).result(5)

    def cut(self) -> None:
        """Breaks the youngest socket."""
        asyncio.run_coroutine_threadsafe(self.sockets[-1].close(), self._loop).result(5)

    async def _post(self, request: web.Request) -> web.Response:
        message = await request.json()
        if (refused := await self._not_now(request, message.get("channel", ""))) is not None:
            return refused
        self._check(not set(message) - _POST_ARGUMENTS, f"chat.postMessage: {sorted(message)}")
        self._place(message)
        self.wrong += problems(message)
        self.posted.append(message)
        return web.json_response({"ok": True, "channel": message["channel"], "ts": "1503435956.000247"})

    async def _respond(self, request: web.Request) -> web.Response:
        message = await request.json()
        if (refused := await self._not_now(request, request.match_info["name"], authorized=False)) is not None:
            return refused
        self._check(not set(message) - _RESPONSE_ARGUMENTS, f"response_url: {sorted(message)}")
        self._check(message["response_type"] in ("in_channel", "ephemeral"), "response_type")
        self.wrong += problems(message)
        self.responded.append({**message, "hook": request.match_info["name"]})
        return web.Response(text="ok")

    async def _upload_address(self, request: web.Request) -> web.Response:
        given = {**request.query, **(await request.post())}
        if (refused := await self._not_now(request)) is not None:
            return refused
        self._check(str(given["filename"]).endswith(".png") and int(str(given["length"])) > 0, "filename and length")
        self._check(0 < len(str(given["alt_txt"])) <= 1000, "alt_txt: 1,000 characters")
        name = f"F{len(self._files):09}"
        self._files[name] = b""
        self._told[name] = str(given["alt_txt"])
        return web.json_response({"ok": True, "upload_url": f"{self.address}/upload/{name}", "file_id": name})

    async def _upload(self, request: web.Request) -> web.Response:
        self._files[request.match_info["name"]] = await request.read()
        return web.Response(text="OK - 1000")

    async def _complete(self, request: web.Request) -> web.Response:
        given = {**request.query, **(await request.post())}
        if (refused := await self._not_now(request, str(given["channel_id"]))) is not None:
            return refused
        files = json.loads(str(given["files"]))
        self._check(all(self._files[file["id"]].startswith(_PNG) for file in files), "a picture is a PNG")
        place = {"channel": given["channel_id"], **({"thread_ts": given["thread_ts"]} if "thread_ts" in given else {})}
        self._place(place)
        for file in files:
            name = file["id"]
            self.uploaded.append({**place, **file, "bytes": self._files[name], "told": self._told[name]})
        return web.json_response({"ok": True, "files": files})

    async def _open(self, request: web.Request) -> web.Response:
        self._check(request.headers.get("Authorization") == f"Bearer {APP_TOKEN}", "the app-level token")
        if self.away:
            return web.Response(status=503)
        address = f"{self.address.replace('http', 'ws')}/link?ticket=opensesame"
        return web.json_response({"ok": True, "url": address})

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self.refuses_sockets:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0PNCHHK2"}})
        self.sockets.append(socket)
        async for received in socket:
            if received.type == WSMsgType.TEXT:
                said = received.json()
                self.acknowledged[said["envelope_id"]] = said.get("payload")
        return socket

    async def _not_now(
        self, request: web.Request, channel: str = "", *, authorized: bool = True
    ) -> web.Response | None:
        self.calls += 1
        if authorized:
            self._check(request.headers.get("Authorization") == f"Bearer {TOKEN}", "the bot's token")
        while channel in self.silent_in:
            await asyncio.sleep(0.05)
        if self.away:
            return web.Response(status=503)
        if self.answers:
            status, body, headers = self.answers.pop(0)
            return web.json_response(body, status=status, headers=headers)
        return None

    def _place(self, place: Message) -> None:
        self._check(bool(re.fullmatch(r"[CDG][A-Z0-9]+", place["channel"])), f"channel: {place['channel']}")
        self._check(bool(re.fullmatch(r"\d+\.\d+", place.get("thread_ts", "1.1"))), "thread_ts")

    def _check(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/api/chat.postMessage", self._post)
        app.router.add_post("/api/files.getUploadURLExternal", self._upload_address)
        app.router.add_post("/api/files.completeUploadExternal", self._complete)
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_post("/upload/{name}", self._upload)
        app.router.add_post("/hooks/{name}", self._respond)
        app.router.add_get("/link", self._link)
        return app

    async def _serve(self) -> web.AppRunner:
        runner = web.AppRunner(self._app(), shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner


@contextmanager
def standing_in() -> Iterator[Platform]:
    """A platform that runs. Fails when a call broke a limit."""
    platform = Platform()
    thread = threading.Thread(target=platform._loop.run_forever, daemon=True)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(platform._serve(), platform._loop).result(10)
    try:
        yield platform
    finally:
        platform.silent_in.clear()
        asyncio.run_coroutine_threadsafe(runner.cleanup(), platform._loop).result(10)
        platform._loop.call_soon_threadsafe(platform._loop.stop)
        thread.join(10)
    assert platform.wrong == []
