"""Reads a product feed of whichever format its first lines show it to be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from bot.feeds import columns, google, plain, shopify
from bot.feeds.decoding import Read, lines
from bot.feeds.row import Problem, Row
from bot.feeds.table import Table


class Feed(NamedTuple):
    """A feed's format, its rows and problems one by one, and whether it has a place for ingredient lists."""

    format: str
    rows: Iterator[Row | Problem]
    lists_ingredients: bool = True


def read(path: Path, read_so_far: Read = lambda count: None) -> Feed:
    """The feed in a file, read piece by piece. Raises FeedError, here or while it is read, and OSError."""
    found = lines(path, read_so_far)
    begins = []
    for line in found:
        begins.append(line)
        if line.strip():
            break
    if begins and begins[-1].lstrip().startswith("<"):
        return Feed("Google Merchant feed, XML", google.items(chain(begins, found)))
    table = Table(chain(begins, found))
    if shopify.is_one(table.columns):
        return Feed("Shopify product CSV", shopify.rows(table))
    if google.is_one(table.columns):
        return Feed("Google Merchant feed", google.rows(table))
    return Feed("plain table", plain.rows(table), bool(columns.ingredients(table.columns)))
