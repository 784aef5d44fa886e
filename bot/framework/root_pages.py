"""Serves Lamella's own pages at the root, where Rasa has a fixed greeting and no way to replace it."""

from __future__ import annotations

from pathlib import Path

import rasa.server
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, file, raw

from bot.answers.look import load_look
from bot.answers.renderings.widget import script
from bot.framework import in_process_actions, operations, threads
from bot.framework.crowds import be_patient
from bot.framework.ending import end_well
from bot.knowledge.files import KnowledgeError
from bot.settings import SettingsError
from bot.storage import catalogue, housekeeping

_LARGEST_BODY = 1024 * 1024
"""Bytes of a request that are read at all; Sanic would take a hundred times as much into memory."""

WEB = Path("web")
WIDGET = "lamella.js"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def install() -> None:
    """Replaces `rasa.server.add_root_route` before Rasa builds its app."""
    rasa.server.add_root_route = add_root_pages


def widget() -> bytes:
    """The widget's script with the owner's look. Raises SettingsError where that holds a mistake."""
    try:
        look = load_look()
    except KnowledgeError as mistakes:
        raise SettingsError(str(mistakes)) from None
    return script((WEB / WIDGET).read_text(encoding="utf-8"), look).encode()


def add_root_pages(app: Sanic) -> None:
    """Registers the demo page at `/`, the files it needs, and what `operations` has. Raises SettingsError."""
    headers = {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
        # A module script of another site's page is only run when it may also be read. Nothing here is secret.
        "Access-Control-Allow-Origin": "*",
    }
    looked = widget()

    async def page(request: Request, name: str = "index.html") -> HTTPResponse:
        if name == WIDGET:
            return raw(looked, headers=headers, content_type=_TYPES[".js"])
        return await file(WEB / name, headers=headers, mime_type=_TYPES[Path(name).suffix])

    app.add_route(page, "/", name="demo_page")
    for path in sorted(WEB.iterdir()):
        if path.suffix in _TYPES and path.name != "index.html":

            async def asset(request: Request, name: str = path.name) -> HTTPResponse:
                return await page(request, name)

            app.add_route(asset, f"/{path.name}", name=f"asset_{path.name.replace('.', '_')}")

    app.config.REQUEST_MAX_SIZE = _LARGEST_BODY
    be_patient(app)
    app.register_listener(_rehearse, "before_server_start")
    end_well(app, housekeeping.daily, catalogue.follow)
    operations.add(app)


async def _rehearse(app: Sanic, loop: object) -> None:
    threads.one_a_process()
    await in_process_actions.rehearse()
