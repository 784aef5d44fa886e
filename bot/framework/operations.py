"""What who runs the server asks it: `/health`, `/ready` and, for Prometheus, `/metrics`."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Gauge, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.guard.address import is_local
from bot.storage import outbox
from bot.storage.database import shared
from bot.storage.errors import SchemaError, StorageError

logger = logging.getLogger(__name__)
_SECONDS = 5
"""That the database has to answer `/ready`."""

also_needed: dict[str, Callable[[], Awaitable[bool]]] = {}
"""What else has to be reachable before a message can be answered, by name; a channel adds what it uses."""

_WAITING = Gauge(
    "lamella_replies_waiting",
    "Replies that a messenger has not taken yet.",
    ["door"],
    multiprocess_mode="mostrecent",
)


_NO_MODEL = "missing, or cannot be read: run `make train`"


def add(app: Sanic) -> None:
    """Registers the three addresses, and says in the log when there is no model to answer with."""
    app.register_listener(_look_for_model, "after_server_start")
    app.add_route(health, "/health", name="health")
    app.add_route(ready, "/ready", name="ready")
    app.add_route(metrics, "/metrics", name="metrics")


async def health(request: Request) -> HTTPResponse:
    """200 while the process answers at all; whoever restarts what hangs asks this."""
    return json({"alive": True})


async def ready(request: Request) -> HTTPResponse:
    """200 once a message can be answered; else 503 and what is missing."""
    agent = getattr(request.app.ctx, "agent", None)
    model = _is_loaded(agent)
    wrong = await _database_problem()
    others = {name: await _answers(check) for name, check in also_needed.items()}
    answerable = model and not wrong and all(others.values())
    return json(
        {
            "ready": answerable,
            "model": "loaded" if model else _NO_MODEL,
            "database": wrong or "reachable",
            **{name: "reachable" if found else "not reachable" for name, found in others.items()},
        },
        status=200 if answerable else 503,
    )


async def metrics(request: Request) -> HTTPResponse:
    """The counters in Prometheus' format; to who has `LAMELLA_METRICS_TOKEN`, or to this machine where none is set."""
    token = os.environ.get("LAMELLA_METRICS_TOKEN", "")
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    allowed = hmac.compare_digest(given.encode(), token.encode()) if token else is_local(request)
    if not allowed:
        return json({"error": "Set LAMELLA_METRICS_TOKEN and send it as a bearer token."}, status=403)
    try:
        waiting = await asyncio.to_thread(outbox.unsent, shared())
        _WAITING.clear()
        for door, number in waiting.items():
            _WAITING.labels(door).set(number)
    except (SQLAlchemyError, StorageError, OSError) as problem:
        # The other counters are wanted most when something is wrong.
        logger.error("What waits to be sent cannot be counted: %s.", type(problem).__name__)
    return raw(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """The counters of this process, or of all workers behind one port, who share a folder for them."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared_by_all = CollectorRegistry()
    MultiProcessCollector(shared_by_all)  # type: ignore[no-untyped-call]
    return shared_by_all


async def _look_for_model(app: Sanic, _: object) -> None:
    if not _is_loaded(getattr(app.ctx, "agent", None)):
        logger.error("No message can be answered: the model is %s, and start again.", _NO_MODEL)


def _is_loaded(agent: Any) -> bool:
    return agent is not None and bool(agent.is_ready())


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
