"""A request that is not let in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sanic.request import Request


class Refused(Exception):  # noqa: N818 - it is an outcome, no fault of ours
    """Raised by a check. `code` is for the client, `door.<code>` in `data/answers/` the sentence for the visitor.

    `retry_after` in whole seconds where waiting helps; `values` fill the sentence's places.
    """

    def __init__(self, status: int, code: str, *, retry_after: int | None = None, **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after, self.values = status, code, retry_after, values


Check = Callable[[Request], Awaitable[None]]
"""One piece of the guard: returns to let the request pass, raises Refused to send it away."""
