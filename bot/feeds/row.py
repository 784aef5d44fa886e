"""What a product feed gives: rows that can be read, and what is wrong with the others."""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One product as its feed describes it, in plain text. Only the name is always there."""

    line: int
    """Where it begins in the file, from 1."""
    name: str
    brand: str = ""
    sort: str = ""
    """What the shop files it under: `Mask`, `Skin Care > Face Masks`."""
    ingredients: str = ""
    url: str = ""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row. Where it is not `lost`, what could be read of it was read."""

    line: int
    reason: str
    lost: bool = True


class FeedError(ValueError):
    """A file that is no product feed as a whole; the message says what is wrong and what is allowed."""
