"""What of a visitor's message Rasa gets to read."""

from __future__ import annotations

import re

LONGEST_MESSAGE = 4000
"""Characters; more gets a kind reply and is not read."""

_COMMAND = re.compile(r"^[\s/]*/")


def as_text(message: str) -> str:
    """The message without a leading slash: Rasa obeys `/restart` and `/intent{…}` from anyone who types them.

    Halves of a surrogate pair, which JSON can spell and no database can store, become question marks.
    """
    return _COMMAND.sub("", message.encode("utf-8", "replace").decode("utf-8"))


def too_long(message: str) -> bool:
    """Whether a message is longer than a question needs to be."""
    return len(message) > LONGEST_MESSAGE
