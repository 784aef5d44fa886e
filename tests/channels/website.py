"""The website's door as a page uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests

from bot.channels.guard.key import ServerKey
from bot.storage.database import Database
from bot.storage.secrets import server_key
from tests.conftest import Server


def call(
    server: Server,
    method: str,
    path: str,
    session: str | None = None,
    headers: dict[str, str] | None = None,
    **sent: Any,
) -> requests.Response:
    """A request to the door, as a visitor's page sends it."""
    held = {} if session is None else {"Authorization": f"Bearer {session}"}
    address = f"{server.address}/webhooks/website/{path}"
    return requests.request(method, address, headers={**held, **(headers or {})}, timeout=30, **sent)


def new_session(server: Server, **headers: str) -> str:
    """A session of a new conversation."""
    return str(call(server, "POST", "session", headers=headers, json={}).json()["session"])


def send(server: Server, session: str, body: object, **headers: str) -> requests.Response:
    """One message, or something that is none."""
    return call(server, "POST", "message", session, headers, json=body)


def history(server: Server, session: str) -> list[dict[str, Any]]:
    """What the page shows again after a reload."""
    found = call(server, "GET", "history", session)
    assert found.status_code == 200, found.text
    return list(found.json()["turns"])


def code(response: requests.Response) -> tuple[int, str]:
    """The status and the code of an error."""
    return response.status_code, response.json()["error"]["code"]


async def signing_key(server: Server) -> bytes:
    """The server's key for sessions, which only it and this test know."""
    database = Database(f"sqlite:///{Path(server.log).parent}/lamella.db")
    return await ServerKey(None, lambda: server_key(database)).of("website session")
