"""Runs a row of checks before a handler, and makes what was refused or failed an answer that a client can act on."""

from __future__ import annotations

import functools
import logging
from collections.abc import Awaitable, Callable

from sanic.request import Request
from sanic.response import HTTPResponse, json
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.guard.limits import LimitsError
from bot.channels.guard.privately import pseudonym
from bot.channels.guard.refused import Check, Refused
from bot.channels.replies import NotReadyError, texts
from bot.framework.logs import where
from bot.storage.errors import StorageError

logger = logging.getLogger(__name__)
Handler = Callable[[Request], Awaitable[HTTPResponse]]
_SOON = 5
"""Seconds after which a database or a model may be back."""


def guarded(*checks: Check) -> Callable[[Handler], Handler]:
    """Lets a request through to the handler that passes all checks, in this order.

    Answers with an error of the shape of `error` otherwise: what the check said, 503 when something that is needed is
    not there, 500 for a mistake of ours.
    """

    def around(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded_handler(request: Request) -> HTTPResponse:
            try:
                for check in checks:
                    await check(request)
                return await handler(request)
            except Refused as refused:
                said = texts().say(f"door.{refused.code}", **refused.values)
                return error(refused.status, refused.code, said, refused.retry_after)
            except (NotReadyError, StorageError, SQLAlchemyError, LimitsError) as problem:
                # The statement that failed holds what the visitor typed, so it is not logged.
                logger.error("%s could not be served: %s.", _named(request), type(problem).__name__)
                return error(503, "not_ready", texts().say("common.trouble"), _SOON)
            except Exception as problem:
                logger.error("%s failed: %s", _named(request), where(problem))
                return error(500, "failed", texts().say("common.trouble"))

        return guarded_handler

    return around


def _named(request: Request) -> str:
    """The request in the log: a check that has found out the sender leaves it in the request's context."""
    sender = getattr(request.ctx, "sender", None)
    return f"A request to {request.path} by {'someone' if sender is None else pseudonym(sender)}"


def error(status: int, code: str, message: str, retry_after: int | None = None) -> HTTPResponse:
    """`{"error": {"code", "message", "retry_after"}}`: a code for the client, a sentence for the visitor.

    `retry_after` in seconds, there where waiting helps, and then in the header of that name too.
    """
    said: dict[str, str | int] = {"code": code, "message": message}
    if retry_after is None:
        return json({"error": said}, status=status)
    return json(
        {"error": {**said, "retry_after": retry_after}}, status=status, headers={"Retry-After": str(retry_after)}
    )
