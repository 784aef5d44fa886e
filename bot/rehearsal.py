"""Questions put to the trained bot in this process, by the way that every message goes."""

from __future__ import annotations

import asyncio
import atexit
import logging
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot import model
from bot.nlu.shop import SHOP
from bot.quiet import silence
from bot.rules.product import Product


def answers_to(messages: Iterable[str], sender: str = "rehearsal") -> list[tuple[str, list[str]]]:
    """The replies to messages of one conversation that is not kept: text and buttons."""
    return asyncio.run(_converse(list(messages), sender))


async def _converse(messages: list[str], sender: str) -> list[tuple[str, list[str]]]:
    own = _products()
    agent = load_agent()
    SHOP.stock(own)
    replies = []
    for message in messages:
        replies += [
            (reply["text"], [button["title"] for button in reply["buttons"]])
            for reply in await say(agent, message, sender)
        ]
    return replies


def _products() -> list[Product]:
    """The shop's products; none where there is no database yet, or it cannot be read."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.storage.database import shared
    from bot.storage.errors import StorageError
    from bot.storage.products import all_products

    path = shared().engine.url.database
    if shared().is_sqlite and not (path and Path(path).is_file()):
        return []
    try:
        return all_products(shared())
    except (SQLAlchemyError, StorageError, OSError):
        return []


def load_agent() -> Any:
    """A Rasa agent with the trained model, actions in process, and a database that ends with the process."""
    silence()
    logging.disable(logging.WARNING)
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog

    from bot.framework import install
    from bot.framework.in_process_actions import IN_PROCESS
    from bot.storage.database import Database, use
    from bot.storage.tracker_store import LamellaTrackerStore

    configure_structlog(logging.ERROR)
    install()
    folder = tempfile.mkdtemp(prefix="lamella-rehearsal-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = Database(f"sqlite:///{folder}/lamella.db")
    use(database)
    return Agent.load(
        str(model.MODEL),
        tracker_store=LamellaTrackerStore(database=database),
        action_endpoint=EndpointConfig(IN_PROCESS),
    )


async def say(agent: Any, message: str, sender: str) -> list[dict[str, Any]]:
    """The replies to one message, as a door would get them."""
    from bot.channels.replies import replies_to

    return await replies_to(agent.handle_message, message, sender, "rehearsal")
