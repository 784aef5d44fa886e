"""Serves Lamella's own pages at the root, where Rasa has a fixed greeting and no way to replace it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import rasa.server
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, file, json
from sqlalchemy.exc import SQLAlchemyError

from bot.framework import in_process_actions
from bot.storage import housekeeping
from bot.storage.database import shared
from bot.storage.errors import SchemaError

logger = logging.getLogger(__name__)
_SECONDS = 5
"""That the database has to answer `/ready`."""
_LARGEST_BODY = 1024 * 1024
"""Bytes of a request that are read at all; Sanic would take a hundred times as much into memory."""

also_needed: dict[str, Callable[[], Awaitable[bool]]] = {}
"""What else has to be reachable before a message can be answered, by name; a channel adds what it uses."""

WEB = Path("web")
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


def add_root_pages(app: Sanic) -> None:
    """Registers the demo page at `/`, the files it needs, and `/ready`."""

    async def page(request: Request, name: str = "index.html") -> HTTPResponse:
        return await file(
            WEB / name,
            headers={
                "Content-Security-Policy": _POLICY,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
                # A module script of another site's page is only run when it may also be read. Nothing here is secret.
                "Access-Control-Allow-Origin": "*",
            },
            mime_type=_TYPES[Path(name).suffix],
        )

    app.add_route(page, "/", name="demo_page")
    for path in sorted(WEB.iterdir()):
        if path.suffix in _TYPES and path.name != "index.html":

            async def asset(request: Request, name: str = path.name) -> HTTPResponse:
                return await page(request, name)

            app.add_route(asset, f"/{path.name}", name=f"asset_{path.name.replace('.', '_')}")

    app.config.REQUEST_MAX_SIZE = _LARGEST_BODY
    app.register_listener(_rehearse, "before_server_start")
    app.add_task(housekeeping.daily)

    @app.get("/ready")
    async def ready(request: Request) -> HTTPResponse:
        """200 once a message can be answered; else 503 and what is missing."""
        agent = getattr(request.app.ctx, "agent", None)
        model = agent is not None and agent.is_ready()
        wrong = await _database_problem()
        others = {name: await _answers(check) for name, check in also_needed.items()}
        answerable = model and not wrong and all(others.values())
        return json(
            {
                "ready": answerable,
                "model": "loaded" if model else "missing: run `make train`",
                "database": wrong or "reachable",
                **{name: "reachable" if found else "not reachable" for name, found in others.items()},
            },
            status=200 if answerable else 503,
        )


async def _database_problem() -> str:
    """What is wrong with the database, without its address, which may hold a password; "" where nothing is."""
    try:
        await asyncio.wait_for(asyncio.to_thread(shared().check), _SECONDS)
    except SchemaError as problem:
        return str(problem)
    except (SQLAlchemyError, OSError, asyncio.TimeoutError) as problem:
        logger.error("The database cannot be used: %s.", type(problem).__name__)
        return "not reachable"
    return ""


async def _answers(check: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await asyncio.wait_for(check(), _SECONDS)
    except (OSError, asyncio.TimeoutError):
        return False


async def _rehearse(app: Sanic, loop: object) -> None:
    await in_process_actions.rehearse()
