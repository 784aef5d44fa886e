"""What of a request's body is read."""

from __future__ import annotations

import uuid
from typing import Any

from sanic.request import Request

from bot.channels.guard.refused import Refused

LARGEST_BODY = 256 * 1024
"""Bytes. More than the longest message needs, so that somebody who pastes a page is told kindly to be brief."""

LONGEST_ID = 64
"""Characters of a client's id for a message."""


async def not_too_large(request: Request) -> None:
    """The check. Raises Refused with 413. Far larger bodies the server does not read at all."""
    if len(request.body) > LARGEST_BODY:
        raise Refused(413, "too_large")


def json_object(request: Request) -> dict[str, Any]:
    """The JSON object of a request; an empty one for anything else."""
    try:
        body = request.json
    except Exception:
        return {}
    return body if isinstance(body, dict) else {}


def message_id(body: dict[str, Any]) -> str | None:
    """The client's id of a message, a new one where it sent none, None where what it sent cannot be one."""
    found = body.get("id")
    if found is None:
        return uuid.uuid4().hex
    return found if is_name(found, LONGEST_ID) else None


def is_name(found: object, longest: int) -> bool:
    """Whether this can name something in every database: some text without control characters."""
    return isinstance(found, str) and 0 < len(found) <= longest and found.isprintable()
