"""Whose address a request comes from. A proxy's word counts only where the owner says that the proxy is theirs."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence

from sanic.request import Request

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_WITH_PORT = re.compile(r"^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$")
_SUBSCRIBER = 64
"""The bits of an IPv6 address that a provider gives to one customer; the others are theirs to choose freely."""


def is_loopback(address: str, forwarded_for: str | None = None) -> bool:
    """Whether a request comes from this machine itself; a proxy on it does not make others local."""
    found = parsed(address)
    return found is not None and found.is_loopback and not forwarded_for


def is_local(request: Request) -> bool:
    """`is_loopback` of a request."""
    return is_loopback(request.ip, request.headers.get("x-forwarded-for"))


def parsed(address: str) -> Address | None:
    """An address, with or without a port; None for anything else. An IPv4 address in IPv6 is the IPv4 one."""
    bare = _WITH_PORT.match(address.strip())
    try:
        found = ipaddress.ip_address((bare[1] or bare[2]) if bare else address.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def client(peer: str, forwarded_for: Sequence[str], proxies: Sequence[Network]) -> Address | None:
    """The address of the client: the last one on the way here that is not one of the owner's proxies.

    `forwarded_for` are the X-Forwarded-For headers. What stands further to the left was written by the client itself,
    or by somebody unknown. None where nothing is known, as behind a socket file.
    """
    nearest = parsed(peer)
    for named in reversed([part for header in forwarded_for for part in header.split(",")]):
        # A socket file has no address; only what runs on this machine can open it.
        if nearest is not None and not any(nearest in network for network in proxies):
            break
        further = parsed(named)
        if further is None:
            break
        nearest = further
    return nearest


def bucket(address: Address | None) -> str:
    """The name under which an address is counted: an IPv6 customer counts once, whatever address they take."""
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _SUBSCRIBER), strict=False))
    return str(address)
