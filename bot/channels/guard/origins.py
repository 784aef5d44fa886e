"""Which sites' pages may talk to a door: a browser says where a page comes from, and keeps answers from the others."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.guard.refused import Refused

ANY = "*"
_ORIGIN = re.compile(r"https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?", re.IGNORECASE | re.ASCII)
_LARGEST_PORT = 65535
_MEMORY = "600"
"""Seconds for which a browser need not ask again."""


class Origins:
    """The origins that are let in: those that the owner names, and always the server's own.

    Where the owner names none, pages on this machine are let in too. A request without an origin is no page of
    another site: browsers always name those.
    """

    def __init__(self, named: frozenset[str] = frozenset()) -> None:
        self._named = named

    async def __call__(self, request: Request) -> None:
        """The check. Raises Refused with 403."""
        if not self.allow(request):
            raise Refused(403, "origin_not_allowed")

    def allow(self, request: Request) -> bool:
        """Whether the page that sends the request is let in."""
        origin = request.headers.get("origin")
        if origin is None or ANY in self._named or origin.lower() in self._named:
            return True
        host = _host(origin)
        # Only the server's own proxy and the page's owner can set these: a page cannot.
        own = {_bare(request.headers.get(name, "")) for name in ("host", "x-forwarded-host")} - {""}
        return bool(host) and (_bare(host) in own or (not self._named and _on_this_machine(origin)))

    def tell(self, request: Request, response: HTTPResponse) -> None:
        """Adds the headers by which a browser lets a page read the response."""
        response.headers["Vary"] = "Origin"
        origin = request.headers.get("origin")
        if origin is not None and self.allow(request):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"

    def preflight(self, methods: str) -> HTTPResponse:
        """The answer to a browser that asks, before it sends, whether it may. `tell` adds the origin."""
        return empty(
            headers={
                "Access-Control-Allow-Methods": methods,
                "Access-Control-Allow-Headers": "Authorization, Content-Type",
                "Access-Control-Max-Age": _MEMORY,
            }
        )


def is_origin(text: str) -> bool:
    """Whether this is an origin as a browser spells it: `https://shop.example`, with a port if it is an odd one."""
    found = _ORIGIN.fullmatch(text)
    return found is not None and int(found[1] or 0) <= _LARGEST_PORT


def _host(origin: str) -> str:
    return urlsplit(origin).netloc if is_origin(origin) else ""


def _bare(host: str) -> str:
    """Without the usual port: proxies add it, browsers don't."""
    return host.lower().removesuffix(":443").removesuffix(":80")


def _on_this_machine(origin: str) -> bool:
    name = urlsplit(origin).hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
