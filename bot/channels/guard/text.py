"""What every door does with a message before Rasa sees it."""

from __future__ import annotations

import ipaddress
import re

LONGEST_MESSAGE = 4000
"""Characters; more gets a kind reply and is not read."""

_COMMAND = re.compile(r"^[\s/]*/")


def as_text(message: str) -> str:
    """The message without a leading slash: Rasa obeys `/restart` and `/intent{…}` from anyone who types them."""
    return _COMMAND.sub("", message)


def too_long(message: str) -> bool:
    """Whether a message is longer than a question needs to be."""
    return len(message) > LONGEST_MESSAGE


def is_loopback(address: str, forwarded_for: str | None = None) -> bool:
    """Whether a request comes from this machine itself; a proxy on it does not make others local."""
    try:
        return ipaddress.ip_address(address).is_loopback and not forwarded_for
    except ValueError:
        return False
