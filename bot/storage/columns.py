"""Lists in a text column, as JSON. A value that cannot be read counts as empty, and is logged."""

from __future__ import annotations

import logging
from typing import TypeVar

import msgspec

logger = logging.getLogger(__name__)
Entry = TypeVar("Entry")


def packed(entries: object) -> str:
    """The text of a list of plain values or structs."""
    return msgspec.json.encode(entries).decode()


def unpacked(text: str, entry: type[Entry]) -> tuple[Entry, ...]:
    """The entries of the text."""
    try:
        return tuple(msgspec.json.decode(text, type=list[entry]))  # type: ignore[valid-type]
    except (msgspec.DecodeError, UnicodeError):
        logger.error("A stored list of %s cannot be read; it counts as empty.", entry.__name__)
        return ()
